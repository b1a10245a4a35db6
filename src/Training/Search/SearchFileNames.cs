using System.Globalization;
using System.Text.RegularExpressions;

namespace FastElman.Training.Search;

/// <summary>The names of the files of a search.</summary>
internal static partial class SearchFileNames
{
    public const string Identity = "search.json";

    public const string Lock = "search.lock";

    public const string BestModel = "best.safetensors";

    public const string Table = "trials.tsv";

    /// <summary>The kinds of files of a trial.</summary>
    public const string Result = "json", Model = "safetensors", Checkpoint = "checkpoint", Claim = "claim";

    /// <summary>A claim that is being taken from a process that is gone.</summary>
    public const string ExpiredClaim = "expired";

    public static string Of(int trial, string kind) => $"trial-{trial:D4}.{kind}";

    /// <summary>The name that a claim has while it is looked at for the last time; no other process gives it.</summary>
    public static string OfExpired(int trial) => Of(trial, $"{ExpiredClaim}-{Guid.NewGuid():N}");

    /// <summary>What the name of a file says about a trial; null for another name.</summary>
    public static (int Trial, string Kind)? Parse(string path) =>
        TrialFile().Match(Path.GetFileName(path)) is { Success: true } match
            ? (
                int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture),
                match.Groups["kind"].Value)
            : null;

    /// <summary>Whether this is one of the temporary names that earlier versions gave to files of a search.</summary>
    public static bool IsEarlierTemporary(string path) => EarlierTemporaryFile().IsMatch(Path.GetFileName(path));

    [GeneratedRegex(
        @"^trial-(?<number>[0-9]{4})\.(?:(?<kind>json|safetensors|checkpoint|claim)|(?<kind>expired)-[0-9a-f]{32})$",
        RegexOptions.CultureInvariant)]
    private static partial Regex TrialFile();

    [GeneratedRegex(
        @"^(trial-[0-9]{4}\.(json|safetensors|checkpoint)|best\.safetensors|trials\.tsv|search\.json)"
            + @"\.[0-9a-f]{32}\.tmp$",
        RegexOptions.CultureInvariant)]
    private static partial Regex EarlierTemporaryFile();
}
