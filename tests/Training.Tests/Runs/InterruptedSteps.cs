using FastElman.Training.Runs;

namespace FastElman.Training.Tests.Runs;

internal static class InterruptedSteps
{
    /// <summary>The steps of a run, with a call before each that gets its number, counted from 1.</summary>
    public static SentenceStep Create(Action<int> beforeStep)
    {
        var count = 0;
        return (trainer, words, labels, learningRate) =>
        {
            count++;
            beforeStep(count);
            return trainer.Train(words, labels, learningRate);
        };
    }
}
