using System.Globalization;
using System.Text.RegularExpressions;

namespace FastElman.Cli.Shards;

/// <summary>The names of the files that shards write.</summary>
internal static partial class ShardFileNames
{
    public const string Settings = "shards.json";
    public const string End = "end.json";

    /// <summary>The kinds of files of a block: its record, and its part as a command writes it.</summary>
    public const string Record = "json", Text = "txt", Counts = "counts";

    public static string Of(long block, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"part-{block:D8}.{kind}");

    /// <summary>The block that a file is named after; −1 where that is none.</summary>
    public static long BlockOf(string file) =>
        long.TryParse(
            BlockFile().Match(Path.GetFileName(file)).Groups[1].Value,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var block)
            ? block
            : -1;

    /// <summary>The files that shards have written to a folder, and those that they write once.</summary>
    public static string[] FilesIn(string path) =>
    [
        Path.Combine(path, Settings),
        Path.Combine(path, End),
        .. Directory.Exists(path)
            ? Directory.EnumerateFileSystemEntries(path).Where(file => BlockFile().IsMatch(Path.GetFileName(file)))
            : [],
    ];

    [GeneratedRegex(@"^part-([0-9]{8,})\.(txt|counts|json)$", RegexOptions.CultureInvariant)]
    private static partial Regex BlockFile();
}
