using FastElman.Validation;

namespace FastElman.Training;

/// <summary>
/// A loss or a weight is no longer finite, so the run cannot continue. A smaller learning rate may help.
/// </summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(
        string problem, int epoch, int sentence, string? file, long? line, bool isFinal = false)
        : base(FormatProblem.Describe(
            $"training diverged in {(isFinal ? "final " : string.Empty)}epoch {epoch}: {problem}; a smaller learning "
            + "rate may help",
            file,
            line is null ? $"training sentence {sentence}" : $"line {line}, training sentence {sentence}",
            expected: null,
            found: null))
    {
        Problem = problem;
        Epoch = epoch;
        SentenceIndex = sentence;
        File = file;
        Line = line;
        IsFinal = isFinal;
    }

    /// <summary>What is no longer finite, as a phrase.</summary>
    public string Problem { get; }

    /// <summary>The epoch of the first or of the final training, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>Whether it was the final training that diverged.</summary>
    public bool IsFinal { get; }

    /// <summary>
    /// The sentence of the training set, counted from 0 in the order of the corpus; in the final training those of the
    /// validation set follow.
    /// </summary>
    public int SentenceIndex { get; }

    /// <summary>The file of the sentence; null for a corpus in memory.</summary>
    public string? File { get; }

    /// <summary>The line at which it begins, counted from 1; null where the corpus has no lines.</summary>
    public long? Line { get; }
}
