using FastElman.Training.Search;

namespace FastElman.Training;

/// <summary>What a <see cref="HyperparameterSearch"/> draws from, and how often.</summary>
/// <remarks>
/// Immutable and thread-safe, as long as nobody changes the lists. The defaults are the tutorial's ranges ("Hyper-Parameter Selection"), made wider
/// where its own published settings lie outside: its learning rates end at 0.05 and its hidden sizes are 100 and 200.
/// </remarks>
public sealed record SearchOptions
{
    /// <summary>How many trials there shall be, those that are in the folder already included; at least 1.</summary>
    public int Trials { get; init; } = 20;

    /// <summary>Decides all that is drawn. A trial's settings follow from the seed and the trial's number alone.</summary>
    public uint Seed { get; init; } = 345;

    /// <summary>Trials that run at a time, each on one thread; at least 1. Without effect on what comes out.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>The way to train.</summary>
    public TrainingRecipe Recipe { get; init; } = TrainingRecipe.Corrected;

    /// <summary>Which network to train; the default is the tutorial's.</summary>
    public NetworkVariant Network { get; init; } = NetworkVariant.Tutorial;

    /// <summary>What a step makes of the gradients; with <see cref="TrainingRecipe.Tutorial"/> gradient descent.</summary>
    public TrainingOptimizer Optimizer { get; init; }

    /// <summary>The most passes over the training set in a trial, at least 1.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>The smallest learning rate, above 0; null for 0.02, with Adam 0.0003. Its logarithm is drawn uniformly.</summary>
    public double? SmallestLearningRate { get; init; }

    /// <summary>The largest learning rate, finite, at least the smallest; null for 1, with Adam 0.01.</summary>
    public double? LargestLearningRate { get; init; }

    /// <summary>The hidden sizes, each as likely as the others.</summary>
    public IReadOnlyList<int> HiddenSizes { get; init; } = [50, 100, 150, 200, 250, 300];

    /// <summary>The embedding sizes, each as likely as the others.</summary>
    public IReadOnlyList<int> EmbeddingSizes { get; init; } = [50, 100];

    /// <summary>The window sizes, odd, each as likely as the others.</summary>
    public IReadOnlyList<int> WindowSizes { get; init; } = [3, 5, 7, 9, 11, 13, 15, 17, 19];

    /// <summary>The learning rates to draw from: those given, or what fits the optimiser.</summary>
    internal (double Smallest, double Largest) LearningRates => Optimizer == TrainingOptimizer.Adam
        ? (SmallestLearningRate ?? 3e-4, LargestLearningRate ?? 1e-2)
        : (SmallestLearningRate ?? 0.02, LargestLearningRate ?? 1);

    /// <summary>Refuses what is out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Trials, SearchFolder.MostTrials);
        ArgumentOutOfRangeException.ThrowIfLessThan(Jobs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        ArgumentNullException.ThrowIfNull(Network);
        var (smallest, largest) = LearningRates;
        if (!(smallest > 0 && smallest <= largest && (float)smallest > 0 && float.IsFinite((float)largest)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(SmallestLearningRate), $"Learning rates from {smallest} to {largest} are no range of finite numbers above 0 in single precision.");
        }

        foreach (var (sizes, name) in ((IReadOnlyList<int>, string)[])[(HiddenSizes, nameof(HiddenSizes)), (EmbeddingSizes, nameof(EmbeddingSizes)), (WindowSizes, nameof(WindowSizes))])
        {
            ArgumentNullException.ThrowIfNull(sizes, name);
            ArgumentOutOfRangeException.ThrowIfZero(sizes.Count, name);
        }

        // Every drawn network has to be possible: the largest tells, and each window for itself.
        foreach (var window in WindowSizes)
        {
            foreach (var (hidden, embedding) in HiddenSizes.SelectMany(_ => EmbeddingSizes, (hidden, embedding) => (hidden, embedding)))
            {
                _ = new ElmanShape(hidden, labelCount: 1, vocabularySize: 0, embedding, window, Network);
            }
        }
    }
}
