using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Reference;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The trainer with Adam, step by step against Adam in double precision.</summary>
public class AdamOptimizerTests
{
    private const float LearningRate = 0.01f;
    private const int Steps = 12;

    /// <summary>
    /// Adam moves a parameter by up to the learning rate, however small its gradient is. Both sides therefore start
    /// each step from the same floats and take the same gradients, those of another trainer.
    /// </summary>
    private const double Rounding = 2e-6;

    [Theory]
    [MemberData(nameof(NetworkVariants.TrainedInEveryInstructionSet), MemberType = typeof(NetworkVariants))]
    public void Steps_are_those_of_the_paper_with_embeddings_of_length_1(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, InstructionSet instructionSet)
    {
        var shape = new ElmanShape(
            hiddenSize: 19,
            labelCount: 5,
            vocabularySize: 11,
            embeddingSize: 3,
            windowSize: 3,
            new NetworkVariant(kind, activation, hasTransitions));
        var parameters = RandomModel.Parameters(shape, seed: 1);
        var trainer = new SentenceTrainer(parameters, instructionSet, labelSmoothing: 0.1f, TrainingOptimizer.Adam);
        var differentiator = new SentenceTrainer(parameters, instructionSet, labelSmoothing: 0.1f);
        var adam = shape.Tensors.ToDictionary(
            tensor => tensor, tensor => new ReferenceAdam(shape.GetElementCount(tensor)));
        var gradients = new ElmanParameters(shape);
        for (var step = 1; step <= Steps; step++)
        {
            var words = RandomModel.Sentence(shape, 1 + (step % 7), seed: step, withPadding: true);
            int[] labels = [.. Enumerable.Range(step, words.Length).Select(i => i * 3 % shape.LabelCount)];
            var before = trainer.ToParameters();
            differentiator.SetParameters(before);
            var expectedLoss = differentiator.Gradients(words, labels, gradients);

            Assert.Equal(expectedLoss, trainer.Train(words, labels, LearningRate));

            var actual = trainer.ToParameters();
            foreach (var tensor in shape.Tensors)
            {
                double[] expected = [.. before[tensor]];
                adam[tensor].Update(expected, [.. gradients[tensor]], LearningRate);
                if (tensor == ElmanTensor.Embeddings)
                {
                    ReferenceEmbeddings.Normalize(expected, shape.EmbeddingSize);
                }

                Near.Equal(expected, actual[tensor].ToArray(), Rounding, tensor.FileName());
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
        var trainer = new SentenceTrainer(
            RandomModel.Parameters(new ElmanShape(7, 4, 6, 3, 3), seed: 2), optimizer: TrainingOptimizer.Adam);
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
}
