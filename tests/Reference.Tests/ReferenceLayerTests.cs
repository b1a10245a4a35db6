namespace FastElman.Reference.Tests;

public class ReferenceLayerTests
{
    [Fact]
    public void Words_outside_of_the_sentence_are_padding() => Assert.Equal(
        [[5, 2, 5], [2, 5, 4], [5, 4, 5]],
        SmallNetwork.Create(SmallNetwork.Shape(), seed: 1).Run([2, -1, 4]).ForwardLayer.Windows);

    [Fact]
    public void An_Elman_network_of_one_word_is_what_a_calculator_gives()
    {
        var shape = new ElmanShape(hiddenSize: 1, labelCount: 2, vocabularySize: 1, embeddingSize: 1, windowSize: 1);
        var network = new ReferenceNetwork(shape, [[0.5, 9], [2.0], [3.0], [1.0, -1.0], [0.25], [0.0, 0.5], [0.1]]);

        var forward = network.Run([0]);

        var hidden = 1 / (1 + Math.Exp(-((0.5 * 2) + (0.1 * 3) + 0.25)));
        var first = 1 / (1 + Math.Exp(-hidden + 0.5 - hidden));
        Assert.Equal(hidden, forward.Hidden[0][0], 1e-15);
        Assert.Equal(first, forward.Probabilities[0][0], 1e-15);
        Assert.Equal(-Math.Log(first), ReferenceLoss.Of(forward.Chain, [0]), 1e-15);
        Assert.Equal([0], forward.Labels);
    }

    [Fact]
    public void A_Jordan_network_of_two_words_is_what_a_calculator_gives()
    {
        var shape = new ElmanShape(
            hiddenSize: 1,
            labelCount: 2,
            vocabularySize: 2,
            embeddingSize: 1,
            windowSize: 1,
            new NetworkVariant(NetworkKind.Jordan, HiddenActivation.Tanh));
        var network = new ReferenceNetwork(
            shape, [[0.5, -1, 9], [2.0], [3.0, -0.5], [1.0, -1.0], [0.25], [0.0, 0.5], [0.1, 2.0]]);

        var forward = network.Run([0, 1]);

        // h_0 = tanh(0.5·2 + (0.1·3 − 2·0.5) + 0.25): the initial state is used as it is, without a softmax.
        // p_0 = softmax(h_0, 0.5 − h_0).
        var firstHidden = Math.Tanh(0.55);
        var firstProbability = 1 / (1 + Math.Exp(0.5 - (2 * firstHidden)));
        var secondHidden = Math.Tanh(-2 + ((firstProbability * 3) - ((1 - firstProbability) * 0.5)) + 0.25);
        var secondProbability = 1 / (1 + Math.Exp(0.5 - (2 * secondHidden)));
        Assert.Equal(firstHidden, forward.Hidden[0][0], 1e-15);
        Assert.Equal(firstProbability, forward.Probabilities[0][0], 1e-15);
        Assert.Equal(secondHidden, forward.Hidden[1][0], 1e-15);
        Assert.Equal(secondProbability, forward.Probabilities[1][0], 1e-15);
        var loss = -(Math.Log(firstProbability) + Math.Log(1 - secondProbability)) / 2;
        Assert.Equal(loss, ReferenceLoss.Of(forward.Chain, [0, 1]), 1e-15);
    }

    /// <summary>Without output weights the probabilities carry nothing of the initial state to the next word.</summary>
    [Fact]
    public void A_Jordan_initial_state_enters_at_the_first_word_only()
    {
        var network = SmallNetwork.Create(SmallNetwork.Shape(NetworkKind.Jordan), seed: 2);
        Array.Clear(network[ElmanTensor.OutputWeights]);
        int[] words = [0, 1, 1, 3];
        var before = network.Run(words).Hidden;

        network[ElmanTensor.InitialState][1] += 5;

        var after = network.Run(words);
        Assert.NotEqual(before[0], after.Hidden[0]);
        Assert.Equal(before[1..], after.Hidden[1..]);
        Assert.Equal(network[ElmanTensor.InitialState], after.ForwardLayer.States[0]);
    }

    /// <summary>With transitions too, where the probabilities of the labels are others.</summary>
    [Fact]
    public void The_state_of_a_Jordan_network_is_the_softmax_of_its_logits()
    {
        var shape = SmallNetwork.Shape(NetworkKind.Jordan, HiddenActivation.Relu, hasTransitions: true);

        var forward = SmallNetwork.Create(shape, seed: 3).Run([0, 1, 1]);

        Assert.Equal(forward.Logits.Select(ReferenceSoftmax.Of), forward.ForwardLayer.States[1..]);
        Assert.NotEqual(forward.Probabilities, forward.ForwardLayer.States[1..]);
    }

    [Fact]
    public void The_state_of_an_Elman_network_is_its_hidden_layer()
    {
        var shape = SmallNetwork.Shape(NetworkKind.Elman, HiddenActivation.Tanh);

        var forward = SmallNetwork.Create(shape, seed: 4).Run([0, 1, 1]);

        Assert.Equal(forward.Hidden, forward.ForwardLayer.States[1..]);
    }
}
