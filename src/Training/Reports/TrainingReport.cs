using FastElman.Files;
using FastElman.Training.Reports;

namespace FastElman.Training;

/// <summary>
/// A training run as one HTML page that needs nothing else: learning curves, conlleval's figures slot by slot, the
/// slots that are confused most, reliability diagrams, sentences with their mistakes, and the nearest words. It has no
/// script and fetches nothing.
/// </summary>
/// <remarks>
/// Slots, confusion and sentences are those of the test set, without one those of the validation set; they are left out
/// without either. A run that was cancelled or has diverged is reported as it stands: the page says so at its top and
/// shows the best model so far. Before the first epoch has ended there is only the head.
/// </remarks>
public static class TrainingReport
{
    /// <summary>Writes a report of a finished run to a file, whole or not at all.</summary>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="corpus">The corpus of the run.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="result">The result of the run.</param>
    /// <param name="duration">How long the run took; null if unknown.</param>
    /// <param name="commandLine">The command that ran it, shown as text; null if there was none.</param>
    /// <exception cref="CorpusFormatException">The corpus is not that of the run.</exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The file may not be written; an existing one is unchanged.
    /// </exception>
    public static void Write(
        string path,
        Corpus corpus,
        TrainingOptions options,
        TrainingResult result,
        TimeSpan? duration = null,
        string? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Write(path, Facts(corpus, options, RunStatus.Of(result), duration, commandLine));
    }

    /// <summary>Writes a report of a run as it stands to a file, whole or not at all.</summary>
    /// <param name="path">The file, which is replaced if it exists.</param>
    /// <param name="corpus">The corpus of the run.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="run">The run, which must not continue meanwhile.</param>
    /// <param name="duration">How long the run took; null if unknown.</param>
    /// <param name="commandLine">The command that ran it, shown as text; null if there was none.</param>
    /// <exception cref="CorpusFormatException">The corpus is not that of the run.</exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The file may not be written; an existing one is unchanged.
    /// </exception>
    public static void Write(
        string path,
        Corpus corpus,
        TrainingOptions options,
        TrainingRun run,
        TimeSpan? duration = null,
        string? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(path, Facts(corpus, options, RunStatus.Of(run), duration, commandLine));
    }

    /// <summary>Writes a report of a finished run to a stream, which is left open.</summary>
    /// <param name="stream">Receives the page as UTF-8.</param>
    /// <param name="corpus">The corpus of the run.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="result">The result of the run.</param>
    /// <param name="duration">How long the run took; null if unknown.</param>
    /// <param name="commandLine">The command that ran it, shown as text; null if there was none.</param>
    /// <exception cref="CorpusFormatException">The corpus is not that of the run.</exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(
        Stream stream,
        Corpus corpus,
        TrainingOptions options,
        TrainingResult result,
        TimeSpan? duration = null,
        string? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Write(stream, Facts(corpus, options, RunStatus.Of(result), duration, commandLine));
    }

    /// <summary>Writes a report of a run as it stands to a stream, which is left open.</summary>
    /// <param name="stream">Receives the page as UTF-8.</param>
    /// <param name="corpus">The corpus of the run.</param>
    /// <param name="options">The options of the run.</param>
    /// <param name="run">The run, which must not continue meanwhile.</param>
    /// <param name="duration">How long the run took; null if unknown.</param>
    /// <param name="commandLine">The command that ran it, shown as text; null if there was none.</param>
    /// <exception cref="CorpusFormatException">The corpus is not that of the run.</exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(
        Stream stream,
        Corpus corpus,
        TrainingOptions options,
        TrainingRun run,
        TimeSpan? duration = null,
        string? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(stream, Facts(corpus, options, RunStatus.Of(run), duration, commandLine));
    }

    private static void Write(string path, RunFacts facts)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Write(stream, facts));
    }

    private static void Write(Stream stream, RunFacts facts)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var html = new HtmlWriter(stream);
        ReportPage.Write(html, facts);
    }

    private static RunFacts Facts(
        Corpus corpus, TrainingOptions options, RunStatus status, TimeSpan? duration, string? commandLine)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        return new RunFacts(corpus, options, status, duration, commandLine, TimeProvider.System.GetUtcNow());
    }
}
