using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>
/// The fast trainer against the plain one: every variant in every instruction set, sizes to either side of the widths
/// of registers and panels.
/// </summary>
public class SentenceTrainerVariantTests
{
    private const float LearningRate = 0.1f;

    /// <summary>
    /// Float against double, where the largest number of a tensor is not above 1; above it in proportion.
    /// </summary>
    private const double Rounding = 1e-6;

    private static readonly int[] HiddenSizes = [1, 7, 16, 33, 100, 200];
    private static readonly int[] LabelCounts = [1, 2, 17, 127];
    private static readonly int[] WindowSizes = [1, 3, 7];

    /// <summary>Words of the sentences of ten steps.</summary>
    private static readonly int[] Lengths = [1, 4, 9, 2, 1, 7, 3, 5, 12, 6];

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Gradients_are_those_of_double_precision(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        Assert.All(Shapes(new NetworkVariant(kind, activation, hasTransitions)), shape =>
        {
            var parameters = RandomModel.Parameters(shape, seed: shape.HiddenSize, NetworkVariants.Range(shape, 0.2f));
            var gradients = new ElmanParameters(shape);
            foreach (var smoothing in new[] { 0, 0.1f })
            {
                var reference = new ReferenceTrainer(parameters) { LabelSmoothing = smoothing };
                var trainer = new SentenceTrainer(parameters, instructionSet, smoothing);
                foreach (var length in new[] { 1, 2, 11 })
                {
                    var (words, labels) = Sentence(reference, length, seed: length);
                    var loss = trainer.Gradients(words, labels, gradients);

                    Assert.Equal(reference.Loss(words, labels), loss, Rounding * Math.Max(1, loss));
                    Near.EqualTensorsInProportion(
                        reference.Gradients(words, labels), new ReferenceNetwork(gradients).Tensors, Rounding);
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void One_step_and_ten_are_those_of_double_precision(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        Assert.All(Shapes(new NetworkVariant(kind, activation, hasTransitions)), shape =>
        {
            var smoothing = shape.WindowSize == 3 ? 0.1f : 0;
            var parameters = RandomModel.Parameters(shape, seed: shape.LabelCount, NetworkVariants.Range(shape, 0.2f));
            var reference = new ReferenceTrainer(parameters) { LabelSmoothing = smoothing };
            var trainer = new SentenceTrainer(parameters, instructionSet, smoothing);
            for (var step = 0; step < Lengths.Length; step++)
            {
                var (words, labels) = Sentence(reference, Lengths[step], seed: step);
                var loss = reference.Train(words, labels, LearningRate);

                Assert.Equal(loss, trainer.Train(words, labels, LearningRate), 5 * Rounding * Math.Max(1, loss));
                if (step == 0)
                {
                    Near.EqualTensorsInProportion(
                        reference.Network.Tensors, new ReferenceNetwork(trainer.ToParameters()).Tensors, Rounding);
                }
            }

            Near.EqualTensorsInProportion(
                reference.Network.Tensors, new ReferenceNetwork(trainer.ToParameters()).Tensors, 5 * Rounding);
        });
    }

    private static IEnumerable<ElmanShape> Shapes(NetworkVariant variant) =>
        HiddenSizes.SelectMany((hidden, i) => LabelCounts.Select((labels, j) =>
            new ElmanShape(
                hidden,
                labels,
                vocabularySize: 40,
                embeddingSize: 11,
                WindowSizes[(i + j) % WindowSizes.Length],
                variant)));

    /// <summary>
    /// The first sentence from a seed on in which no rectifier is so near 0 that float and double may differ in its
    /// slope.
    /// </summary>
    private static (int[] Words, int[] Labels) Sentence(ReferenceTrainer reference, int length, int seed)
    {
        var words = Enumerable.Range(0, 20)
            .Select(
                attempt => RandomModel.Sentence(
                    reference.Network.Shape, length, seed + (100 * attempt), withPadding: true))
            .First(words => reference.Network.Run(words).DistanceFromKink > 1e-5);
        var random = new Random(seed);
        return (words, [.. words.Select(_ => random.Next(reference.Network.Shape.LabelCount))]);
    }
}
