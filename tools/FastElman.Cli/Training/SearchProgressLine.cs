using System.Globalization;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Validation;

namespace FastElman.Cli.Training;

/// <summary>The progress of a search: a bar, and a line for each trial.</summary>
internal sealed class SearchProgressLine(ProgressCounter counter) : IProgress<SearchProgress>
{
    /// <summary>Steps of the progress bar from nothing to done.</summary>
    public const long Resolution = 10_000;

    public void Report(SearchProgress value)
    {
        counter.Done = (long)(Resolution * value.Fraction);
        counter.Note = string.Create(
            CultureInfo.InvariantCulture, $"{value.CompletedTrialCount} of {value.TrialCount} trials done");
        if (value.CompletedTrial is { } trial)
        {
            counter.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"trial {trial.Number}: {Outcome(trial)}; hidden {trial.Settings.HiddenSize}, embedding "
                    + $"{trial.Settings.EmbeddingSize}, window {trial.Settings.WindowSize}, learning rate "
                    + $"{trial.Settings.LearningRate}, seed {trial.Settings.Seed}"));
        }
    }

    private static string Outcome(SearchTrial trial)
    {
        if (trial.Problem is { } problem)
        {
            return MessageText.Sanitize(problem);
        }

        var test = trial.TestF1 is { } f1
            ? string.Create(CultureInfo.InvariantCulture, $", test F1 {f1:F2}")
            : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"valid F1 {trial.ValidationF1:F2}{test} in epoch {trial.BestEpoch} of {trial.Epochs}");
    }
}
