using System.Globalization;

namespace FastElman.Cli.Training;

/// <summary>What a setting gave: a row of the table of <c>compare</c>.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="ValidationF1">F1 on the validation set in the best epoch, in percent; null where the run diverged.</param>
/// <param name="TestF1">F1 of the model on the test set; null without one, or where the run diverged.</param>
/// <param name="BestEpoch">The best epoch; null where the run diverged.</param>
/// <param name="TrainingSeconds">Processor time of the run, scoring included.</param>
/// <param name="ModelKilobytes">The size of the model file in units of 1000 bytes; null where the run diverged.</param>
/// <param name="MicrosecondsPerSentence">
/// From text to slots on one thread; null where the run diverged.
/// </param>
internal sealed record ComparedModel(
    ComparedSetting Setting,
    double? ValidationF1,
    double? TestF1,
    int? BestEpoch,
    double TrainingSeconds,
    double? ModelKilobytes,
    double? MicrosecondsPerSentence)
{
    private const string None = "-";

    /// <summary>The headings of the table, separated by tabs.</summary>
    public const string Headings =
        "setting\tvalidation_f1\ttest_f1\tbest_epoch\ttraining_s\tmodel_kb\tus_per_sentence";

    /// <summary>The cells of the row, separated by tabs.</summary>
    public string Row => string.Join(
        '\t',
        Setting.Name,
        Format(ValidationF1, "F2"),
        Format(TestF1, "F2"),
        BestEpoch?.ToString(CultureInfo.InvariantCulture) ?? None,
        Format(TrainingSeconds, "F1"),
        Format(ModelKilobytes, "F0"),
        Format(MicrosecondsPerSentence, "F1"));

    /// <summary>The row as a line of progress.</summary>
    public override string ToString() => BestEpoch is null
        ? $"{Setting.Name}: diverged"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Setting.Name}: valid F1 {ValidationF1:F2}{(TestF1 is { } f1 ? $", test F1 {Format(f1, "F2")}" : "")}, "
            + $"{TrainingSeconds:F1} s, {ModelKilobytes:F0} kB, {MicrosecondsPerSentence:F1} µs a sentence");

    private static string Format(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? None;
}
