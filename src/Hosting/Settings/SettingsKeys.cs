using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace FastElman.Extensions.Hosting.Settings;

/// <summary>
/// The keys of a section, with the values that they take as text. The configuration binder passes over a misspelt key,
/// and does not say which values it would have taken; this class does.
/// </summary>
internal static class SettingsKeys
{
    private const string SlotList = "SelfTest:ExpectedSlots";

    private static readonly (string Key, string Expected, Func<string, bool> IsValid)[] Values =
    [
        Text("ModelPath"),
        Choice<InstructionSet>("Compile:InstructionSet"),
        Choice<WeightPrecision>("Compile:Precision"),
        ("Compile:ProjectionBudget", "a whole number of bytes", IsWholeNumber<long>),
        Choice<LabelDecoding>("Compile:Decoding"),
        ("Compile:MinimumConfidence", "a number from 0 to 1", IsNumber<float>),
        Switch("Load:AllowNonFinite"),
        Switch("Load:AllowUnknownTensors"),
        Switch("Load:VerifyChecksum"),
        Choice<ReloadMode>("Reload:Mode"),
        Time("Reload:Delay"),
        Time("Reload:PollingInterval"),
        Text("Shadow:ModelPath"),
        ("Shadow:Share", "a number from 0 to 1", IsNumber<double>),
        ("Shadow:QueueLength", "a whole number of texts", IsWholeNumber<int>),
        Text("SelfTest:Sentence"),
        Switch("DisableHealthChecks"),
        Switch("DisableMetrics"),
        Switch("DisableTracing"),
    ];

    private static readonly HashSet<string> FirstParts =
        new(All.Select(key => key.Split(':')[0]), StringComparer.OrdinalIgnoreCase);

    private static readonly string OneOfAll = $"one of {string.Join(", ", All)}";

    /// <summary>All keys, without those of the elements of a list.</summary>
    public static IEnumerable<string> All => [.. Values.Select(value => value.Key), SlotList];

    /// <summary>Whether a name is the first part of a key.</summary>
    public static bool IsKey(string name) => FirstParts.Contains(name);

    /// <summary>What is wrong with the text of a section, one sentence for each wrong key.</summary>
    /// <param name="section">The section.</param>
    /// <param name="hasModels">Whether sections below it may be those of named models.</param>
    public static IEnumerable<string> FindProblems(IConfigurationSection section, bool hasModels)
    {
        foreach (var (key, value) in Leaves(section, prefix: ""))
        {
            // Some sources give a section without content, such as {} in JSON, an empty text as its value.
            var known = Array.Find(Values, each => string.Equals(each.Key, key, StringComparison.OrdinalIgnoreCase));
            if (known.Key is not null)
            {
                if (!known.IsValid(value))
                {
                    yield return SettingsSection.Problem(section.Path, known.Key, known.Expected, value);
                }
            }
            else if (value.Length > 0 && !IsSlot(key) && !(hasModels && IsOfNamedModel(key)))
            {
                yield return SettingsSection.Problem(section.Path, key, OneOfAll, key);
            }
        }
    }

    /// <summary>The names of an enumeration as a sentence lists them.</summary>
    public static string NamesOf<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static IEnumerable<(string Key, string Value)> Leaves(IConfigurationSection section, string prefix)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Value is { } value)
            {
                yield return (prefix + child.Key, value);
            }

            foreach (var leaf in Leaves(child, $"{prefix}{child.Key}:"))
            {
                yield return leaf;
            }
        }
    }

    private static bool IsSlot(string key) => key.StartsWith($"{SlotList}:", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfNamedModel(string key) =>
        key.Contains(':', StringComparison.Ordinal) && !IsKey(key.Split(':')[0]);

    private static (string, string, Func<string, bool>) Text(string key) => (key, "a text", _ => true);

    private static (string, string, Func<string, bool>) Switch(string key) =>
        (key, "true or false", text => bool.TryParse(text, out _));

    private static (string, string, Func<string, bool>) Time(string key) =>
        (key, "a time such as 00:00:30", text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _));

    private static (string, string, Func<string, bool>) Choice<T>(string key)
        where T : struct, Enum =>
        (key, NamesOf<T>(), text => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value));

    private static bool IsWholeNumber<T>(string text)
        where T : System.Numerics.INumberBase<T> =>
        T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);

    private static bool IsNumber<T>(string text)
        where T : System.Numerics.INumberBase<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
