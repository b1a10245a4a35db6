namespace FastElman.Training;

/// <summary>Where a run is. Told some ten times a second, and after each epoch.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrainingProgress
{
    internal TrainingProgress()
    {
    }

    /// <summary>The epoch that is under way, or was just completed; counted from 1.</summary>
    public int Epoch { get; internal init; }

    /// <summary>The most epochs that there will be.</summary>
    public int Epochs { get; internal init; }

    /// <summary>Sentences of this epoch that are done.</summary>
    public int Sentence { get; internal init; }

    /// <summary>Sentences of an epoch.</summary>
    public int SentenceCount { get; internal init; }

    /// <summary>Updates since the start of the run, one a sentence.</summary>
    public long UpdateCount { get; internal init; }

    /// <summary>The mean loss of this epoch's sentences so far, each measured just before its update.</summary>
    public double Loss { get; internal init; }

    /// <summary>Words trained on a second, without the time that scoring took; 0 where nothing was measured yet.</summary>
    public double WordsPerSecond { get; internal init; }

    /// <summary>How long the rest would take at the pace so far, at most: a run may end early. Null where nothing was measured yet.</summary>
    public TimeSpan? TimeLeft { get; internal init; }

    /// <summary>The epoch that was just completed, with its scores; null at all other times.</summary>
    public EpochResult? Completed { get; internal init; }
}
