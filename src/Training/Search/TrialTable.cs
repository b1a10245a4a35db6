using System.Globalization;
using FastElman.Validation;

namespace FastElman.Training.Search;

/// <summary>The trials of a search as a table: a line for each, the best first, columns separated by tabs.</summary>
internal static class TrialTable
{
    private const string None = "-";

    private static readonly string[] Headings =
    [
        "trial", "validation_f1", "test_f1", "best_epoch", "epochs",
        "hidden", "embedding", "window", "learning_rate", "seed", "problem",
    ];

    public static void Write(TextWriter writer, IEnumerable<SearchTrial> trials)
    {
        writer.WriteLine(string.Join('\t', Headings));
        foreach (var trial in trials.Order(SearchTrial.BestFirst))
        {
            writer.WriteLine(string.Join('\t', Cells(trial)));
        }
    }

    private static IEnumerable<string> Cells(SearchTrial trial) =>
    [
        Text(trial.Number),
        Score(trial.ValidationF1),
        Score(trial.TestF1),
        trial.BestEpoch is { } epoch ? Text(epoch) : None,
        Text(trial.Epochs),
        Text(trial.Settings.HiddenSize),
        Text(trial.Settings.EmbeddingSize),
        Text(trial.Settings.WindowSize),
        Text(trial.Settings.LearningRate),
        Text(trial.Settings.Seed),
        trial.Problem is { } problem ? MessageText.Sanitize(problem) : None,
    ];

    private static string Score(double? f1) => f1?.ToString("F2", CultureInfo.InvariantCulture) ?? None;

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
