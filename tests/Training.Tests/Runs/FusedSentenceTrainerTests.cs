using FastElman.Fixtures;
using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

public class FusedSentenceTrainerTests
{
    /// <summary>Enough rows that some are not exactly of length 1 after one division, but would be after another.</summary>
    private static readonly ElmanShape Shape = new(hiddenSize: 5, labelCount: 4, vocabularySize: 200, embeddingSize: 50, windowSize: 3);

    [Theory]
    [InlineData(TrainingOptimizer.GradientDescent)]
    [InlineData(TrainingOptimizer.Adam)]
    public void Parameters_and_moments_are_all_of_its_state_before_and_after_every_step(TrainingOptimizer optimizer)
    {
        var trainer = new FusedSentenceTrainer(RandomModel.Parameters(Shape, seed: 3), labelSmoothing: 0.1, optimizer);
        for (var step = 0; step < 4; step++)
        {
            var resumed = new FusedSentenceTrainer(RandomModel.Parameters(Shape, seed: 4), labelSmoothing: 0.1, optimizer);
            resumed.Restore(ParametersOf(trainer), trainer.CopyMoments());

            Step(trainer, step);
            Step(resumed, step);

            Bits.AssertEqual(ParametersOf(trainer), ParametersOf(resumed));
        }
    }

    private static void Step(FusedSentenceTrainer trainer, int step) => trainer.Train([step, 7, step + 1], [0, 1, 3], 0.3);

    private static ElmanParameters ParametersOf(FusedSentenceTrainer trainer)
    {
        var parameters = new ElmanParameters(Shape);
        trainer.CopyTo(parameters);
        return parameters;
    }
}
