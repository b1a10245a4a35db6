using System.Globalization;
using System.IO.Hashing;
using System.Text.RegularExpressions;
using FastElman.Files;
using FastElman.Validation;

namespace FastElman.Cli.Shards;

/// <summary>
/// The folder that all shards of a work write to. Each file is written whole or not at all, and a block is done once
/// its record is there: its part was written before. Other files are left alone.
/// </summary>
/// <remarks>
/// Nothing is locked. Two processes that do the same block write the same bytes, and the last of them stays.
/// </remarks>
internal sealed partial class ShardFolder
{
    private const string SettingsName = "shards.json";
    private const string EndName = "end.json";

    private readonly string _path;

    private ShardFolder(string path, ShardSettings settings) => (_path, Settings) = (path, settings);

    public ShardSettings Settings { get; }

    /// <summary>The file that says how long the input is.</summary>
    public string EndPath => Path.Combine(_path, EndName);

    /// <summary>Makes a folder for some shards, or opens that of others of the same work.</summary>
    /// <exception cref="InvalidDataException">It is the folder of another work.</exception>
    /// <exception cref="IOException">It cannot be made, or its files have other uses.</exception>
    public static ShardFolder Open(string path, ShardSettings settings)
    {
        path = RequireWritable(path);
        Directory.CreateDirectory(path);
        var file = Path.Combine(path, SettingsName);

        // Whoever writes blocks has written the settings before: without these, blocks are somebody else's.
        var stranger = FilesIn(path).FirstOrDefault(File.Exists);
        if (stranger is not null && !File.Exists(file))
        {
            throw new IOException(MessageText.Sanitize(
                $"{stranger}: a shard would write this file, but the folder has no {SettingsName} that says that it "
                + "was a shard's"));
        }

        var isNew = AtomicFile.TryCreate(
            file, stream => JsonFile.Write(stream, settings, ShardJson.Default.ShardSettings));
        if (!isNew && settings.DifferenceFrom(ReadSettings(path)) is var (name, expected, found))
        {
            throw Invalid($"the folder belongs to another work, with another {name}", file, expected, found);
        }

        return new ShardFolder(path, settings);
    }

    /// <summary>Opens a folder to read what shards have written.</summary>
    /// <exception cref="IOException">It is no such folder.</exception>
    public static ShardFolder Open(string path)
    {
        if (!File.Exists(Path.Combine(path, SettingsName)))
        {
            throw new IOException(MessageText.Sanitize(
                $"{path}: this is no folder that shards write to: it has no {SettingsName}"));
        }

        RequireFiles(path);
        return new ShardFolder(path, ReadSettings(path));
    }

    /// <summary>Finds out whether files can be made in a folder, or the folder itself.</summary>
    /// <returns>The path without links.</returns>
    /// <exception cref="IOException">
    /// They cannot, or something else is in the place of one: a link would be followed, a pipe waited for.
    /// </exception>
    public static string RequireWritable(string path)
    {
        var folder = OutputFolder.Require(path, SettingsName).Path;
        RequireFiles(folder);
        return folder;
    }

    /// <summary>The files that shards have written to a folder, and those that they write once.</summary>
    public static IEnumerable<string> FilesIn(string path) =>
    [
        Path.Combine(path, SettingsName),
        Path.Combine(path, EndName),
        .. Directory.Exists(path)
            ? Directory.EnumerateFileSystemEntries(path).Where(file => BlockFile().IsMatch(Path.GetFileName(file)))
            : [],
    ];

    /// <summary>The part of a block: what was written for it.</summary>
    public string PartOf(long block) =>
        FileOf(block, Settings.Command == ShardSettings.TagCommand ? "txt" : "counts");

    /// <summary>Those of the first blocks that have a record, be it damaged, in order.</summary>
    public IEnumerable<long> FindBlocks(long count) =>
        from file in FilesIn(_path)
        let block = BlockOf(file)
        where block >= 0 && block < count && RecordOf(block) == file
        orderby block
        select block;

    /// <summary>What is recorded of a block; null where it is not done, or its record is damaged.</summary>
    public BlockRecord? FindRecord(long block)
    {
        var path = RecordOf(block);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var record = ShardJson.Read(path, ShardJson.Default.BlockRecord);
            return record.Block == block ? record : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The problem of a part, as a message says it; null where the part is whole.</summary>
    /// <param name="record">What is recorded of the block.</param>
    /// <param name="copy">Receives the bytes of the part; null for nobody.</param>
    public string? FindProblem(BlockRecord record, Stream? copy = null)
    {
        var path = PartOf(record.Block);
        if (!File.Exists(path))
        {
            return "it is missing";
        }

        using var stream = ReplacedFile.OpenRead(path);
        if (stream.Length != record.Length)
        {
            return $"it has another length: expected {record.Length}, found {stream.Length} bytes";
        }

        var hash = new XxHash128();
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            hash.Append(buffer.AsSpan(0, count));
            copy?.Write(buffer, 0, count);
        }

        var found = TextOf(hash.GetCurrentHashAsUInt128());
        return found == record.Hash ? null : $"it has another hash: expected {record.Hash}, found {found}";
    }

