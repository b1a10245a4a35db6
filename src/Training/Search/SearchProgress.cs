namespace FastElman.Training;

/// <summary>Where a search is.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SearchProgress
{
    internal SearchProgress()
    {
    }

    /// <summary>Trials that are done, those of earlier runs included.</summary>
    public int FinishedTrials { get; internal init; }

    /// <summary>Trials that there will be.</summary>
    public int Trials { get; internal init; }

    /// <summary>How much of all epochs is done, those under way included, 0 to 1.</summary>
    public double Fraction { get; internal init; }

    /// <summary>The trial that was just completed; null at all other times.</summary>
    public SearchTrial? Completed { get; internal init; }
}
