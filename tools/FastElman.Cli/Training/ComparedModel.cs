using System.Globalization;

namespace FastElman.Cli.Training;

/// <summary>What a setting gave: a row of the table of <c>compare</c>.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Model">The model; null where the run diverged: then seconds are the only figure.</param>
/// <param name="ValidationF1">F1 on the validation set in the best epoch, in percent.</param>
/// <param name="TestF1">F1 of the model on the test set; null without one.</param>
/// <param name="BestEpoch">The best epoch.</param>
/// <param name="TrainingSeconds">Processor time of the run, scoring included.</param>
internal sealed record ComparedModel(
    ComparedSetting Setting,
    ElmanModel? Model,
    double? ValidationF1,
    double? TestF1,
    int? BestEpoch,
    double TrainingSeconds)
{
    /// <summary>The headings of the table, separated by tabs.</summary>
    public const string Headings =
        "setting\tvalidation_f1\ttest_f1\tbest_epoch\ttraining_s\tmodel_kb\tus_per_sentence";

    private const string None = "-";
    private const double BytesOfKilobyte = 1000;

    private readonly double? _kilobytes = Model is null ? null : SizeOf(Model) / BytesOfKilobyte;

    /// <summary>The cells of the row, separated by tabs.</summary>
    /// <param name="microsecondsPerSentence">From text to slots on one thread; null where the run diverged.</param>
    public string Row(double? microsecondsPerSentence) => string.Join(
        '\t',
        Setting.Name,
        Format(ValidationF1, "F2"),
        Format(TestF1, "F2"),
        BestEpoch?.ToString(CultureInfo.InvariantCulture) ?? None,
        Format(TrainingSeconds, "F1"),
        Format(_kilobytes, "F0"),
        Format(microsecondsPerSentence, "F1"));

    /// <summary>The row as a line of progress.</summary>
    public override string ToString() => Model is null
        ? $"{Setting.Name}: diverged"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Setting.Name}: valid F1 {ValidationF1:F2}{OnTest} in epoch {BestEpoch}, {TrainingSeconds:F1} s");

    private string OnTest => TestF1 is null ? string.Empty : $", test F1 {Format(TestF1, "F2")}";

    private static long SizeOf(ElmanModel model)
    {
        using var file = new MemoryStream();
        model.Save(file);
        return file.Length;
    }

    private static string Format(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? None;
}
