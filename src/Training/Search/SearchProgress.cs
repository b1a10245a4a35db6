namespace FastElman.Training;

/// <summary>How far a search is.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class SearchProgress
{
    internal SearchProgress()
    {
    }

    /// <summary>Completed trials, those of earlier runs included.</summary>
    public int CompletedTrialCount { get; internal init; }

    /// <summary>The number of trials of the whole search.</summary>
    public int TrialCount { get; internal init; }

    /// <summary>The share of all epochs that is done, those in progress included, 0 to 1.</summary>
    public double Fraction { get; internal init; }

    /// <summary>The trial that was just completed; null in all other reports.</summary>
    public SearchTrial? CompletedTrial { get; internal init; }

    /// <summary>The trials and the share of epochs.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() =>
        FormattableString.Invariant(
            $"{CompletedTrialCount} of {TrialCount} trials, {100 * Fraction:F0} % of all epochs");
}
