using FastElman.Files;
using FastElman.Training.Reports;

namespace FastElman.Training;

/// <summary>
/// A training run as one HTML file that needs nothing else: learning curves, conlleval's figures slot by slot, the slots that are
/// confused most, sentences with their mistakes, and the nearest words. It has no script and fetches nothing.
/// </summary>
public static class TrainingReport
{
    /// <summary>
    /// Writes a report, whole or not at all. Slots, confusion and sentences are those of the test set, without one of the validation set, and left out where
    /// there is neither.
    /// </summary>
    /// <param name="path">The file, which is replaced where it exists.</param>
    /// <param name="corpus">What was trained on.</param>
    /// <param name="options">How it was trained.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="duration">How long it took; null where that is not known.</param>
    /// <exception cref="CorpusFormatException">The corpus is not the one that was trained on.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    public static void Write(string path, Corpus corpus, TrainingOptions options, TrainingResult result, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        Write(path, corpus, options, RunStatus.Of(result), duration);
    }

    /// <summary>
    /// Writes a report of a run as it stands, whole or not at all: at its end, the same as of its result; where it was cancelled or has diverged, its top
    /// says so, and the model is the best so far. Where no epoch has ended there is only the head.
    /// </summary>
    /// <param name="path">The file, which is replaced where it exists.</param>
    /// <param name="corpus">What is trained on.</param>
    /// <param name="options">How it is trained.</param>
    /// <param name="run">The run, which nobody may go on with meanwhile.</param>
    /// <param name="duration">How long it took; null where that is not known.</param>
    /// <exception cref="CorpusFormatException">The corpus is not the one that is trained on.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one is as it was.</exception>
    public static void Write(string path, Corpus corpus, TrainingOptions options, TrainingRun run, TimeSpan? duration = null)
    {
        ArgumentNullException.ThrowIfNull(run);
        Write(path, corpus, options, RunStatus.Of(run), duration);
    }

    private static void Write(string path, Corpus corpus, TrainingOptions options, RunStatus standing, TimeSpan? duration)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(options);
        var facts = new RunFacts(corpus, options, standing, duration, TimeProvider.System.GetUtcNow());
        AtomicFile.Write(path, stream =>
        {
            using var html = new HtmlWriter(stream);
            ReportPage.Write(html, facts);
        });
    }
}
