using System.Globalization;
using System.IO.Hashing;
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
internal sealed class ShardFolder
{
    private readonly string _path;

    private readonly IReadOnlyList<string> _files;

    private ShardFolder(string path, ShardSettings settings, IReadOnlyList<string> files) =>
        (_path, Settings, _files) = (path, settings, files);

    public ShardSettings Settings { get; }

    /// <summary>The file that says how long the input is.</summary>
    public string EndPath => Path.Combine(_path, ShardFileNames.End);

    /// <summary>
    /// Makes a folder for some shards, or opens that of others of the same work. Its files are those of shards, as
    /// <see cref="RequireWritable"/> has found out.
    /// </summary>
    /// <exception cref="InvalidDataException">It is the folder of another work.</exception>
    /// <exception cref="IOException">It cannot be made, or its files have other uses.</exception>
    public static ShardFolder Open(string path, ShardSettings settings)
    {
        path = OutputFolder.Require(path, ShardFileNames.Settings).Path;
        RequireSameWork(path, settings);
        Directory.CreateDirectory(path);
        if (!AtomicFile.TryCreate(
            Path.Combine(path, ShardFileNames.Settings),
            stream => JsonFile.Write(stream, settings, ShardJson.Default.ShardSettings)))
        {
            RequireSameWork(path, settings);
        }

        LeftFiles.RemoveIn(path);
        return new ShardFolder(path, settings, []);
    }

    /// <summary>Finds out whether a folder, where there is one, is that of the same work. Makes nothing.</summary>
    /// <exception cref="InvalidDataException">It is the folder of another work.</exception>
    /// <exception cref="IOException">Its files have other uses.</exception>
    public static void RequireSameWork(string path, ShardSettings settings)
    {
        var file = Path.Combine(path, ShardFileNames.Settings);
        if (File.Exists(file))
        {
            if (settings.DifferenceFrom(ReadSettings(path)) is var (name, expected, found))
            {
                throw Invalid($"the folder belongs to another work, with another {name}", file, expected, found);
            }

            return;
        }

        // Whoever writes blocks has written the settings before: without these, blocks are somebody else's.
        if (ShardFileNames.FilesIn(path).FirstOrDefault(File.Exists) is { } stranger && !File.Exists(file))
        {
            throw new IOException(MessageText.Sanitize(
                $"{stranger}: a shard would write this file, but the folder has no {ShardFileNames.Settings} that says "
                + "that it was a shard's"));
        }
    }

    /// <summary>Opens a folder to read what shards have written.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="files">Its files, as <see cref="ShardFileNames.FilesIn"/> lists them.</param>
    /// <exception cref="IOException">It is no such folder.</exception>
    public static ShardFolder Open(string path, IReadOnlyList<string> files)
    {
        if (!File.Exists(Path.Combine(path, ShardFileNames.Settings)))
        {
            throw new IOException(MessageText.Sanitize(
                $"{path}: this is no folder that shards write to: it has no {ShardFileNames.Settings}"));
        }

        RequireFiles(files);
        return new ShardFolder(path, ReadSettings(path), files);
    }

    /// <summary>Finds out whether files can be made in a folder, or the folder itself.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="files">Its files, as <see cref="ShardFileNames.FilesIn"/> lists them.</param>
    /// <exception cref="IOException">
    /// They cannot, or something else is in the place of one: a link would be followed, a pipe waited for.
    /// </exception>
    public static void RequireWritable(string path, IReadOnlyList<string> files)
    {
        OutputFolder.Require(path, ShardFileNames.Settings);
        RequireFiles(files);
    }

    /// <summary>The part of a block: what was written for it.</summary>
    public string PartOf(long block) =>
        FileOf(
            block,
            Settings.Command == ShardSettings.TagCommand ? ShardFileNames.Text : ShardFileNames.Counts);

    /// <summary>The first blocks that had a record when the folder was opened, be it damaged, in order.</summary>
    public IEnumerable<long> FindBlocks(long count) =>
        from file in _files
        let block = ShardFileNames.BlockOf(file)
        where block >= 0 && block < count && RecordOf(block) == file
        orderby block
        select block;

