using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Network;
using FastElman.Reference;
using FastElman.Tests.Kernels;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Network;

/// <summary>The rule of a time step, for every kind of network and activation.</summary>
public sealed class TimeStepTests
{
    /// <summary>
    /// Rounding of a hidden unit, without bounds relative to the largest of the sentence; measured below 9e-7.
    /// </summary>
    public const double HiddenTolerance = 2e-6;

    /// <summary>Rounding of a probability; measured below 1.2e-6.</summary>
    public const double ProbabilityTolerance = 4e-6;

    public static TheoryData<NetworkKind, HiddenActivation> Variants
    {
        get
        {
            var data = new TheoryData<NetworkKind, HiddenActivation>();
            foreach (var variant in VariantSample.All)
            {
                data.Add(variant.Kind, variant.Activation);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Variants))]
    public void Every_variant_equals_double_precision(NetworkKind kind, HiddenActivation activation)
    {
        foreach (var (seed, shape) in VariantSample.Shapes(new NetworkVariant(kind, activation)).Index())
        {
            var parameters = VariantSample.Parameters(shape, seed);
            AssertLikeDouble(
                parameters,
                [.. SimdInfo.Supported.SelectMany(each => ModelSample.WithTableAndWithout(parameters, each))]);
        }
    }

    /// <summary>One to nine rows of different sentences: blocks of four, and the rest.</summary>
    [Theory, EveryInstructionSet]
    public void Rows_together_equal_rows_alone(InstructionSet instructionSet)
    {
        foreach (var variant in VariantSample.Streaming)
        {
            foreach (var model in VariantSample.Models(variant, instructionSet))
            {
                for (var rows = 1; rows <= 9; rows++)
                {
                    AssertRowsAlone(model, rows, Direction.Forward);
                    AssertRowsAlone(model, rows, Direction.Backward);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Probabilities_change_no_label(InstructionSet instructionSet)
    {
        foreach (var model in VariantSample.All.SelectMany(variant => VariantSample.Models(variant, instructionSet)))
        {
            foreach (var words in VariantSample.Sentences(model.Shape))
            {
                Assert.Equal(ForwardRun.Of(model, words).Labels, ModelSample.Labels(new Tagger(model), words));
            }
        }
    }

    /// <summary>A sample in which it did not matter which network it is would prove little.</summary>
    [Fact]
    public void Variants_of_the_sample_differ()
    {
        var labels = VariantSample.All.Select(variant =>
        {
            var shape = new ElmanShape(12, 9, 20, 4, 3, variant);
            var network = new ReferenceNetwork(VariantSample.Parameters(shape, seed: 1));
            return string.Join(' ', network.Run(RandomModel.Sentence(shape, 40, seed: 1)).Labels);
        });
        Assert.Equal(VariantSample.All.Count, labels.Distinct().Count());
    }

    [Theory, EveryInstructionSet]
    public void A_Jordan_network_starts_from_its_learned_probabilities(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(6, 4, 10, 3, 3, new NetworkVariant(NetworkKind.Jordan));
        var parameters = RandomModel.Parameters(shape, seed: 3, range: 1f);

        // No probabilities, which a softmax would have made of them.
        float[] state = [5, -3, 0, 0.5f];
        state.CopyTo(parameters.InitialState);
        AssertLikeDouble(parameters, [.. ModelSample.WithTableAndWithout(parameters, instructionSet)]);

        var h = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), [2]).Hidden;
        parameters.InitialState[1] += 1;
        var moved = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), [2]).Hidden;
        for (var unit = 0; unit < shape.HiddenSize; unit++)
        {
            var weight = parameters.RecurrentWeights[shape.HiddenSize + unit];
            Assert.Equal(weight, Logit(moved[unit]) - Logit(h[unit]), 1e-4);
        }
    }

