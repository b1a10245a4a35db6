using System.Globalization;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The progress of a training run: a bar with a note beside it, and a line for each epoch.</summary>
/// <param name="counter">The bar.</param>
/// <param name="limit">The most updates, or null.</param>
/// <param name="hasBar">
/// Whether the bar is seen, on a terminal. It tells the speed, and the lines are short enough for 80 columns.
/// </param>
/// <param name="writesEpochs">Whether there is a line for each epoch.</param>
internal sealed class TrainingProgressLine(
    ProgressCounter counter, long? limit, bool hasBar, bool writesEpochs = true)
    : IProgress<TrainingProgress>
{
    /// <summary>Steps of the progress bar from nothing to done.</summary>
    public const long Resolution = 10_000;

    private double? _bestF1;

    public void Report(TrainingProgress value)
    {
        if (value.CompletedEpoch is { IsBest: true } best)
        {
            _bestF1 = best.ValidationF1;
        }

        // The bar begins anew with the final training, whose length is known only then.
        var done = value.IsFinal
            ? ((value.Epoch - 1L) * value.SentenceCount) + value.SentencesDone
            : value.UpdateCount;
        var updates = Math.Min((double)value.SentenceCount * value.EpochCount, limit ?? double.PositiveInfinity);
        counter.Done = (long)(Resolution * (done / updates));
        var kind = value.IsFinal ? "final " : string.Empty;
        counter.Note = string.Create(
            CultureInfo.InvariantCulture,
            $"{kind}epoch {value.Epoch} of {value.EpochCount}{TimeLeft(value.TimeLeft)}, loss {value.Loss:F4}"
                + $"{F1("best valid", _bestF1)}{Speed(value)}");
        if (writesEpochs && value.CompletedEpoch is { } epoch)
        {
            counter.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kind}epoch {epoch.Epoch}: loss {epoch.Loss:F4}{F1("valid", epoch.ValidationF1)}"
                    + $"{F1("test", epoch.TestF1)}{Rate(epoch.LearningRate)}"
                    + $"{(hasBar ? string.Empty : Speed(value))}{(epoch.IsBest ? ", best" : string.Empty)}"));
        }
    }

    private string Rate(double rate) => hasBar
        ? string.Create(CultureInfo.InvariantCulture, $", rate {rate:G3}")
        : string.Create(CultureInfo.InvariantCulture, $", learning rate {rate:G6}");

    private static string Speed(TrainingProgress value) =>
        string.Create(CultureInfo.InvariantCulture, $", {value.WordsPerSecond:N0} words/s");

    private static string F1(string set, double? score) =>
        score is { } f1 ? string.Create(CultureInfo.InvariantCulture, $", {set} F1 {f1:F2}") : string.Empty;

    private static string TimeLeft(TimeSpan? time) =>
        time is { } left
            ? string.Create(CultureInfo.InvariantCulture, $@", {(int)left.TotalHours}:{left:mm\:ss} left")
            : string.Empty;
}