    /// <summary>What is recorded of a block; null where it is not done, or its record is damaged.</summary>
    public BlockRecord? FindRecord(long block)
    {
        var path = RecordOf(block);
        try
        {
            // Most blocks have none yet; one may be removed by another shard meanwhile.
            var record = File.Exists(path) ? ShardJson.Read(path, ShardJson.Default.BlockRecord) : null;
            return record?.Block == block ? record : null;
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The problem of a part, as a message says it; null where the part is whole.</summary>
    /// <param name="record">What is recorded of the block.</param>
    /// <param name="copy">Receives the bytes of the part; null for nobody.</param>
    public string? FindProblem(BlockRecord record, Stream? copy = null)
    {
        using var stream = OpenPart(record.Block);
        if (stream is null)
        {
            return "it is missing";
        }

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
    public BlockRecord Write(long block, Func<Stream, BlockRecord> write)
    {
        BlockRecord? record = null;
        AtomicFile.Write(
            PartOf(block),
            stream =>
            {
                using var hashed = new HashedOutput(stream);
                record = write(hashed) with { Length = hashed.WrittenLength, Hash = TextOf(hashed.Hash) };
            },
            isTidy: true);
        AtomicFile.Write(
            RecordOf(block),
            stream => JsonFile.Write(stream, record!, ShardJson.Default.BlockRecord),
            isTidy: true);
        return record!;
    }

    /// <summary>Removes a block, unless another has written it since, of another input.</summary>
    public void Remove(BlockRecord record)
    {
        if (FindRecord(record.Block) is { } found && Input(found) == Input(record))
        {
            File.Delete(RecordOf(record.Block));
            File.Delete(PartOf(record.Block));
        }
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
    /// <exception cref="OtherInputException">Another shard has read another input.</exception>
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

    /// <summary>Refuses an input that is another than that of what is recorded.</summary>
    /// <param name="read">The record of a block as it was just read.</param>
    /// <param name="neighbours">
    /// Whether those beside it count too, and the end: what is recorded then fits, as far as anybody knows.
    /// </param>
    /// <exception cref="OtherInputException">It is another.</exception>
    public void RequireFits(BlockRecord read, bool neighbours)
    {
        Require(read.Block, record => Input(record), Input(read));
        if (!neighbours)
        {
            return;
        }

        Require(read.Block - 1, record => record.InputAfter, read.InputBefore);
        Require(read.Block + 1, record => record.InputBefore, read.InputAfter);
        if (FindEnd() is { } end)
        {
            var isAfter = read.Block >= end.Blocks;
            if (isAfter || (read.Block == end.Blocks - 1 && read.InputAfter != end.Input))
            {
                throw OtherInput(EndPath, Shown(end), isAfter ? "more" : $"hash {read.InputAfter}");
            }
        }

        void Require(long block, Func<BlockRecord, string> hashes, string found)
        {
            if (block >= 0 && FindRecord(block) is { } record && hashes(record) is var expected && expected != found)
            {
                throw OtherInput(RecordOf(block), expected, found);
            }
        }
    }

    /// <returns>Null where there is none: another shard may remove it at any time.</returns>
    private FileStream? OpenPart(long block)
    {
        var path = PartOf(block);
        try
        {
            return File.Exists(path) ? ReplacedFile.OpenRead(path) : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void RequireFiles(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            OwnFile.Require(file, "a file of a shard");
        }
    }

    /// <summary>What a record says of the input.</summary>
    private static string Input(BlockRecord record) => string.Create(
        CultureInfo.InvariantCulture, $"{record.InputBefore} to {record.InputAfter}, {record.Sentences} sentences");

    /// <summary>A hash as it is recorded.</summary>
    public static string TextOf(UInt128 hash) => hash.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The error that the input is another than that of the shards before.</summary>
    public static OtherInputException OtherInput(string path, string expected, string found) => new(
        FormatProblem.Describe(
            "the input is another than before: name a new folder for it", path, null, expected, found));

    private static string Shown(InputEnd end) =>
        string.Create(CultureInfo.InvariantCulture, $"{end.Sentences} sentences, hash {end.Input}");

    private static ShardSettings ReadSettings(string path)
    {
        var file = Path.Combine(path, ShardFileNames.Settings);
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

    private string RecordOf(long block) => FileOf(block, ShardFileNames.Record);

    private string FileOf(long block, string kind) => Path.Combine(_path, ShardFileNames.Of(block, kind));

    private static InvalidDataException Invalid(
        string problem, string path, string? expected = null, string? found = null) =>
        new(FormatProblem.Describe(problem, path, null, expected, found));
}
