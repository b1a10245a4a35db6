using Microsoft.Extensions.Options;
using static System.FormattableString;

namespace FastElman.Extensions.Hosting.Settings;

/// <summary>Says in one sentence each what is wrong with the settings of a model.</summary>
internal sealed class SettingsValidator(string name, ModelPaths paths) : IValidateOptions<FastElmanSettings>
{
    /// <summary>The longest time that may be set: a timer takes no more than some weeks.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(1);

    private readonly string _section = SettingsSection.PathOf(name);

    public ValidateOptionsResult Validate(string? name1, FastElmanSettings options)
    {
        if (name1 != name)
        {
            return ValidateOptionsResult.Skip;
        }

        string[] problems = [.. FindProblems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> FindProblems(FastElmanSettings settings) =>
    [
        .. OfPath("ModelPath", settings.ModelPath),
        .. OfCompilation(settings.Compile),
        .. OfReload(settings.Reload),
        .. OfShadow(settings.Shadow),
        .. Check(
            settings.SelfTest.ExpectedSlots.Count == 0 || !string.IsNullOrEmpty(settings.SelfTest.Sentence),
            "SelfTest:Sentence",
            "the text in which the expected slots are",
            found: null),
    ];

    private IEnumerable<string> OfPath(string key, string? path)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal))
        {
            return [SettingsSection.Problem(_section, key, "the path of a model file", found: null)];
        }

        var full = paths.FullPath(path);
        return Check(File.Exists(full), key, "the path of a model file that exists", full);
    }

    private IEnumerable<string> OfCompilation(CompileOptions options) =>
    [
        .. Check(
            options.InstructionSet is not { } set || SimdInfo.Supported.Contains(set),
            "Compile:InstructionSet",
            $"one that this program can run on this machine ({string.Join(", ", SimdInfo.Supported)})",
            $"{options.InstructionSet}"),
        .. Check(
            Enum.IsDefined(options.Precision),
            "Compile:Precision",
            SettingsKeys.NamesOf<WeightPrecision>(),
            $"{options.Precision}"),
        .. Check(
            options.ProjectionBudget >= 0,
            "Compile:ProjectionBudget",
            "a number of bytes that is not negative",
            Invariant($"{options.ProjectionBudget}")),
        .. Check(
            options.Decoding is not { } decoding || Enum.IsDefined(decoding),
            "Compile:Decoding",
            SettingsKeys.NamesOf<LabelDecoding>(),
            $"{options.Decoding}"),
        .. Check(
            options.MinimumConfidence is >= 0 and <= 1,
            "Compile:MinimumConfidence",
            "a number from 0 to 1",
            Invariant($"{options.MinimumConfidence}")),
    ];

    private IEnumerable<string> OfReload(ReloadSettings settings) =>
    [
        .. Check(
            Enum.IsDefined(settings.Mode), "Reload:Mode", SettingsKeys.NamesOf<ReloadMode>(), $"{settings.Mode}"),
        .. Check(
            settings.Delay >= TimeSpan.Zero && settings.Delay <= LongestTime,
            "Reload:Delay",
            "a time from 00:00:00 to 1.00:00:00",
            Invariant($"{settings.Delay}")),
        .. Check(
            settings.PollingInterval >= TimeSpan.FromMilliseconds(1) && settings.PollingInterval <= LongestTime,
            "Reload:PollingInterval",
            "a time from 00:00:00.001 to 1.00:00:00",
            Invariant($"{settings.PollingInterval}")),
    ];

    private IEnumerable<string> OfShadow(ShadowSettings settings) =>
    [
        .. string.IsNullOrEmpty(settings.ModelPath) ? [] : OfPath("Shadow:ModelPath", settings.ModelPath),
        .. Check(
            settings.Share is >= 0 and <= 1, "Shadow:Share", "a number from 0 to 1", Invariant($"{settings.Share}")),
        .. Check(
            settings.QueueLength >= 1,
            "Shadow:QueueLength",
            "a number of texts of at least 1",
            Invariant($"{settings.QueueLength}")),
    ];

    private IEnumerable<string> Check(bool isRight, string key, string expected, string? found) =>
        isRight ? [] : [SettingsSection.Problem(_section, key, expected, found)];
}