    [Theory, EveryInstructionSet]
    public void Non_finite_parameters_give_valid_labels(InstructionSet instructionSet)
    {
        float[] nonFinite = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue];
        foreach (var variant in VariantSample.All)
        {
            var shape = new ElmanShape(9, 5, 20, 4, 3, variant);
            foreach (var tensor in shape.Tensors)
            {
                foreach (var value in nonFinite)
                {
                    var parameters = VariantSample.Parameters(shape, seed: 2);
                    parameters[tensor][0] = value;
                    foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
                    {
                        AssertLabelsExist(model);
                    }
                }
            }
        }
    }

    private static void AssertRowsAlone(CompiledModel model, int rows, Direction direction)
    {
        var (shape, stride) = (model.Shape, model.Network.Forward.Stride);
        var step = TimeStep.Create(model.Network, model.InstructionSet);
        var workspace = StepWorkspace.ForLockstep(model.Network, rows);
        int[] windows = [.. RandomModel.Sentence(shape, rows * shape.WindowSize, seed: rows).Select(shape.RowOf)];
        int[] newest = [.. windows.Chunk(shape.WindowSize).Select(window => window[^1])];
        var previous = new float[rows * stride];
        for (var row = 0; row < rows; row++)
        {
            RandomFloats.Uniform(new Random(row), shape.RecurrentSize, range: 1f).CopyTo(previous, row * stride);
        }

        var (states, labels, probabilities) = Run(previous, windows, newest);
        for (var row = 0; row < rows; row++)
        {
            var alone = Run(
                previous.AsSpan(row * stride, stride),
                windows.AsSpan(row * shape.WindowSize, shape.WindowSize),
                newest.AsSpan(row, 1));
            var what = $"{shape} {direction}, row {row} of {rows}";
            Bits.AssertEqual(alone.States, states.AsSpan(row * stride, stride), what);
            Bits.AssertEqual(
                alone.Probabilities, probabilities.AsSpan(row * shape.LabelCount, shape.LabelCount), what);
            Assert.Equal(alone.Labels[0], labels[row]);
        }

        (float[] States, int[] Labels, float[] Probabilities) Run(
            ReadOnlySpan<float> before, ReadOnlySpan<int> words, ReadOnlySpan<int> last)
        {
            var after = new float[last.Length * stride];
            var (best, all) = (new int[last.Length], new float[last.Length * shape.LabelCount]);
            step.Begin(words, before, after, direction, workspace);
            step.Finish(last, after, workspace);
            step.Label(after, best, new LabelProbabilities(all, shape.LabelCount), workspace);
            return (after, best, all);
        }
    }

    private static void AssertLikeDouble(ElmanParameters parameters, CompiledModel[] models)
    {
        var network = new ReferenceNetwork(parameters);
        foreach (var words in VariantSample.Sentences(parameters.Shape))
        {
            var expected = network.Run(words);
            foreach (var model in models)
            {
                var table = model.Diagnostics.UsesProjectedEmbeddings;
                var what = $"{model.InstructionSet} {model.Shape}, table {table}, {words.Length} words";
                AssertNear(expected, ForwardRun.Of(model, words), what);
            }
        }
    }

    private static void AssertNear(ReferenceForward expected, ForwardRun run, string what)
    {
        var largest = expected.Hidden.SelectMany(h => h).Select(Math.Abs).Append(1).Max();
        Near.Equal(expected.Hidden, run.Hidden, HiddenTolerance * largest, $"{what}: hidden");
        Near.Equal(expected.Probabilities, run.Probabilities, ProbabilityTolerance, $"{what}: probabilities");
        for (var t = 0; t < run.Labels.Length; t++)
        {
            // Where two labels are closer than rounding, either may win; nothing else may.
            var (label, p) = (run.Labels[t], expected.Probabilities[t]);
            Assert.True(p.Max() - p[label] <= 2 * ProbabilityTolerance, $"{what}: word {t} has label {label}");
        }
    }

    private static void AssertLabelsExist(CompiledModel model)
    {
        var tagger = new Tagger(model);
        var words = RandomModel.Sentence(model.Shape, 35, seed: 2, withPadding: true);
        var labels = ModelSample.Labels(tagger, words);
        Assert.All(labels, label => Assert.InRange(label, 0, model.Shape.LabelCount - 1));
        Assert.Equal(labels, ModelSample.Labels(tagger, words));
        Assert.Equal(labels, ForwardRun.Of(model, words).Labels);
    }

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));
}
