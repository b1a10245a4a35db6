using System.IO.Compression;
using FastElman.Files;
using FastElman.Interop.Numpy;
using FastElman.Model;

namespace FastElman.Interop.Theano;

/// <summary>
/// A dump that is an .npz archive. Entries in folders and entries with other names than those of the tensors are
/// ignored, and nothing is unpacked to the disk. A zip bomb is refused by the sizes in its directory, before anything
/// is inflated.
/// </summary>
internal static class DumpArchive
{
    /// <summary>Bytes that any archive may inflate to.</summary>
    private const long AlwaysAllowed = 16L << 20;

    /// <summary>
    /// Bytes per byte of the archive that a larger one may inflate to. Weights are nearly incompressible.
    /// </summary>
    private const long LargestRatio = 50;

    /// <summary>The file mode of the entries of numpy.savez: readable and writable by the owner.</summary>
    private const int OwnerMayReadAndWrite = 0b110_000_000 << 16;

    /// <summary>
    /// The earliest time that an archive can hold. With a fixed time the same parameters give the same bytes.
    /// </summary>
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Opens an archive for as long as <paramref name="read"/> runs.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="read">Receives the entries that have the name of a tensor, in upper or lower case.</param>
    /// <exception cref="ModelFormatException">
    /// The archive is damaged, or <paramref name="read"/> refuses its entries.
    /// </exception>
    public static ElmanParameters Read(string path, Func<IReadOnlyList<DumpFile>, ElmanParameters> read)
    {
        using var stream = ReplacedFile.OpenRead(path);
        if (FileSignature.Explain(stream, "an .npz archive", FileKind.Zip) is { } problem)
        {
            throw new ModelFormatException(problem, path);
        }

        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            return read(Files(archive, path, stream.Length));
        }
        catch (Exception exception)
            when (exception is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new ModelFormatException(
                "is not a sound .npz archive",
                path,
                expected: "a zip archive",
                found: exception.Message,
                innerException: exception);
        }
    }

    /// <summary>Writes an archive as numpy.savez does: stored, not deflated.</summary>
    public static void Write(ElmanParameters parameters, string path, TheanoDialect dialect) =>
        AtomicFile.Write(path, stream => Write(parameters, stream, dialect));

    private static void Write(ElmanParameters parameters, Stream stream, TheanoDialect dialect)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var tensor in TensorNames.Tutorial)
        {
            var name = tensor.DumpName(dialect, parameters.Shape.Variant.Kind);
            var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
            entry.LastWriteTime = FixedTime;
            entry.ExternalAttributes = OwnerMayReadAndWrite;
            using var bytes = entry.Open();
            NpyWriter.Write(bytes, parameters[tensor], parameters.Shape.GetDimensions(tensor));
        }
    }

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
                throw new ModelFormatException(
                    "stands twice in the archive",
                    path,
                    tensor,
                    "one entry of each name",
                    $"two of the name {entry.FullName}");
            }

            if (entry.Length < 0 || entry.Length > left)
            {
                throw new ModelFormatException(
                    "inflates the archive beyond measure",
                    path,
                    tensor,
                    $"at most {allowed} bytes in all entries",
                    $"{entry.Length} bytes in {entry.FullName}");
            }

            left -= entry.Length;
        }

        return [.. files.Values];
    }
}
