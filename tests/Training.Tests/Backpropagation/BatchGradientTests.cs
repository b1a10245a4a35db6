using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The gradients of a batch beside those in double precision, with the same values dropped.</summary>
public sealed class BatchGradientTests
{
    /// <summary>
    /// Float against double, where the largest number of a tensor is not above 1; above it in proportion.
    /// </summary>
    private const double Rounding = 2e-6;

    private static readonly int[] Lengths = [4, 1, 11, 2];
    private static readonly int[] HiddenSizes = [1, 7, 16, 33, 100];
    private static readonly int[] LabelCounts = [1, 2, 17];

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Gradients_under_dropout_are_those_of_double_precision(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet) =>
        AssertGradients(new NetworkVariant(kind, activation, hasTransitions), instructionSet, teaching: 0);

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Gradients_towards_teachers_are_those_of_double_precision(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        if (hasTransitions)
        {
            return; // cannot be taught
        }

        foreach (var teaching in (float[])[0.4f, 1])
        {
            AssertGradients(new NetworkVariant(kind, activation), instructionSet, teaching);
        }
    }

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Without_dropout_the_bits_are_those_of_training_sentence_by_sentence(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        var shape = BatchSample.Shape(new NetworkVariant(kind, activation, hasTransitions));
        var parameters = RandomModel.Parameters(shape, seed: 3);
        var sentences = new SentenceTrainer(parameters, instructionSet, labelSmoothing: 0.1f);
        var expected = new ElmanParameters(shape);
        foreach (var length in Lengths)
        {
            var trainer = new BatchTrainer(parameters, BatchSample.Settings(), instructionSet);
            var loss = sentences.Gradients(
                RandomModel.Sentence(shape, length, seed: length, withPadding: true),
                LabelledSentence.Labels(shape, length, seed: length),
                expected);

            Assert.Equal([loss], BatchSample.AddTo(trainer, seed: length, length));

            Bits.AssertEqual(expected, trainer.CopyGradients());
        }
    }

    [Fact]
    public void Frozen_embeddings_have_no_gradient_and_all_else_has_the_same()
    {
        var shape = BatchSample.Shape();
        var parameters = RandomModel.Parameters(shape, seed: 4);
        var free = new BatchTrainer(parameters, BatchSample.Settings(BatchSample.Rates));
        var frozen = new BatchTrainer(
            parameters, BatchSample.Settings(BatchSample.Rates, freezesEmbeddings: true));

        BatchSample.AddTo(free, seed: 1, Lengths);
        BatchSample.AddTo(frozen, seed: 1, Lengths);

        var (expected, actual) = (free.CopyGradients(), frozen.CopyGradients());
        expected.Embeddings.Clear();
        Bits.AssertEqual(expected, actual);
    }

    [Fact]
    public void A_step_empties_the_batch()
    {
        var trainer = new BatchTrainer(
            RandomModel.Parameters(BatchSample.Shape(), seed: 5), BatchSample.Settings(BatchSample.Rates));
        BatchSample.AddTo(trainer, seed: 2, Lengths);

        trainer.Step(0.01f);

        Bits.AssertEqual(new ElmanParameters(trainer.Shape), trainer.CopyGradients());
    }

    private static void AssertGradients(NetworkVariant variant, InstructionSet instructionSet, float teaching) =>
        Assert.All(Shapes(variant), shape =>
        {
            var parameters = RandomModel.Parameters(shape, seed: shape.HiddenSize, NetworkVariants.Range(shape, 0.2f));
            var reference = new ReferenceTrainer(parameters) { LabelSmoothing = 0.1f };
            var trainer = new BatchTrainer(
                parameters, BatchSample.Settings(BatchSample.Rates, teaching: teaching), instructionSet);
            var expected = ReferenceNetwork.Zeros(shape);
            foreach (var length in Lengths)
            {
                var (words, seed, dropout) = Sentence(reference.Network, instructionSet, length);
                var labels = LabelledSentence.Labels(shape, length, seed: length);
                var taught = teaching > 0 ? Taught(shape, length) : null;
                var weight = (float)length / Lengths.Sum();

                var loss = trainer.Add(
                    words, labels, Padded(taught, trainer.LabelStride), weight, new SplitMix64((ulong)seed));

                Assert.Equal(reference.Loss(words, labels, dropout), loss, Rounding * Math.Max(1, loss));
                var gradients = reference.Gradients(
                    words, labels, dropout, taught is null ? null : new ReferenceTeaching(teaching, taught));
                for (var tensor = 0; tensor < expected.Length; tensor++)
                {
                    ReferenceMatrix.Add([.. gradients[tensor].Select(value => value * weight)], expected[tensor]);
                }
            }

            Near.EqualTensorsInProportion(
                expected, new ReferenceNetwork(trainer.CopyGradients()).Tensors, Rounding);
        });

    private static IEnumerable<ElmanShape> Shapes(NetworkVariant variant) =>
        HiddenSizes.SelectMany((hidden, i) => LabelCounts.Select((labels, j) =>
            new ElmanShape(
                hidden, labels, vocabularySize: 40, embeddingSize: 11, windowSize: ((i + j) % 3 * 2) + 1, variant)));

    /// <summary>
    /// Words and a seed for which no rectifier is so near 0 that float and double may differ in its slope.
    /// </summary>
    private static (int[] Words, int Seed, ReferenceDropout Dropout) Sentence(
        ReferenceNetwork network, InstructionSet instructionSet, int length) =>
        Enumerable.Range(0, 50)
            .Select(seed => (
                Words: RandomModel.Sentence(network.Shape, length, seed, withPadding: true),
                Seed: seed,
                Dropout: BatchSample.Dropout(
                    network.Shape, instructionSet, length, new SplitMix64((ulong)seed))))
            .First(sample => network.Run(sample.Words, sample.Dropout).DistanceFromKink > 1e-5);

    /// <summary>[words][labels], of sum 1.</summary>
    private static double[][] Taught(ElmanShape shape, int words)
    {
        var random = new Random(words);
        return
        [
            .. Enumerable.Range(0, words).Select(_ => ReferenceSoftmax.Of(
                [.. Enumerable.Range(0, shape.LabelCount).Select(_ => random.NextDouble() * 3)])),
        ];
    }

    private static float[] Padded(double[][]? taught, int stride) =>
    [
        .. (taught ?? []).SelectMany(
            row => row.Select(value => (float)value).Concat(new float[stride - row.Length])),
    ];
}
