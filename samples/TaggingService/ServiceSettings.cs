using FastElman.Samples.TaggingService.Lifetime;
using FastElman.Samples.TaggingService.Limits;

namespace FastElman.Samples.TaggingService;

/// <summary>The names of the service's own settings. Binding would pass over one that is misspelt.</summary>
internal static class ServiceSettings
{
    private const string Section = "Service:";

    private static readonly string[] Names =
    [
        .. typeof(LimitSettings).GetProperties().Select(setting => $"{LimitSettings.SectionName}:{setting.Name}"),
        .. typeof(DrainSettings).GetProperties().Select(setting => $"{DrainSettings.SectionName}:{setting.Name}"),
    ];

    /// <summary>Refuses settings that do not exist.</summary>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public static void RequireNames(IConfiguration configuration)
    {
        foreach (var (path, value) in configuration.AsEnumerable())
        {
            if (!string.IsNullOrEmpty(value) && ExpectedFor(path) is { } expected)
            {
                throw new InvalidOperationException($"Setting {path} does not exist: expected {expected}.");
            }
        }
    }

    /// <returns>What the name should be; null where it is right, or that of somebody else's setting.</returns>
    private static string? ExpectedFor(string path)
    {
        if (path.StartsWith(Section, StringComparison.OrdinalIgnoreCase))
        {
            return Names.Contains(path, StringComparer.OrdinalIgnoreCase)
                ? null
                : $"one of {string.Join(", ", Names)}";
        }

        // All environment variables are settings: a section is taken for this one only where its name is nearly the
        // same and it has one of these settings.
        var end = path.IndexOf(':', StringComparison.Ordinal) + 1;
        return IsMisspelt(path[..end])
            ? Names.FirstOrDefault(
                name => string.Equals(name[Section.Length..], path[end..], StringComparison.OrdinalIgnoreCase))
            : null;
    }

    /// <summary>
    /// Whether a name begins and ends as the section does, but for two characters: another character, one more or less,
    /// or two that have changed places.
    /// </summary>
    private static bool IsMisspelt(string name)
    {
        var (found, right) = (name.ToUpperInvariant(), Section.ToUpperInvariant());
        var start = found.AsSpan().CommonPrefixLength(right);
        var rest = Math.Min(found.Length, right.Length) - start;
        var end = 0;
        while (end < rest && found[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }

        return Math.Max(found.Length, right.Length) - start - end <= 2;
    }
}
