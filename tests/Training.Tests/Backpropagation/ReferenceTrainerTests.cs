using CsCheck;
using FastElman.Fixtures;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class ReferenceTrainerTests
{
    private static readonly ElmanShape Shape = new(hiddenSize: 4, labelCount: 3, vocabularySize: 5, embeddingSize: 3, windowSize: 3);

    /// <summary>Sentences with repeated words and with padding among them.</summary>
    private static readonly Gen<(int[] Words, int[] Labels)> Sentence =
        Gen.Select(Gen.Int[-1, 5], Gen.Int[0, 2]).Array[1, 6].Select(pairs => (pairs.Select(pair => pair.Item1).ToArray(), pairs.Select(pair => pair.Item2).ToArray()));

    [Fact]
    public void Gradients_are_what_finite_differences_say() => Gen.Select(Gen.ULong, Sentence).Sample(
        (seed, sentence) =>
        {
            var trainer = NetworkVariants.Trainer(Shape, seed, labelSmoothing: seed % 3 * 0.2);
            Near.EqualTensors(FiniteDifferences.Of(trainer, sentence.Words, sentence.Labels), trainer.Gradients(sentence.Words, sentence.Labels), _ => 1e-8);
        },
        iter: 50);

    [Fact]
    public void One_word_and_one_unit_give_what_a_pocket_calculator_gives()
    {
        var shape = new ElmanShape(hiddenSize: 1, labelCount: 2, vocabularySize: 1, embeddingSize: 1, windowSize: 1);
        var trainer = new ReferenceTrainer(shape, [[0.5, 9], [2.0], [3.0], [1.0, -1.0], [0.25], [0.0, 0.5], [0.1]]);

        var forward = trainer.Forward([0]);

        var hidden = 1 / (1 + Math.Exp(-((0.5 * 2) + (0.1 * 3) + 0.25)));
        var first = 1 / (1 + Math.Exp(-hidden + 0.5 - hidden));
        Assert.Equal(hidden, forward.Hidden[0][0], 1e-15);
        Assert.Equal(first, forward.Probabilities[0][0], 1e-15);
        Assert.Equal(-Math.Log(first), forward.Loss([0]), 1e-15);
        Assert.Equal([0], forward.Predictions());
    }

    [Theory]
    [MemberData(nameof(NetworkVariants.All), MemberType = typeof(NetworkVariants))]
    public void A_step_lowers_the_loss_and_leaves_every_embedding_with_length_1(NetworkKind kind, HiddenActivation activation, LabelDecoding decoding)
    {
        var trainer = NetworkVariants.Trainer(NetworkVariants.Shape(kind, activation, decoding), seed: 2);
        trainer.NormalizeEmbeddings();
        int[] words = [0, 1, 1, 3];
        int[] labels = [0, 2, 1, 0];

        var before = trainer.Train(words, labels, 0.01);

        Assert.True(trainer.Loss(words, labels) < before);
        Assert.All(trainer[ElmanTensor.Embeddings].Chunk(trainer.Shape.EmbeddingSize), row => Assert.Equal(1, row.Sum(value => value * value), 1e-14));
    }

    [Theory]
    [MemberData(nameof(NetworkVariants.All), MemberType = typeof(NetworkVariants))]
    public void A_step_is_the_gradients_times_the_learning_rate(NetworkKind kind, HiddenActivation activation, LabelDecoding decoding)
    {
        var shape = NetworkVariants.Shape(kind, activation, decoding);
        var (before, trainer) = (NetworkVariants.Trainer(shape, seed: 3), NetworkVariants.Trainer(shape, seed: 3, labelSmoothing: 0.1));
        var gradients = trainer.Gradients([0, 1, 1], [0, 2, 1]);

        trainer.Descend([0, 1, 1], [0, 2, 1], 0.25);

        Assert.All(trainer.Shape.Tensors, tensor => Assert.Equal(before[tensor].Zip(gradients[(int)tensor], (value, by) => value - (0.25 * by)), trainer[tensor]));
    }

    [Fact]
    public void A_learning_rate_of_zero_only_normalises()
    {
        var trainer = NetworkVariants.Trainer(Shape, seed: 3);
        var other = NetworkVariants.Trainer(Shape, seed: 3);

        trainer.Train([0, 1], [0, 1], learningRate: 0);
        other.NormalizeEmbeddings();

        Assert.All(TensorNames.All, tensor => Assert.Equal(other[tensor], trainer[tensor]));
    }

    [Fact]
    public void A_row_of_zeros_stays_zero()
    {
        var trainer = new ReferenceTrainer(new ElmanParameters(Shape));

        trainer.NormalizeEmbeddings();

        Assert.All(trainer[ElmanTensor.Embeddings], value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(NetworkVariants.All), MemberType = typeof(NetworkVariants))]
    public void Parameters_go_in_and_come_out_the_same(NetworkKind kind, HiddenActivation activation, LabelDecoding decoding)
    {
        var parameters = RandomModel.Parameters(NetworkVariants.Shape(kind, activation, decoding), seed: 4);

        var trainer = new ReferenceTrainer(parameters);
        var copy = trainer.ToParameters();
        trainer.NormalizeEmbeddings();

        Bits.AssertEqual(parameters, copy);
    }

    [Fact]
    public void What_is_not_a_labelled_sentence_is_refused()
    {
        var trainer = NetworkVariants.Trainer(Shape, seed: 5);

        Assert.Throws<ArgumentException>(() => trainer.Loss([], []));
        Assert.Throws<ArgumentException>(() => trainer.Loss([1], [1, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Loss([6], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Loss([-2], [0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Gradients([1], [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Gradients([1], [-1]));
    }
}
