using CsCheck;
using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>Gradients and updates beside those in double precision and beside finite differences.</summary>
public sealed class SentenceTrainerAccuracyTests
{
    /// <summary>
    /// Any sizes that fit in a test and any variant; sentences shorter and longer than the window, with repeated words
    /// and padding.
    /// </summary>
    private static readonly Gen<(ElmanShape Shape, int Words, int Seed)> Cases =
        from hidden in Gen.Int[1, 70]
        from labels in Gen.Int[1, 40]
        from vocabulary in Gen.Int[0, 30]
        from embedding in Gen.Int[1, 20]
        from reach in Gen.Int[0, 4]
        from variant in Gen.Int[0, NetworkVariants.Trained.Count - 1]
        from words in Gen.Int[1, 30]
        from seed in Gen.Int[0, int.MaxValue - 100]
        select (
            new ElmanShape(hidden, labels, vocabulary, embedding, (2 * reach) + 1, NetworkVariants.Trained[variant]),
            words,
            seed);

    public static TheoryData<InstructionSet> InstructionSets => new(SimdInfo.Supported);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Gradients_are_those_of_double_precision(InstructionSet instructionSet) => Cases.Sample(
        sample =>
        {
            var (shape, words, labels, parameters) = Drawn(sample);
            var smoothing = sample.Seed % 3 * 0.2f;
            var reference = new ReferenceTrainer(parameters) { LabelSmoothing = smoothing };
            if (IsAtKink(reference, words))
            {
                return;
            }

            var gradients = new ElmanParameters(shape);
            var loss = new SentenceTrainer(parameters, instructionSet, smoothing).Gradients(words, labels, gradients);

            Assert.Equal(reference.Loss(words, labels), loss, 2e-6 * Math.Max(1, loss));
            Near.EqualTensorsInProportion(
                reference.Gradients(words, labels), new ReferenceNetwork(gradients).Tensors, 2e-6);
        },
        iter: 150);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Five_steps_are_those_of_double_precision(InstructionSet instructionSet) => Cases.Sample(
        sample =>
        {
            var (shape, _, _, parameters) = Drawn(sample);
            var reference = new ReferenceTrainer(parameters);
            var trainer = new SentenceTrainer(parameters, instructionSet);
            var learningRate = shape.Variant.Activation == HiddenActivation.Sigmoid
                ? 0.1f
                : 0.01f; // others may diverge at random
            for (var step = 0; step < 5; step++)
            {
                var (_, words, labels, _) = Drawn((shape, sample.Words, sample.Seed + step));
                if (IsAtKink(reference, words))
                {
                    continue;
                }

                var loss = reference.Train(words, labels, learningRate);
                Assert.Equal(loss, trainer.Train(words, labels, learningRate), 5e-6 * Math.Max(1, loss));
            }

            Near.EqualTensorsInProportion(
                reference.Network.Tensors, new ReferenceNetwork(trainer.ToParameters()).Tensors, 1e-5);
        },
        iter: 50);

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void The_reference_sizes_work_in_one_panel_and_in_several(InstructionSet instructionSet)
    {
        foreach (var hidden in new[] { 100, 200, 230 })
        {
            var shape = new ElmanShape(hidden, labelCount: 127, vocabularySize: 60, embeddingSize: 50, windowSize: 7);
            var parameters = RandomModel.Parameters(shape, seed: hidden);
            var words = RandomModel.Sentence(shape, 46, seed: 1, withPadding: true);
            var labels = LabelledSentence.Labels(shape, words.Length, seed: 2);
            var trainer = new SentenceTrainer(parameters, instructionSet);
            var reference = new ReferenceTrainer(parameters);

            Assert.Equal(reference.Train(words, labels, 0.1f), trainer.Train(words, labels, 0.1f), 5e-6);

            Near.EqualTensors(
                reference.Network.Tensors, new ReferenceNetwork(trainer.ToParameters()).Tensors, _ => 2e-6);
        }
    }

    /// <summary>Independent of the yardstick's gradients: only of its loss.</summary>
    [Fact]
    public void Gradients_are_what_finite_differences_in_double_say()
    {
        var shape = new ElmanShape(
            hiddenSize: 5, labelCount: 4, vocabularySize: 6, embeddingSize: 3, windowSize: 3);
        var parameters = RandomModel.Parameters(shape, seed: 3, range: 1);
        int[] words = [0, 2, 2, -1, 5, 6];
        int[] labels = [3, 0, 1, 1, 2, 0];
        var gradients = new ElmanParameters(shape);

        new SentenceTrainer(parameters).Gradients(words, labels, gradients);

        Near.EqualTensors(
            FiniteDifferences.OfLoss(new ReferenceTrainer(parameters), words, labels),
            new ReferenceNetwork(gradients).Tensors,
            _ => 1e-6);
    }

    private static (ElmanShape Shape, int[] Words, int[] Labels, ElmanParameters Parameters) Drawn(
        (ElmanShape Shape, int Words, int Seed) sample) => (
        sample.Shape,
        RandomModel.Sentence(sample.Shape, sample.Words, sample.Seed, withPadding: true),
        LabelledSentence.Labels(sample.Shape, sample.Words, sample.Seed),
        RandomModel.Parameters(sample.Shape, sample.Seed, NetworkVariants.Range(sample.Shape, 0.5f)));

    /// <summary>
    /// Whether a rectifier stands so near 0 that float and double may differ in its slope: once in some hundred
    /// sentences.
    /// </summary>
    private static bool IsAtKink(ReferenceTrainer trainer, int[] words) =>
        trainer.Network.Run(words).DistanceFromKink <= 1e-5;
}
