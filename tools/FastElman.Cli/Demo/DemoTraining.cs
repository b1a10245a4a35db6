using FastElman.Training;

namespace FastElman.Cli.Demo;

/// <summary>
/// Trains the network of the demo on <see cref="FlightRequests"/>, from nothing and with a fixed seed. Its window
/// reaches one word to either side: whatever lies further back the recurrent state has to remember.
/// </summary>
/// <remarks>
/// On one machine the parameters are the same every time. Another instruction set rounds differently, and training
/// magnifies that; the seed is one whose network is certain enough that the labels shown are the same everywhere.
/// </remarks>
internal static class DemoTraining
{
    /// <summary>Units of the hidden layer.</summary>
    public const int HiddenSize = 40;

    private const int Epochs = 16;
    private const uint Seed = 2;

    /// <summary>Trains.</summary>
    /// <param name="corpus">The flight requests.</param>
    /// <param name="epochs">Passes over the sentences, at least 1.</param>
    /// <param name="epochDone">Receives the result of each epoch; null for none.</param>
    /// <returns>The model of the best epoch.</returns>
    public static ElmanModel Train(Corpus corpus, int epochs = Epochs, Action<EpochResult>? epochDone = null)
    {
        var run = new TrainingRun(corpus, new TrainingOptions
        {
            HiddenSize = HiddenSize,
            EmbeddingSize = 20,
            WindowSize = 3,
            Epochs = epochs,
            Seed = Seed,
        });
        return run.Run(new EpochListener(epochDone)).Model;
    }

    private sealed class EpochListener(Action<EpochResult>? epochDone) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.CompletedEpoch is { } epoch)
            {
                epochDone?.Invoke(epoch);
            }
        }
    }
}
