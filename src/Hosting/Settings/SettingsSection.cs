using System.Globalization;
using System.Text;

namespace FastElman.Extensions.Hosting.Settings;

/// <summary>Where the settings of a model are, and how a sentence about one of them reads.</summary>
internal static class SettingsSection
{
    /// <summary>What logs, metrics and messages call the model without a name.</summary>
    private const string NameOfUnnamed = "default";

    /// <summary>The path of the section of a model; the name is empty for the model without one.</summary>
    public static string PathOf(string name) => name.Length == 0
        ? FastElmanSettings.DefaultSectionName
        : $"{FastElmanSettings.DefaultSectionName}:{name}";

    /// <summary>What logs and metrics call a model.</summary>
    public static string ShownName(string name) => name.Length == 0 ? NameOfUnnamed : name;

    /// <summary>The sentence about a wrong setting.</summary>
    /// <param name="section">The path of the section.</param>
    /// <param name="key">The key below it.</param>
    /// <param name="expected">What would be right.</param>
    /// <param name="found">What is there; null for nothing.</param>
    public static string Problem(string section, string key, string expected, string? found) =>
        Shown($"Setting {section}:{key} is wrong: expected {expected}, found "
            + $"{(found is null ? "nothing" : $"\"{found}\"")}.");

    /// <summary>
    /// Refuses a name that could not be told from a setting, or from another model: sections, health checks and the
    /// tags of metrics do not tell upper case from lower case, or look as if they did not.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="others">The names of the models that were added before.</param>
    /// <exception cref="ArgumentException">The name cannot be that of a model.</exception>
    public static void RequireName(string name, IEnumerable<string> others)
    {
        if (name.Contains(':', StringComparison.Ordinal) || SettingsKeys.IsKey(name) || IsSame(name, NameOfUnnamed))
        {
            throw new ArgumentException(
                $"A model cannot be named \"{name}\": expected a name without colons that is neither a setting nor "
                    + $"\"{NameOfUnnamed}\".",
                nameof(name));
        }

        if (others.FirstOrDefault(each => each != name && IsSame(each, name)) is { } other)
        {
            throw new ArgumentException(
                $"A model cannot be named \"{name}\": expected a name that differs from \"{other}\" in more than case.",
                nameof(name));
        }
    }

    /// <summary>The sentence on one line of a log, whatever the keys and values of a configuration are.</summary>
    private static string Shown(string sentence)
    {
        var shown = new StringBuilder(sentence.Length);
        foreach (var rune in sentence.EnumerateRunes())
        {
            shown.Append(IsInvisible(rune) ? Rune.ReplacementChar : rune);
        }

        return shown.ToString();
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control
        or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator;

    private static bool IsSame(string name, string other) =>
        string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
