using FastElman.Fixtures;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Network;

/// <summary>The hidden layer of every kind and activation, and what comes of it, against the network in double.</summary>
public sealed class TimeStepTests
{
    /// <summary>Rounding of a hidden unit, of those without bounds relative to the largest; measured below 9e-7.</summary>
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
    public void Every_kind_with_every_activation_is_what_it_is_in_double_in_every_instruction_set(NetworkKind kind, HiddenActivation activation)
    {
        foreach (var (shape, seed) in VariantSample.Shapes(new NetworkVariant(kind, activation)).Select((shape, seed) => (shape, seed)))
        {
            var parameters = VariantSample.Parameters(shape, seed);
            AssertLikeDouble(parameters, [.. SimdInfo.Supported.SelectMany(instructionSet => ModelSample.WithTableAndWithout(parameters, instructionSet))]);
        }
    }

    [Theory, EveryInstructionSet]
    public void Labels_do_not_depend_on_whether_probabilities_are_asked_for(InstructionSet instructionSet)
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
    public void The_variants_of_the_sample_give_different_labels()
    {
        var labels = VariantSample.All.Select(variant =>
        {
            var shape = new ElmanShape(12, 9, 20, 4, 3, variant);
            return string.Join(' ', new NaiveNetwork(VariantSample.Parameters(shape, seed: 1)).Run(RandomModel.Sentence(shape, 40, seed: 1)).Labels);
        });
        Assert.Equal(VariantSample.All.Count, labels.Distinct().Count());
    }

    [Theory, EveryInstructionSet]
    public void A_jordan_network_begins_with_its_learned_probabilities_as_they_are(InstructionSet instructionSet)
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
            Assert.Equal(parameters.RecurrentWeights[shape.HiddenSize + unit], Logit(moved[unit]) - Logit(h[unit]), 1e-4);
        }
    }

    [Theory, EveryInstructionSet]
    public void Parameters_that_are_not_finite_give_labels_that_there_are_and_always_the_same(InstructionSet instructionSet)
    {
        foreach (var variant in VariantSample.All)
        {
            var shape = new ElmanShape(9, 5, 20, 4, 3, variant);
            foreach (var tensor in shape.Tensors)
            {
                foreach (var value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue])
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

    private static void AssertLikeDouble(ElmanParameters parameters, ElmanModel[] models)
    {
        var naive = new NaiveNetwork(parameters);
        foreach (var words in VariantSample.Sentences(parameters.Shape))
        {
            var expected = naive.Run(words);
            foreach (var model in models)
            {
                AssertNear(expected, ForwardRun.Of(model, words), $"{model.InstructionSet} {model.Shape}, table {model.HasProjection}, {words.Length} words");
            }
        }
    }

    private static void AssertNear((double[] Hidden, double[] Probabilities, int[] Labels) expected, ForwardRun run, string what)
    {
        var largest = expected.Hidden.Select(Math.Abs).Append(1).Max();
        Near.Equal(expected.Hidden, Doubles(run.Hidden), HiddenTolerance * largest, $"{what}: hidden");
        Near.Equal(expected.Probabilities, Doubles(run.Probabilities), ProbabilityTolerance, $"{what}: probabilities");
        for (var t = 0; t < run.Labels.Length; t++)
        {
            // Where two labels are closer than rounding, either may win; nothing else may.
            var row = t * (run.Probabilities.Length / run.Labels.Length);
            var lost = expected.Probabilities[row + expected.Labels[t]] - expected.Probabilities[row + run.Labels[t]];
            Assert.True(lost <= 2 * ProbabilityTolerance, $"{what}: word {t} has label {run.Labels[t]} instead of {expected.Labels[t]}");
        }
    }

    private static void AssertLabelsExist(ElmanModel model)
    {
        var tagger = new Tagger(model);
        var words = RandomModel.Sentence(model.Shape, 35, seed: 2, withPadding: true);
        var labels = ModelSample.Labels(tagger, words);
        Assert.All(labels, label => Assert.InRange(label, 0, model.Shape.LabelCount - 1));
        Assert.Equal(labels, ModelSample.Labels(tagger, words));
        Assert.Equal(labels, ForwardRun.Of(model, words).Labels);
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));
}
