using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The trainer with Adam: gradients from elsewhere, the rest once more in double.</summary>
public class AdamOptimizerTests
{
    private const float LearningRate = 0.01f;
    private const int Steps = 12;

    /// <summary>Where the gradient is so small that float knows little of it, Adam still moves by up to the rate; the gradients are therefore the trainer's own.</summary>
    private const double Rounding = 2e-6;

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Steps_are_those_of_the_paper_with_embeddings_of_length_1(
        NetworkKind kind, HiddenActivation activation, LabelDecoding decoding, InstructionSet instructionSet)
    {
        var shape = new ElmanShape(hiddenSize: 19, labelCount: 5, vocabularySize: 11, embeddingSize: 3, windowSize: 3, new NetworkVariant(kind, activation, decoding));
        var parameters = RandomModel.Parameters(shape, seed: 1);
        var trainer = new SentenceTrainer(parameters, instructionSet, labelSmoothing: 0.1f, TrainingOptimizer.Adam);
        var differentiator = new SentenceTrainer(parameters, instructionSet, labelSmoothing: 0.1f);
        var twin = shape.Tensors.ToDictionary(tensor => tensor, tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (Value: (double)value, First: 0.0, Second: 0.0)));
        var gradients = new ElmanParameters(shape);
        for (var step = 1; step <= Steps; step++)
        {
            var words = RandomModel.Sentence(shape, 1 + (step % 7), seed: step, withPadding: true);
            int[] labels = [.. Enumerable.Range(step, words.Length).Select(i => i * 3 % shape.LabelCount)];
            differentiator.SetParameters(trainer.ToParameters());
            var expectedLoss = differentiator.Gradients(words, labels, gradients);

            Assert.Equal(expectedLoss, trainer.Train(words, labels, LearningRate));

            var actual = trainer.ToParameters();
            foreach (var (tensor, values) in twin)
            {
                Update(values, gradients[tensor], step);
                if (tensor == ElmanTensor.Embeddings)
                {
                    Normalize(values, shape.EmbeddingSize);
                }

                for (var i = 0; i < values.Length; i++)
                {
                    Assert.Equal(values[i].Value, actual[tensor][i], Rounding);
                    values[i].Value = actual[tensor][i];
                }
            }
        }
    }

    [Fact]
    public void What_it_remembers_can_be_taken_along_or_forgotten()
    {
        var shape = new ElmanShape(hiddenSize: 7, labelCount: 4, vocabularySize: 6, embeddingSize: 3, windowSize: 3);
        var trainer = new SentenceTrainer(RandomModel.Parameters(shape, seed: 2), optimizer: TrainingOptimizer.Adam);
        Train(trainer, steps: 5);
        var (parameters, moments) = (trainer.ToParameters(), trainer.CopyMoments());
        Assert.Equal(5, moments!.Steps);
        Train(trainer, steps: 5);
        var expected = trainer.ToParameters();

        var resumed = new SentenceTrainer(RandomModel.Parameters(shape, seed: 3), optimizer: TrainingOptimizer.Adam);
        resumed.SetParameters(parameters, moments);
        Train(resumed, steps: 5);
        Bits.AssertEqual(expected, resumed.ToParameters());

        resumed.SetParameters(parameters);
        Assert.Equal(0, resumed.CopyMoments()!.Steps);
        Train(resumed, steps: 5);
        Assert.NotEqual(expected.OutputWeights.ToArray(), resumed.ToParameters().OutputWeights.ToArray());
    }

    [Fact]
    public void Gradient_descent_remembers_nothing() =>
        Assert.Null(new SentenceTrainer(RandomModel.Parameters(new ElmanShape(1, 1, 1, 1, 1), seed: 1)).CopyMoments());

    [Fact]
    public void A_step_allocates_nothing()
    {
        var trainer = new SentenceTrainer(RandomModel.Parameters(new ElmanShape(7, 4, 6, 3, 3), seed: 2), optimizer: TrainingOptimizer.Adam);
        Train(trainer, steps: 3);
        int[] words = [0, 1, 2];
        int[] labels = [1, 2, 3];

        Assert.Equal(0, AllocatedBytes.By(() => trainer.Train(words, labels, LearningRate)));
    }

    private static void Train(SentenceTrainer trainer, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            trainer.Train([0, 1, 2, step], [1, 2, 3, 0], LearningRate);
        }
    }

    private static void Update((double Value, double First, double Second)[] values, ReadOnlySpan<float> gradients, int step)
    {
        const double FirstDecay = AdamUpdate.FirstDecay;
        const double SecondDecay = AdamUpdate.SecondDecay;
        for (var i = 0; i < values.Length; i++)
        {
            var first = (FirstDecay * values[i].First) + ((1 - FirstDecay) * gradients[i]);
            var second = (SecondDecay * values[i].Second) + ((1 - SecondDecay) * gradients[i] * gradients[i]);
            var corrected = first / (1 - Math.Pow(FirstDecay, step));
            var root = Math.Sqrt(second / (1 - Math.Pow(SecondDecay, step)));
            values[i] = (values[i].Value - (LearningRate * corrected / (root + AdamUpdate.Epsilon)), first, second);
        }
    }

    private static void Normalize((double Value, double First, double Second)[] values, int size)
    {
        for (var row = 0; row < values.Length; row += size)
        {
            var length = Math.Sqrt(values.AsSpan(row, size).ToArray().Sum(each => each.Value * each.Value));
            for (var i = row; i < row + size; i++)
            {
                values[i].Value /= length;
            }
        }
    }
}
