using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

public class ReferenceGradientsTests
{
    /// <summary>One, two and five words; the same word twice, also in one window; padding in the middle, by −1 and by its number.</summary>
    private static readonly (int[] Words, int[] Labels)[] Sentences =
    [
        ([2], [1]),
        ([-1], [0]),
        ([4, 4], [2, 0]),
        ([0, 3], [1, 1]),
        ([0, 3, 3, -1, 0], [2, 2, 0, 1, 2]),
        ([1, 5, 1, 2, 1], [0, 1, 0, 1, 0]),
    ];

    [Theory]
    [MemberData(nameof(NetworkVariants.All), MemberType = typeof(NetworkVariants))]
    public void Every_element_is_what_finite_differences_say(NetworkKind kind, HiddenActivation activation, LabelDecoding decoding)
    {
        foreach (var smoothing in new[] { 0, 0.1 })
        {
            var trainer = TrainerAwayFromKinks(NetworkVariants.Shape(kind, activation, decoding), smoothing);
            foreach (var (words, labels) in Sentences)
            {
                var gradients = trainer.Gradients(words, labels);

                Near.EqualTensors(FiniteDifferences.Of(trainer, words, labels), gradients, _ => 1e-8);
            }

            var (lastWords, lastLabels) = Sentences[^1];
            var last = trainer.Gradients(lastWords, lastLabels);
            Assert.All(trainer.Shape.Tensors, tensor => Assert.Contains(last[(int)tensor], value => Math.Abs(value) > 1e-4));
        }
    }

    [Fact]
    public void They_are_of_the_smoothed_loss_and_the_loss_is_not()
    {
        var shape = NetworkVariants.Shape(NetworkKind.Elman, HiddenActivation.Tanh, LabelDecoding.TransitionScores);
        var (plain, smoothed) = (NetworkVariants.Trainer(shape, seed: 1), NetworkVariants.Trainer(shape, seed: 1, labelSmoothing: 0.1));

        Assert.Equal(plain.Loss([1, 2], [0, 1]), smoothed.Loss([1, 2], [0, 1]));
        Assert.NotEqual(plain.SmoothedLoss([1, 2], [0, 1]), smoothed.SmoothedLoss([1, 2], [0, 1]));
        Assert.Equal(plain.Loss([1, 2], [0, 1]), smoothed.Train([1, 2], [0, 1], 0.1));
    }

    /// <summary>The first of the random trainers whose rectifiers are all clearly on one side or the other in all sentences.</summary>
    private static ReferenceTrainer TrainerAwayFromKinks(ElmanShape shape, double smoothing) => Enumerable.Range(0, 1000)
        .Select(seed => NetworkVariants.Trainer(shape, (ulong)seed, smoothing))
        .First(trainer => Sentences.All(sentence => NetworkVariants.DistanceFromKink(trainer, sentence.Words) > 1e-3));
}
