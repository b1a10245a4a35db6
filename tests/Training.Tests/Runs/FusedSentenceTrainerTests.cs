using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

public class FusedSentenceTrainerTests
{
    private const double LearningRate = 0.3;

    /// <summary>Enough rows that dividing by a length that is 1 but for rounding changes some of them.</summary>
    private static readonly ElmanShape Shape = new(hiddenSize: 5, labelCount: 4, vocabularySize: 200, embeddingSize: 6, windowSize: 3);

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void The_parameters_are_all_of_its_state_before_and_after_every_step(TrainingRecipe recipe)
    {
        var trainer = FusedSentenceTrainer.For(recipe, Initial());
        for (var step = 0; step < 4; step++)
        {
            var resumed = FusedSentenceTrainer.For(recipe, Initial());
            resumed.Restore(ParametersOf(trainer));

            Step(trainer, step);
            Step(resumed, step);

            AssertEqual(ParametersOf(trainer), ParametersOf(resumed));
        }
    }

    [Fact]
    public void The_tutorials_first_step_is_taken_from_the_initial_values_as_they_are()
    {
        var (trainer, reference) = (FusedSentenceTrainer.For(TrainingRecipe.Tutorial, Initial()), new ReferenceTrainer(Initial()));

        AssertEqual(Initial(), ParametersOf(trainer));
        Assert.Equal(reference.Loss([1, 2], [0, 1]), trainer.Train([1, 2], [0, 1], LearningRate), tolerance: 1e-6);
    }

    [Fact]
    public void The_correction_begins_with_embeddings_of_length_one()
    {
        var reference = new ReferenceTrainer(Initial());
        reference.NormalizeEmbeddings();

        var actual = ParametersOf(FusedSentenceTrainer.For(TrainingRecipe.Corrected, Initial()));

        Near.Equal(reference[ElmanTensor.Embeddings], Array.ConvertAll(actual.Embeddings.ToArray(), value => (double)value), 1e-6, "embeddings");
    }

    private static ElmanParameters Initial() => RandomModel.Parameters(Shape, seed: 3);

    private static void Step(FusedSentenceTrainer trainer, int step) => trainer.Train([step, 7, step + 1], [0, 1, 3], LearningRate);

    private static ElmanParameters ParametersOf(FusedSentenceTrainer trainer)
    {
        var parameters = new ElmanParameters(Shape);
        trainer.CopyTo(parameters);
        return parameters;
    }

    private static void AssertEqual(ElmanParameters expected, ElmanParameters actual) =>
        Assert.All(ElmanTensorNames.All, tensor => Assert.Equal(expected[tensor].ToArray(), actual[tensor].ToArray()));
}
