using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Network;
using FastElman.Reference;
using FastElman.Tests.Simd;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Network;

/// <summary>
/// Networks that read a sentence from both ends. <see cref="TimeStepTests"/> compares their results to the equations.
/// </summary>
public sealed class WholeSentencePassTests
{
    private const int UsualLength = SequenceWorkspace.UsualLength;

    private static readonly ElmanShape Shape = new(9, 5, 20, 4, 3, new NetworkVariant(NetworkKind.Bidirectional));

    /// <summary>
    /// With two equal layers, the reversed sentence gives the same states, with the layers exchanged.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void The_backward_layer_is_a_forward_layer_over_the_reversed_sentence(InstructionSet instructionSet)
    {
        var parameters = VariantSample.Parameters(Shape, seed: 1);
        parameters.InputWeights.CopyTo(parameters[ElmanTensor.BackwardInputWeights]);
        parameters.RecurrentWeights.CopyTo(parameters[ElmanTensor.BackwardRecurrentWeights]);
        parameters.HiddenBias.CopyTo(parameters[ElmanTensor.BackwardHiddenBias]);
        parameters.InitialState.CopyTo(parameters[ElmanTensor.BackwardInitialState]);
        foreach (var model in ModelSample.WithTableAndWithout(parameters, instructionSet))
        {
            for (var length = 0; length <= 70; length++)
            {
                var words = RandomModel.Sentence(Shape, length, seed: length, withPadding: true);
                var one = ForwardRun.Of(model, words).Hidden;
                var other = ForwardRun.Of(model, [.. words.Reverse()]).Hidden;
                for (var t = 0; t < length; t++)
                {
                    Bits.AssertEqual(Half(one, t, 0), Half(other, length - 1 - t, 1), $"word {t} of {length}");
                    Bits.AssertEqual(Half(one, t, 1), Half(other, length - 1 - t, 0), $"word {t} of {length}");
                }
            }
        }
    }

    /// <summary>The forward layer is that of the Elman network without the other, to the bit.</summary>
    [Theory, EveryInstructionSet]
    public void The_forward_layer_is_that_of_an_Elman_network(InstructionSet instructionSet)
    {
        var parameters = VariantSample.Parameters(Shape, seed: 2);
        var elman = new ElmanParameters(new ElmanShape(9, 5, 20, 4, 3));
        foreach (var tensor in TensorNames.Tutorial.Where(tensor => tensor != ElmanTensor.OutputWeights))
        {
            parameters[tensor].CopyTo(elman[tensor]);
        }

        var words = RandomModel.Sentence(Shape, 70, seed: 2);
        var both = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words).Hidden;
        var forward = ForwardRun.Of(ForwardRun.Model(elman, instructionSet), words).Hidden;
        for (var t = 0; t < words.Length; t++)
        {
            Bits.AssertEqual(forward.AsSpan(t * 9, 9), Half(both, t, 0), $"word {t}");
        }
    }

    [Theory, EveryInstructionSet]
    public void The_first_label_depends_on_the_last_word(InstructionSet instructionSet)
    {
        var model = ForwardRun.Model(VariantSample.Parameters(Shape, seed: 3), instructionSet);
        Assert.NotEqual(
            ForwardRun.Of(model, [1, 2, 3, 4, 5]).Probabilities[..Shape.LabelCount],
            ForwardRun.Of(model, [1, 2, 3, 4, 6]).Probabilities[..Shape.LabelCount]);
    }

    [Theory, EveryInstructionSet]
    public void Earlier_runs_change_no_bit(InstructionSet instructionSet)
    {
        var model = ForwardRun.Model(VariantSample.Parameters(Shape, seed: 4), instructionSet);
        var tagger = new Tagger(model);
        var words = RandomModel.Sentence(Shape, 45, seed: 4);
        var expected = ForwardRun.Of(model, words);
        foreach (var length in (int[])[0, 100, 3, 45, 300, 1])
        {
            var sentence = RandomModel.Sentence(Shape, length, seed: length);
            tagger.Tag(sentence, new int[length], new float[length * Shape.LabelCount]);
            var probabilities = new float[expected.Probabilities.Length];
            var labels = new int[words.Length];
            tagger.Tag(words, labels, probabilities);
            Assert.Equal(expected.Labels, labels);
            Bits.AssertEqual(expected.Probabilities, probabilities, $"after {length} words");
        }
    }

    [Theory, EveryInstructionSet]
    public void A_very_long_sentence_equals_double_precision(InstructionSet instructionSet)
    {
        var parameters = VariantSample.Parameters(Shape, seed: 5);
        var words = RandomModel.Sentence(Shape, 5000, seed: 5, withPadding: true);
        var expected = new ReferenceNetwork(parameters).Run(words);
        var run = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words);
        Near.Equal(expected.Hidden, run.Hidden, TimeStepTests.HiddenTolerance, "hidden");
        Near.Equal(expected.Probabilities, run.Probabilities, TimeStepTests.ProbabilityTolerance, "probabilities");
    }

    /// <summary>The memory for up to 4096 words is kept; a longer sentence allocates anew each time.</summary>
    [Theory, EveryInstructionSet]
    public void Memory_for_a_very_long_sentence_is_not_kept(InstructionSet instructionSet)
    {
        var tagger = new Tagger(ForwardRun.Model(VariantSample.Parameters(Shape, seed: 6), instructionSet));
        var network = tagger.Model.Network;
        var bytesOfAWord = sizeof(float) * (network.OutputStride + network.OutputWeights.PaddedColumns);
        foreach (var length in (int[])[UsualLength, UsualLength + 1, 5000])
        {
            var isKept = length <= UsualLength;
            var words = RandomModel.Sentence(Shape, length, seed: 6);
            var labels = new int[length];
            tagger.Tag(words, labels);
            var before = GC.GetAllocatedBytesForCurrentThread();
            tagger.Tag(words, labels);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            // The runtime counts whole allocation contexts of 8 KiB, so a few of them are nothing that was taken here.
            Assert.True(
                isKept ? allocated < (long)bytesOfAWord * length / 4 : allocated > (long)bytesOfAWord * length,
                $"{length} words took {allocated} bytes again");
        }
    }

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    /// <summary>The states of a layer, the forward one (0) or the other (1).</summary>
    private static ReadOnlySpan<float> Half(float[] hidden, int word, int layer) =>
        hidden.AsSpan((word * Shape.OutputDepth) + (layer * Shape.HiddenSize), Shape.HiddenSize);
}