    /// <summary>Writes the part of a block, then its record.</summary>
    /// <param name="block">The number of the block.</param>
    /// <param name="write">Writes the part, and gives the record, from which the length and the hash are taken.</param>
    public void Write(long block, Func<Stream, BlockRecord> write)
    {
        BlockRecord? record = null;
        AtomicFile.Write(PartOf(block), stream =>
        {
            using var hashed = new HashedOutput(stream);
            record = write(hashed) with { Length = hashed.WrittenLength, Hash = TextOf(hashed.Hash) };
        });
        AtomicFile.Write(
            RecordOf(block), stream => JsonFile.Write(stream, record!, ShardJson.Default.BlockRecord));
    }

    /// <summary>How long the input is; null where nobody has read it to its end yet.</summary>
    /// <exception cref="InvalidDataException">The file is not what a shard writes.</exception>
    public InputEnd? FindEnd()
    {
        if (!File.Exists(EndPath))
        {
            return null;
        }

        var end = ShardJson.Read(EndPath, ShardJson.Default.InputEnd);
        return end is { Blocks: >= 0, Sentences: >= 0 } ? end : throw Invalid(
            "the file was not written by a shard", EndPath, "numbers of blocks and sentences", Shown(end));
    }

    /// <summary>Records how long the input is.</summary>
    /// <exception cref="InvalidDataException">Another shard has read another input.</exception>
    public void WriteEnd(InputEnd end)
    {
        if (
            !AtomicFile.TryCreate(EndPath, stream => JsonFile.Write(stream, end, ShardJson.Default.InputEnd))
                && FindEnd() is { } known
                && known != end)
        {
            throw OtherInput(EndPath, Shown(known), Shown(end));
        }
    }

    /// <summary>Refuses an input that is another than that of a record.</summary>
    /// <param name="record">The record of a block that was done before.</param>
    /// <param name="before">The hash of this input up to the beginning of the block.</param>
    /// <param name="after">The hash up to its end.</param>
    /// <exception cref="InvalidDataException">It is another.</exception>
    public void RequireSameInput(BlockRecord record, UInt128 before, UInt128 after)
    {
        var (expected, found) = (record.InputBefore + record.InputAfter, TextOf(before) + TextOf(after));
        if (expected != found)
        {
            throw OtherInput(RecordOf(record.Block), expected, found);
        }
    }

    private static void RequireFiles(string folder)
    {
        foreach (var file in FilesIn(folder))
        {
            var problem = new FileInfo(file).LinkTarget is not null
                ? "a link is where a shard writes a file"
                : OutputTarget.Find(file).Kind is not (OutputKind.Missing or OutputKind.File)
                    ? "this is no file, and a shard writes one here"
                    : null;
            if (problem is not null)
            {
                throw new IOException(MessageText.Sanitize($"{file}: {problem}"));
            }
        }
    }

    /// <summary>A hash as it is recorded.</summary>
    public static string TextOf(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The error that the input is another than that of the shards before.</summary>
    public static InvalidDataException OtherInput(string path, string expected, string found) =>
        Invalid("the input is another than before: name a new folder for it", path, expected, found);

    private static string Shown(InputEnd end) =>
        string.Create(CultureInfo.InvariantCulture, $"{end.Sentences} sentences, hash {end.Input}");

    private static ShardSettings ReadSettings(string path)
    {
        var file = Path.Combine(path, SettingsName);
        var settings = ShardJson.Read(file, ShardJson.Default.ShardSettings);
        return settings.Version == ShardSettings.CurrentVersion
            && settings.Command is ShardSettings.TagCommand or ShardSettings.EvaluateCommand
            ? settings
            : throw Invalid(
                "the folder is of another version",
                file,
                $"version {ShardSettings.CurrentVersion} of {ShardSettings.TagCommand} or "
                    + ShardSettings.EvaluateCommand,
                $"version {settings.Version} of {settings.Command}");
    }

    /// <summary>The block that a file is named after; −1 where that is none.</summary>
    private static long BlockOf(string file) =>
        long.TryParse(
            BlockFile().Match(Path.GetFileName(file)).Groups[1].Value,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var block)
            ? block
            : -1;

    private string RecordOf(long block) => FileOf(block, "json");

    private string FileOf(long block, string kind) =>
        Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"part-{block:D8}.{kind}"));

    private static InvalidDataException Invalid(
        string problem, string path, string? expected = null, string? found = null) =>
        new(FormatProblem.Describe(problem, path, null, expected, found));

    [GeneratedRegex(@"^part-([0-9]{8,})\.(txt|counts|json)$", RegexOptions.CultureInvariant)]
    private static partial Regex BlockFile();
}
