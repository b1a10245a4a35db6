using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

public class ReferenceTrainerTests
{
    private static readonly int[] Words = [0, 1, 1, 3];
    private static readonly int[] Labels = [0, 2, 1, 0];

    [Theory]
    [MemberData(nameof(SmallNetwork.Variants), MemberType = typeof(SmallNetwork))]
    public void A_step_lowers_the_loss_and_normalises(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions)
    {
        var network = SmallNetwork.Create(SmallNetwork.Shape(kind, activation, hasTransitions), seed: 2);
        var (embeddings, size) = (network[ElmanTensor.Embeddings], network.Shape.EmbeddingSize);
        ReferenceEmbeddings.Normalize(embeddings, size);
        var trainer = new ReferenceTrainer(network);

        var before = trainer.Train(Words, Labels, 0.01);

        Assert.True(trainer.Loss(Words, Labels) < before);
        Assert.All(embeddings.Chunk(size), row => Assert.Equal(1, row.Sum(value => value * value), 1e-14));
    }

    [Theory]
    [MemberData(nameof(SmallNetwork.Variants), MemberType = typeof(SmallNetwork))]
    public void A_step_is_the_learning_rate_times_the_gradient(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions)
    {
        var shape = SmallNetwork.Shape(kind, activation, hasTransitions);
        var before = SmallNetwork.Create(shape, seed: 3);
        var trainer = new ReferenceTrainer(SmallNetwork.Create(shape, seed: 3)) { LabelSmoothing = 0.1 };
        var gradients = trainer.Gradients(Words, Labels);

        trainer.Descend(Words, Labels, 0.25);

        Assert.All(shape.Tensors, tensor => Assert.Equal(
            before[tensor].Zip(gradients[(int)tensor], (value, by) => value - (0.25 * by)), trainer.Network[tensor]));
    }

    [Fact]
    public void The_smoothed_loss_is_minimised_and_the_plain_one_is_reported()
    {
        var shape = SmallNetwork.Shape(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: true);
        var plain = new ReferenceTrainer(SmallNetwork.Create(shape, seed: 1));
        var smoothed = new ReferenceTrainer(SmallNetwork.Create(shape, seed: 1)) { LabelSmoothing = 0.1 };

        Assert.Equal(plain.Loss(Words, Labels), smoothed.Loss(Words, Labels));
        Assert.NotEqual(plain.SmoothedLoss(Words, Labels), smoothed.SmoothedLoss(Words, Labels));
        Assert.Equal(plain.Loss(Words, Labels), smoothed.Train(Words, Labels, 0.1));
    }

    [Fact]
    public void A_learning_rate_of_0_only_normalises()
    {
        var trainer = new ReferenceTrainer(SmallNetwork.Create(SmallNetwork.Shape(), seed: 3));
        var other = SmallNetwork.Create(SmallNetwork.Shape(), seed: 3);

        trainer.Train(Words, Labels, learningRate: 0);
        ReferenceEmbeddings.Normalize(other[ElmanTensor.Embeddings], other.Shape.EmbeddingSize);

        Assert.All(other.Shape.Tensors, tensor => Assert.Equal(other[tensor], trainer.Network[tensor]));
    }

    [Fact]
    public void A_row_of_zeros_stays_zero()
    {
        double[] embeddings = [0, 0, 3, 4];

        ReferenceEmbeddings.Normalize(embeddings, embeddingSize: 2);

        Assert.Equal([0, 0, 0.6, 0.8], embeddings);
    }

    /// <summary>With corrected moments the first step is the learning rate in the direction of the gradient.</summary>
    [Fact]
    public void Adam_steps_are_what_a_calculator_gives()
    {
        double[] values = [1, 2, 3];
        var adam = new ReferenceAdam(3);

        adam.Update(values, [0.5, -1e-3, 0], 0.1);
        Near.Equal([0.9, 2.1, 3], values, 1e-5, "after one step");

        // m = 0.9·0.05 + 0.1·(−0.5) = −0.005, v = 0.999·0.00025 + 0.001·0.25; m̂ = m / 0.19, v̂ = v / 0.001999 = 0.25.
        adam.Update(values, [-0.5, 0, 0], 0.1);
        Assert.Equal(0.9 + (0.1 * 0.005 / 0.19 / 0.5), values[0], 1e-8);
    }
}
