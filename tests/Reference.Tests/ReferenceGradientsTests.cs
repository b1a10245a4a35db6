using CsCheck;
using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

public class ReferenceGradientsTests
{
    /// <summary>One, two and five words; words twice, also in one window; padding, by −1 and by its index.</summary>
    private static readonly (int[] Words, int[] Labels)[] Sentences =
    [
        ([2], [1]),
        ([-1], [0]),
        ([4, 4], [2, 0]),
        ([0, 3], [1, 1]),
        ([0, 3, 3, -1, 0], [2, 2, 0, 1, 2]),
        ([1, 5, 1, 2, 1], [0, 1, 0, 1, 0]),
    ];

    [Theory]
    [MemberData(nameof(SmallNetwork.Variants), MemberType = typeof(SmallNetwork))]
    public void They_agree_with_finite_differences(NetworkKind kind, HiddenActivation activation, bool hasTransitions)
    {
        foreach (var smoothing in new[] { 0, 0.1 })
        {
            var network = NetworkAwayFromKinks(SmallNetwork.Shape(kind, activation, hasTransitions));
            var trainer = new ReferenceTrainer(network) { LabelSmoothing = smoothing };
            var largest = new double[Enum.GetValues<ElmanTensor>().Length];
            foreach (var (words, labels) in Sentences)
            {
                var gradients = trainer.Gradients(words, labels);
                Near.EqualTensors(FiniteDifferences.OfLoss(trainer, words, labels), gradients, _ => 1e-8);
                foreach (var tensor in network.Shape.Tensors)
                {
                    largest[(int)tensor] = Math.Max(largest[(int)tensor], gradients[(int)tensor].Max(Math.Abs));
                }
            }

            // Otherwise nothing would be proved about the parameter.
            Assert.All(network.Shape.Tensors, tensor => Assert.True(largest[(int)tensor] > 1e-4, $"{tensor}"));
        }
    }

    [Fact]
    public void They_agree_with_finite_differences_on_random_sentences()
    {
        var sentence = Gen.Select(Gen.Int[-1, 5], Gen.Int[0, 2]).Array[1, 6];
        Gen.Select(Gen.Int, sentence).Sample(
            (seed, pairs) =>
            {
                int[] words = [.. pairs.Select(pair => pair.Item1)];
                int[] labels = [.. pairs.Select(pair => pair.Item2)];
                var trainer = new ReferenceTrainer(SmallNetwork.Create(SmallNetwork.Shape(), seed))
                {
                    LabelSmoothing = Math.Abs(seed % 3) * 0.2,
                };
                var differences = FiniteDifferences.OfLoss(trainer, words, labels);
                Near.EqualTensors(differences, trainer.Gradients(words, labels), _ => 1e-8);
            },
            iter: 50);
    }

    /// <summary>The first of the random networks in which no ReLU is near 0 in any of the sentences.</summary>
    private static ReferenceNetwork NetworkAwayFromKinks(ElmanShape shape) => Enumerable.Range(0, 1000)
        .Select(seed => SmallNetwork.Create(shape, seed))
        .First(network => Sentences.All(sentence => network.Run(sentence.Words).DistanceFromKink > 1e-3));
}
