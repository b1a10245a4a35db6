using FastElman.Kernels;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class ReferenceLayerTests
{
    [Fact]
    public void A_word_outside_the_sentence_is_the_padding_word()
    {
        var shape = NetworkVariants.Shape(NetworkKind.Elman, HiddenActivation.Sigmoid, LabelDecoding.ArgMax);

        var rows = NetworkVariants.Trainer(shape, seed: 1).Forward([2, -1, 4]).FromTheFirst.Rows;

        Assert.Equal([[5, 2, 5], [2, 5, 4], [5, 4, 5]], rows);
    }

    [Fact]
    public void A_Jordan_network_of_two_words_gives_what_a_pocket_calculator_gives()
    {
        var shape = new ElmanShape(
            hiddenSize: 1, labelCount: 2, vocabularySize: 2, embeddingSize: 1, windowSize: 1, new NetworkVariant(NetworkKind.Jordan, HiddenActivation.Tanh));
        var trainer = new ReferenceTrainer(shape, [[0.5, -1, 9], [2.0], [3.0, -0.5], [1.0, -1.0], [0.25], [0.0, 0.5], [0.1, 2.0]]);

        var forward = trainer.Forward([0, 1]);

        // h_0 = tanh(0.5·2 + (0.1·3 − 2·0.5) + 0.25): the state before the first word is taken as it is. p_0 = softmax(h_0, 0.5 − h_0).
        var firstHidden = Math.Tanh(0.55);
        var firstProbability = 1 / (1 + Math.Exp(0.5 - (2 * firstHidden)));
        var secondHidden = Math.Tanh(-2 + ((firstProbability * 3) - ((1 - firstProbability) * 0.5)) + 0.25);
        var secondProbability = 1 / (1 + Math.Exp(0.5 - (2 * secondHidden)));
        Assert.Equal(firstHidden, forward.Hidden[0][0], 1e-15);
        Assert.Equal(firstProbability, forward.Probabilities[0][0], 1e-15);
        Assert.Equal(secondHidden, forward.Hidden[1][0], 1e-15);
        Assert.Equal(secondProbability, forward.Probabilities[1][0], 1e-15);
        Assert.Equal(-(Math.Log(firstProbability) + Math.Log(1 - secondProbability)) / 2, forward.Loss([0, 1]), 1e-15);
    }

    /// <summary>The probabilities are made to depend on nothing, so that they tell nothing of the state before the first word to the next.</summary>
    [Fact]
    public void The_state_before_the_first_word_of_a_Jordan_network_enters_at_the_first_word_only()
    {
        var trainer = NetworkVariants.Trainer(NetworkVariants.Shape(NetworkKind.Jordan, HiddenActivation.Sigmoid, LabelDecoding.ArgMax), seed: 2);
        Array.Clear(trainer[ElmanTensor.OutputWeights]);
        int[] words = [0, 1, 1, 3];
        var before = trainer.Forward(words).Hidden;

        trainer[ElmanTensor.InitialState][1] += 5;

        var after = trainer.Forward(words);
        Assert.NotEqual(before[0], after.Hidden[0]);
        Assert.Equal(before[1..], after.Hidden[1..]);
        Assert.Equal(trainer[ElmanTensor.InitialState], after.FromTheFirst.States[0]);
        Assert.All(after.FromTheFirst.States[1..], state => Assert.Equal(ReferenceSoftmax.Of(trainer[ElmanTensor.OutputBias]), state));
    }

    /// <summary>Also where the probabilities that are given out are those of whole sequences.</summary>
    [Fact]
    public void What_a_word_of_a_Jordan_network_hands_on_is_the_softmax_of_its_logits()
    {
        var trainer = NetworkVariants.Trainer(NetworkVariants.Shape(NetworkKind.Jordan, HiddenActivation.Relu, LabelDecoding.TransitionScores), seed: 3);

        var forward = trainer.Forward([0, 1, 1]);

        Assert.Equal(forward.Logits.Select(ReferenceSoftmax.Of), forward.FromTheFirst.States[1..]);
        Assert.NotEqual(forward.Probabilities, forward.FromTheFirst.States[1..]);
    }

    [Fact]
    public void What_a_word_of_an_Elman_network_hands_on_is_its_hidden_layer()
    {
        var forward = NetworkVariants.Trainer(NetworkVariants.Shape(NetworkKind.Elman, HiddenActivation.Tanh, LabelDecoding.ArgMax), seed: 4).Forward([0, 1, 1]);

        Assert.Equal(forward.Hidden, forward.FromTheFirst.States[1..]);
    }
}
