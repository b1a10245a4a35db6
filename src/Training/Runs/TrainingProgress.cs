using System.Globalization;

namespace FastElman.Training;

/// <summary>How far a run is. Reported about ten times a second, and after each epoch.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class TrainingProgress
{
    internal TrainingProgress()
    {
    }

    /// <summary>The epoch in progress, or the one just completed; counted from 1.</summary>
    public int Epoch { get; internal init; }

    /// <summary>
    /// Whether this is about the final training: then epochs and sentences are those of it, counted anew.
    /// </summary>
    public bool IsFinal { get; internal init; }

    /// <summary>The largest number of epochs.</summary>
    public int EpochCount { get; internal init; }

    /// <summary>Sentences of this epoch that are done, 0 to <see cref="SentenceCount"/>.</summary>
    public int SentencesDone { get; internal init; }

    /// <summary>Sentences of an epoch.</summary>
    public int SentenceCount { get; internal init; }

    /// <summary>As <see cref="TrainingRun.UpdateCount"/>: those of the first training are included.</summary>
    public long UpdateCount { get; internal init; }

    /// <summary>The mean loss of this epoch's sentences so far, each measured just before its update.</summary>
    public double Loss { get; internal init; }

    /// <summary>Words trained on per second, the time of scoring left out; 0 before anything was measured.</summary>
    public double WordsPerSecond { get; internal init; }

    /// <summary>
    /// The time that the rest takes at the pace so far, at most: a run may end early. Null before anything was
    /// measured.
    /// </summary>
    public TimeSpan? TimeLeft { get; internal init; }

    /// <summary>The epoch that was just completed, with its scores; null in all other reports.</summary>
    public EpochResult? CompletedEpoch { get; internal init; }

    /// <summary>Epoch, sentences and loss.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsFinal ? "final " : string.Empty)}epoch {Epoch} of {EpochCount}, "
        + $"{SentencesDone} of {SentenceCount} sentences, loss {Loss:F4}");
}
