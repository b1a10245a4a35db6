using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

/// <summary>Dropout and teachers.</summary>
public sealed class ReferenceDropoutTests
{
    private static readonly (int[] Words, int[] Labels)[] Sentences =
    [
        ([2], [1]),
        ([4, 4], [2, 0]),
        ([0, 3, 3, -1, 0], [2, 2, 0, 1, 2]),
    ];

    /// <summary>Every kind with every activation.</summary>
    public static MatrixTheoryData<NetworkKind, HiddenActivation> Variants =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<HiddenActivation>());

    [Theory]
    [MemberData(nameof(SmallNetwork.Variants), MemberType = typeof(SmallNetwork))]
    public void Gradients_under_dropout_agree_with_finite_differences(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions)
    {
        var shape = SmallNetwork.Shape(kind, activation, hasTransitions);
        var trainer = new ReferenceTrainer(NetworkAwayFromKinks(shape)) { LabelSmoothing = 0.1 };
        Assert.All(Sentences, sentence =>
        {
            var dropout = Dropout(shape, sentence.Words.Length);
            Near.EqualTensors(
                FiniteDifferences.OfLoss(trainer, sentence.Words, sentence.Labels, dropout),
                trainer.Gradients(sentence.Words, sentence.Labels, dropout),
                _ => 1e-8);
        });
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Gradients_with_teachers_agree_with_finite_differences(NetworkKind kind, HiddenActivation activation)
    {
        var shape = SmallNetwork.Shape(kind, activation);
        var trainer = new ReferenceTrainer(NetworkAwayFromKinks(shape)) { LabelSmoothing = 0.2 };
        foreach (var (words, labels) in Sentences)
        {
            foreach (var weight in (double[])[0, 0.3, 1])
            {
                var (dropout, teaching) = (Dropout(shape, words.Length), Teaching(shape, words.Length, weight));
                Near.EqualTensors(
                    FiniteDifferences.OfLoss(trainer, words, labels, dropout, teaching),
                    trainer.Gradients(words, labels, dropout, teaching),
                    _ => 1e-8);
            }
        }
    }

    [Fact]
    public void A_network_of_one_word_is_what_a_calculator_gives()
    {
        var shape = new ElmanShape(hiddenSize: 2, labelCount: 2, vocabularySize: 1, embeddingSize: 1, windowSize: 1);
        var network = new ReferenceNetwork(
            shape, [[0.5, 9], [2.0, 1.0], [0, 0, 0, 0], [1.0, -1.0, 3, 4], [0.25, 0], [0.0, 0.5], [0, 0]]);

        var forward = network.Run([0], new ReferenceDropout([1.25], [[[2, 0]]]));

        var hidden = 1 / (1 + Math.Exp(-((0.5 * 1.25 * 2) + 0.25)));
        Assert.Equal(hidden, forward.Hidden[0][0], 1e-15);
        Near.Equal([2 * hidden, 0.5 - (2 * hidden)], forward.Logits[0], 1e-15, "logits");
        var loss = Math.Log(Math.Exp(2 * hidden) + Math.Exp(0.5 - (2 * hidden)));
        Assert.Equal(
            loss - (0.4 * 2 * hidden) - (0.6 * ((0.9 * 2 * hidden) + (0.1 * (0.5 - (2 * hidden))))),
            ReferenceLoss.Of(forward.Chain, [0], teaching: new ReferenceTeaching(0.6, [[0.9, 0.1]])),
            1e-14);
    }

    /// <summary>The factors reach the logits only; h_t is passed on whole.</summary>
    [Theory]
    [InlineData(NetworkKind.Elman)]
    [InlineData(NetworkKind.Bidirectional)]
    public void States_are_passed_on_whole(NetworkKind kind)
    {
        var shape = SmallNetwork.Shape(kind);
        var network = SmallNetwork.Create(shape, seed: 5);
        int[] words = [0, 1, 1, 3];
        var dropout = Dropout(shape, words.Length) with { Inputs = [1, 1] };

        var (whole, dropped) = (network.Run(words), network.Run(words, dropout));

        Assert.Equal(whole.Hidden, dropped.Hidden);
        Assert.NotEqual(whole.Logits, dropped.Logits);
    }

    [Fact]
    public void The_probabilities_that_a_Jordan_network_passes_on_come_from_what_is_kept()
    {
        var shape = SmallNetwork.Shape(NetworkKind.Jordan);

        var forward = SmallNetwork.Create(shape, seed: 6).Run([0, 1, 1], Dropout(shape, 3));

        Assert.Equal(forward.Logits.Select(ReferenceSoftmax.Of), forward.ForwardLayer.States[1..]);
        Assert.NotEqual(forward.Hidden, forward.Kept);
    }

    /// <summary>A teacher that is as sure as the corpus is the corpus.</summary>
    [Fact]
    public void A_sure_teacher_is_another_right_label()
    {
        var trainer = new ReferenceTrainer(SmallNetwork.Create(SmallNetwork.Shape(), seed: 7));

        Near.EqualTensors(
            trainer.Gradients([1, 2], [0, 2]),
            trainer.Gradients([1, 2], [1, 1], teaching: new ReferenceTeaching(1, [[1, 0, 0], [0, 0, 1]])),
            _ => 1e-15);
    }

    /// <summary>Factors of 0 and others; those of each layer and word differ.</summary>
    private static ReferenceDropout Dropout(ElmanShape shape, int words)
    {
        var random = new Random(11);
        var layers = shape.Variant.Kind == NetworkKind.Bidirectional ? 2 : 1;
        return new ReferenceDropout(
            [0, 1.25],
            [
                .. Enumerable.Range(0, layers).Select(_ => Enumerable.Range(0, words).Select(
                    _ => Enumerable.Range(0, shape.HiddenSize).Select(_ => random.Next(3) == 0 ? 0 : 1.5).ToArray())
                .ToArray()),
            ]);
    }

    private static ReferenceTeaching Teaching(ElmanShape shape, int words, double weight)
    {
        var random = new Random(12);
        return new ReferenceTeaching(
            weight,
            [
                .. Enumerable.Range(0, words).Select(_ => ReferenceSoftmax.Of(
                    [.. Enumerable.Range(0, shape.LabelCount).Select(_ => random.NextDouble() * 3)])),
            ]);
    }

    /// <summary>The first of the random networks in which no ReLU is near 0 in any of the sentences.</summary>
    private static ReferenceNetwork NetworkAwayFromKinks(ElmanShape shape) => Enumerable.Range(0, 1000)
        .Select(seed => SmallNetwork.Create(shape, seed))
        .First(network => Sentences.All(sentence =>
            network.Run(sentence.Words, Dropout(shape, sentence.Words.Length)).DistanceFromKink > 1e-3));
}
