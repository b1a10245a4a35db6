using System.Globalization;
using FastElman.Validation;

namespace FastElman.Training;

/// <summary>A completed trial of a search: what was drawn, and the result.</summary>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="Settings">What was drawn.</param>
/// <param name="Epochs">Completed epochs.</param>
/// <param name="BestEpoch">The best of them; null where training diverged.</param>
/// <param name="ValidationF1">
/// conlleval's F1 on the validation set after the best epoch in percent, 0 to 100; null where training diverged.
/// </param>
/// <param name="TestF1">The same on the test set; null without one, too. It decides nothing.</param>
/// <param name="Problem">How training diverged, so that there is no model; null where there is one.</param>
public sealed record SearchTrial(
    int Number,
    TrialSettings Settings,
    int Epochs,
    int? BestEpoch,
    double? ValidationF1,
    double? TestF1,
    string? Problem)
{
    /// <summary>The number, the settings and the result.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"trial {Number}: {Settings}, {Epochs} epochs, "
        + $"{(Problem is null ? Score(ValidationF1) : MessageText.Sanitize(Problem))}");

    /// <summary>
    /// The order of a table: by F1 on the validation set, the highest first; of equals the earlier trial; diverged
    /// trials last.
    /// </summary>
    internal static IComparer<SearchTrial> BestFirst { get; } = Comparer<SearchTrial>.Create(
        (one, other) => (-(one.ValidationF1 ?? -1), one.Number).CompareTo((-(other.ValidationF1 ?? -1), other.Number)));

    private static string Score(double? f1) => FormattableString.Invariant($"F1 {f1:F2} on the validation set");
}
