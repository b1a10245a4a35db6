using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class ReferenceForwardTests
{
    private static readonly HiddenActivation[] Activations = Enum.GetValues<HiddenActivation>();

    [Fact]
    public void A_bidirectional_network_is_two_Elman_networks_one_of_which_reads_from_the_end()
    {
        int[] words = [0, 3, 3, -1, 2];
        foreach (var activation in Activations)
        {
            var trainer = Bidirectional(activation, LabelDecoding.ArgMax, seed: 1);
            var fromTheFirst = Elman(trainer, HiddenLayerTensors.Forward, firstOutputRow: 0).Forward(words);
            var fromTheLast = Elman(trainer, HiddenLayerTensors.Backward, firstOutputRow: trainer.Shape.HiddenSize).Forward([.. Enumerable.Reverse(words)]);

            var forward = trainer.Forward(words);

            for (var t = 0; t < words.Length; t++)
            {
                var last = words.Length - 1 - t;
                Assert.Equal([.. fromTheFirst.Hidden[t], .. fromTheLast.Hidden[last]], forward.Hidden[t]);
                double[] logits = [.. trainer[ElmanTensor.OutputBias].Select((bias, label) => fromTheFirst.Logits[t][label] + fromTheLast.Logits[last][label] - bias)];
                Near.Equal(logits, forward.Logits[t], 1e-14, "logits");
            }
        }
    }

    [Theory]
    [InlineData(LabelDecoding.ArgMax)]
    [InlineData(LabelDecoding.TransitionScores)]
    public void Where_both_ways_are_the_same_a_palindrome_is_read_the_same_from_both_ends(LabelDecoding decoding)
    {
        int[] words = [0, 3, 1, 3, 0];
        int[] labels = [1, 2, 0, 2, 1];
        foreach (var activation in Activations)
        {
            var trainer = Symmetric(activation, decoding);

            var (forward, gradients) = (trainer.Forward(words), trainer.Gradients(words, labels));

            for (var t = 0; t < words.Length; t++)
            {
                Near.Equal(forward.Probabilities[^(t + 1)], forward.Probabilities[t], 1e-14, "probabilities");
            }

            foreach (var (one, other) in Pairs)
            {
                Near.Equal(gradients[(int)one], gradients[(int)other], 1e-14, other.FileName());
            }

            var output = gradients[(int)ElmanTensor.OutputWeights];
            Near.Equal(output[..(output.Length / 2)], output[(output.Length / 2)..], 1e-14, "w");
        }
    }

    /// <summary>The windows are mirrored with the words: the later word comes first.</summary>
    [Fact]
    public void Where_both_ways_are_the_same_a_reversed_sentence_has_the_reversed_probabilities()
    {
        var trainer = Symmetric(HiddenActivation.Sigmoid, LabelDecoding.ArgMax);

        var (there, back) = (trainer.Forward([0, 3, 1, 2]), trainer.Forward([2, 1, 3, 0]));

        for (var t = 0; t < 4; t++)
        {
            Near.Equal(there.Probabilities[t], back.Probabilities[3 - t], 1e-14, "probabilities");
        }

        Assert.NotEqual(there.Probabilities[0], there.Probabilities[3]);
    }

    [Fact]
    public void Of_equal_probabilities_the_first_label_is_predicted()
    {
        foreach (var decoding in new[] { LabelDecoding.ArgMax, LabelDecoding.TransitionScores })
        {
            var shape = NetworkVariants.Shape(NetworkKind.Elman, HiddenActivation.Sigmoid, decoding);
            Assert.Equal([0, 0], new ReferenceTrainer(new ElmanParameters(shape)).Forward([1, 2]).Predictions());
        }
    }

    [Fact]
    public void Constraints_of_the_labels_names_change_nothing_here()
    {
        int[] words = [0, 3, 1];
        int[] labels = [2, 0, 1];
        foreach (var decoding in new[] { LabelDecoding.ArgMax, LabelDecoding.TransitionScores })
        {
            var free = NetworkVariants.Trainer(NetworkVariants.Shape(NetworkKind.Jordan, HiddenActivation.Tanh, decoding), seed: 2);
            var constrained = NetworkVariants.Trainer(NetworkVariants.Shape(NetworkKind.Jordan, HiddenActivation.Tanh, decoding | LabelDecoding.IobConstraints), seed: 2);

            Assert.Equal(free.Loss(words, labels), constrained.Loss(words, labels));
            Assert.Equal(free.Gradients(words, labels), constrained.Gradients(words, labels));
        }
    }

    private static (ElmanTensor One, ElmanTensor Other)[] Pairs =>
    [
        (ElmanTensor.InputWeights, ElmanTensor.BackwardInputWeights),
        (ElmanTensor.RecurrentWeights, ElmanTensor.BackwardRecurrentWeights),
        (ElmanTensor.HiddenBias, ElmanTensor.BackwardHiddenBias),
        (ElmanTensor.InitialState, ElmanTensor.BackwardInitialState),
    ];

    private static ReferenceTrainer Bidirectional(HiddenActivation activation, LabelDecoding decoding, ulong seed) =>
        NetworkVariants.Trainer(NetworkVariants.Shape(NetworkKind.Bidirectional, activation, decoding), seed);

    /// <summary>The Elman network that one layer of a bidirectional one would be by itself.</summary>
    private static ReferenceTrainer Elman(ReferenceTrainer trainer, HiddenLayerTensors tensors, int firstOutputRow)
    {
        var shape = NetworkVariants.Shape(NetworkKind.Elman, trainer.Shape.Variant.Activation, LabelDecoding.ArgMax);
        return new ReferenceTrainer(
            shape,
            [
                trainer[ElmanTensor.Embeddings],
                trainer[tensors.InputWeights],
                trainer[tensors.RecurrentWeights],
                trainer[ElmanTensor.OutputWeights].AsSpan(firstOutputRow * shape.LabelCount, shape.HiddenSize * shape.LabelCount).ToArray(),
                trainer[tensors.Bias],
                trainer[ElmanTensor.OutputBias],
                trainer[tensors.InitialState],
            ]);
    }

    /// <summary>Both layers have the same parameters; transitions cost the same there and back, and no label is better than another to begin with.</summary>
    private static ReferenceTrainer Symmetric(HiddenActivation activation, LabelDecoding decoding)
    {
        var trainer = Bidirectional(activation, decoding, seed: 3);
        foreach (var (one, other) in Pairs)
        {
            trainer[one].CopyTo(trainer[other], 0);
        }

        var output = trainer[ElmanTensor.OutputWeights];
        output.AsSpan(0, output.Length / 2).CopyTo(output.AsSpan(output.Length / 2));
        if (decoding == LabelDecoding.TransitionScores)
        {
            ((double[])[0.3, -1, 0.5, -1, 0.2, 0.7, 0.5, 0.7, -0.4, 0, 0, 0]).CopyTo(trainer[ElmanTensor.Transitions], 0);
        }

        return trainer;
    }
}
