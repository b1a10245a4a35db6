using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

/// <summary>Words that are made of subwords.</summary>
public sealed class ReferenceSubwordsTests
{
    private const int Size = 2, OwnRows = 4, SubwordRows = 6;

    /// <summary>
    /// One with a row that comes twice, one that was dropped and has the own vector of another, one without subwords.
    /// </summary>
    private static readonly ReferenceSubwords.Word[] Words =
    [
        new(0, [0, 2, 2], [4]),
        new(1, [1], [4, 5]),
        new(2, [], []),
        new(2, [0, 1, 2, 3], [5]),
        new(2, [3, 3], [4, 5]),
        new(3, [], []),
    ];

    [Theory]
    [MemberData(nameof(SmallNetwork.Variants), MemberType = typeof(SmallNetwork))]
    public void Gradients_of_own_vectors_n_grams_and_shapes_agree_with_finite_differences(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions)
    {
        var shape = SmallNetwork.Shape(kind, activation, hasTransitions);
        var composition = new ReferenceSubwords(Words, Size);
        int[] sentence = [1, 0, 3, 3, -1, 4, 2];
        int[] labels = [0, 2, 1, 1, 0, 2, 2];
        var (network, own, subwords) = Enumerable.Range(0, 1000).Select(Create)
            .First(sample => sample.Network.Run(sentence).DistanceFromKink > 1e-3);
        var trainer = new ReferenceTrainer(network) { LabelSmoothing = 0.1 };
        var (ownGradients, subwordGradients) = (new double[own.Length], new double[subwords.Length]);

        composition.AddGradients(
            trainer.Gradients(sentence, labels)[(int)ElmanTensor.Embeddings], ownGradients, subwordGradients);

        Near.EqualTensors(
            [FiniteDifferences.Of(Loss, own), FiniteDifferences.Of(Loss, subwords)],
            [ownGradients, subwordGradients],
            _ => 1e-8);

        double Loss()
        {
            composition.Compose(own, subwords).CopyTo(network[ElmanTensor.Embeddings], 0);
            return trainer.SmoothedLoss(sentence, labels);
        }

        (ReferenceNetwork Network, double[] Own, double[] Subwords) Create(int seed)
        {
            var random = new Random(seed);
            double[] own = [.. Enumerable.Range(0, OwnRows * Size).Select(_ => random.NextDouble() - 0.5)];
            double[] subwords = [.. Enumerable.Range(0, SubwordRows * Size).Select(_ => random.NextDouble() - 0.5)];
            var made = SmallNetwork.Create(shape, seed);
            composition.Compose(own, subwords).CopyTo(made[ElmanTensor.Embeddings], 0);
            return (made, own, subwords);
        }
    }

    [Fact]
    public void A_word_is_what_a_calculator_gives()
    {
        var composition = new ReferenceSubwords([new(1, [0, 1, 1, 0], [2])], size: 1);

        Assert.Equal([0.25 + ((1.5 - 4 - 4 + 1.5) / 2) + 8], composition.Compose([9, 0.25], [1.5, -4, 8]));
    }
}
