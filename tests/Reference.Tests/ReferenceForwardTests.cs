using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

public class ReferenceForwardTests
{
    private static readonly HiddenActivation[] Activations = Enum.GetValues<HiddenActivation>();

    private static (ElmanTensor Forward, ElmanTensor Backward)[] Pairs =>
    [
        (ElmanTensor.InputWeights, ElmanTensor.BackwardInputWeights),
        (ElmanTensor.RecurrentWeights, ElmanTensor.BackwardRecurrentWeights),
        (ElmanTensor.HiddenBias, ElmanTensor.BackwardHiddenBias),
        (ElmanTensor.InitialState, ElmanTensor.BackwardInitialState),
    ];

    [Fact]
    public void A_bidirectional_network_is_two_Elman_networks()
    {
        int[] words = [0, 3, 3, -1, 2];
        foreach (var activation in Activations)
        {
            var network = SmallNetwork.Create(SmallNetwork.Shape(NetworkKind.Bidirectional, activation), seed: 1);
            var forward = Half(network, isBackward: false).Run(words);
            var backward = Half(network, isBackward: true).Run([.. Enumerable.Reverse(words)]);

            var both = network.Run(words);

            for (var t = 0; t < words.Length; t++)
            {
                var last = words.Length - 1 - t;
                Assert.Equal([.. forward.Hidden[t], .. backward.Hidden[last]], both.Hidden[t]);
                double[] logits =
                [
                    .. network[ElmanTensor.OutputBias]
                        .Select((bias, label) => forward.Logits[t][label] + backward.Logits[last][label] - bias),
                ];
                Near.Equal(logits, both.Logits[t], 1e-14, "logits");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_symmetric_network_reads_a_palindrome_alike_from_both_ends(bool hasTransitions)
    {
        int[] words = [0, 3, 1, 3, 0];
        int[] labels = [1, 2, 0, 2, 1];
        foreach (var activation in Activations)
        {
            var network = Symmetric(activation, hasTransitions);

            var forward = network.Run(words);
            var gradients = new ReferenceTrainer(network).Gradients(words, labels);

            for (var t = 0; t < words.Length; t++)
            {
                Near.Equal(forward.Probabilities[^(t + 1)], forward.Probabilities[t], 1e-14, "probabilities");
            }

            foreach (var (one, other) in Pairs)
            {
                Near.Equal(gradients[(int)one], gradients[(int)other], 1e-14, $"{other}");
            }

            var output = gradients[(int)ElmanTensor.OutputWeights];
            Near.Equal(output[..(output.Length / 2)], output[(output.Length / 2)..], 1e-14, "w");
        }
    }

    /// <summary>The window is mirrored too: the backward layer has the later word first.</summary>
    [Fact]
    public void A_symmetric_network_reverses_a_reversed_sentence()
    {
        var network = Symmetric(HiddenActivation.Sigmoid, hasTransitions: false);

        var (there, back) = (network.Run([0, 3, 1, 2]), network.Run([2, 1, 3, 0]));

        for (var t = 0; t < 4; t++)
        {
            Near.Equal(there.Probabilities[t], back.Probabilities[3 - t], 1e-14, "probabilities");
        }

        Assert.NotEqual(there.Probabilities[0], there.Probabilities[3]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_first_of_equally_likely_labels_is_found(bool hasTransitions)
    {
        var shape = SmallNetwork.Shape(hasTransitions: hasTransitions);

        Assert.Equal([0, 0], new ReferenceNetwork(new ElmanParameters(shape)).Run([1, 2]).Labels);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_sentence_without_words_has_no_labels(bool hasTransitions)
    {
        foreach (var kind in Enum.GetValues<NetworkKind>())
        {
            var shape = SmallNetwork.Shape(kind, hasTransitions: hasTransitions);
            var forward = SmallNetwork.Create(shape, seed: 1).Run([]);

            Assert.Empty(forward.Labels);
            Assert.Empty(forward.Probabilities);
            Assert.Equal(0, forward.Chain.LogPartition);
        }
    }

    [Fact]
    public void Parameters_go_in_and_come_out_the_same() => Assert.All(SmallNetwork.Variants, variant =>
    {
        var (kind, activation, hasTransitions) = variant.Data;
        var parameters = RandomModel.Parameters(SmallNetwork.Shape(kind, activation, hasTransitions), seed: 4);

        Bits.AssertEqual(parameters, new ReferenceNetwork(parameters).ToParameters());
    });

    /// <summary>The Elman network that one layer of a bidirectional network would be by itself.</summary>
    private static ReferenceNetwork Half(ReferenceNetwork network, bool isBackward)
    {
        double[] Of((ElmanTensor Forward, ElmanTensor Backward) pair) =>
            network[isBackward ? pair.Backward : pair.Forward];
        var output = network[ElmanTensor.OutputWeights];
        return new ReferenceNetwork(
            SmallNetwork.Shape(NetworkKind.Elman, network.Shape.Variant.Activation),
            [
                network[ElmanTensor.Embeddings],
                Of(Pairs[0]),
                Of(Pairs[1]),
                isBackward ? output[(output.Length / 2)..] : output[..(output.Length / 2)],
                Of(Pairs[2]),
                network[ElmanTensor.OutputBias],
                Of(Pairs[3]),
            ]);
    }

    /// <summary>Both layers have the same parameters; transitions score the same there and back.</summary>
    private static ReferenceNetwork Symmetric(HiddenActivation activation, bool hasTransitions)
    {
        var network = SmallNetwork.Create(
            SmallNetwork.Shape(NetworkKind.Bidirectional, activation, hasTransitions), seed: 3);
        foreach (var (one, other) in Pairs)
        {
            network[one].CopyTo(network[other], 0);
        }

        var output = network[ElmanTensor.OutputWeights];
        Array.Copy(output, 0, output, output.Length / 2, output.Length / 2);
        if (hasTransitions)
        {
            double[] symmetric = [0.3, -1, 0.5, -1, 0.2, 0.7, 0.5, 0.7, -0.4, 0, 0, 0];
            symmetric.CopyTo(network[ElmanTensor.Transitions], 0);
        }

        return network;
    }
}
