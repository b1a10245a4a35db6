using System.IO.Compression;
using FastElman.Files;
using FastElman.Interop.Numpy;

namespace FastElman.Interop.Theano;

/// <summary>
/// A dump that is an .npz archive. Entries that have no name of a tensor, and all in folders, are left alone; nothing is ever unpacked
/// to the disk. A zip bomb is refused by the sizes that its directory states, before anything is inflated.
/// </summary>
internal static class DumpArchive
{
    /// <summary>Bytes that a dump may always inflate to, whatever the size of its archive.</summary>
    private const long AlwaysAllowed = 16L << 20;

    /// <summary>Weights are nearly incompressible: what inflates to more than this many times the archive is no dump.</summary>
    private const long LargestRatio = 50;

    /// <summary>As numpy.savez marks its entries: readable and writable by the owner.</summary>
    private const int OwnerMayReadAndWrite = 0b110_000_000 << 16;

    /// <summary>The earliest time that an archive can state: the same parameters give the same bytes whenever they are written.</summary>
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Opens an archive for as long as <paramref name="read"/> runs.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="read">Gets the entries that have the name of a tensor, but for upper and lower case.</param>
    /// <exception cref="ModelFormatException">The archive is broken, or <paramref name="read"/> says so.</exception>
    public static ElmanParameters Read(string path, Func<IReadOnlyList<DumpFile>, ElmanParameters> read)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return read(Files(archive, path, stream.Length));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelFormatException("is not a sound .npz archive", path, innerException: exception, expected: "a zip archive", found: exception.Message);
        }
    }

    /// <summary>Writes an archive as numpy.savez does: stored, not deflated.</summary>
    public static void Write(ElmanParameters parameters, string path, TheanoDialect dialect) => AtomicFile.Write(path, stream =>
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var tensor in TensorNames.All)
        {
            var entry = archive.CreateEntry(tensor.DumpName(dialect, parameters.Shape.Variant.Kind), CompressionLevel.NoCompression);
            entry.LastWriteTime = FixedTime;
            entry.ExternalAttributes = OwnerMayReadAndWrite;
            using var bytes = entry.Open();
            NpyWriter.Write(bytes, parameters[tensor], parameters.Shape.Dimensions(tensor));
        }
    });

    private static IReadOnlyList<DumpFile> Files(ZipArchive archive, string path, long archiveLength)
    {
        var allowed = Math.Max(AlwaysAllowed, LargestRatio * archiveLength);
        var left = allowed;
        var files = new Dictionary<string, DumpFile>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries.Where(entry => DumpNames.IsDumpName(entry.FullName)))
        {
            var tensor = Path.GetFileNameWithoutExtension(entry.FullName);
            if (!files.TryAdd(entry.FullName, new ArchiveDumpFile(entry, path)))
            {
                throw new ModelFormatException("stands twice in the archive", path, tensor, "one entry of each name", $"two of the name {entry.FullName}");
            }

            if (entry.Length < 0 || entry.Length > left)
            {
                throw new ModelFormatException(
                    "inflates the archive beyond measure", path, tensor, $"at most {allowed} bytes in all entries", $"{entry.Length} bytes in {entry.FullName}");
            }

            left -= entry.Length;
        }

        return [.. files.Values];
    }
}
