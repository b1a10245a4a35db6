using System.IO.Compression;
using FastElman.Interop.Numpy;

namespace FastElman.Interop.Theano;

/// <summary>One file of a dump, in a folder or in an archive, that has the name of a tensor (but for upper and lower case).</summary>
/// <param name="name">The name without a folder.</param>
/// <param name="location">What messages call it: its path, or that of the archive.</param>
internal abstract class DumpFile(string name, string location)
{
    public string Name { get; } = name;

    public string Location { get; } = location;

    /// <summary>Reads and checks the header, no value.</summary>
    public NpyHeader ReadHeader(ElmanTensor tensor)
    {
        using var stream = Open(out var length);
        return NpyReader.ReadHeader(stream, length, new TensorLocation(Location, tensor.FileName()));
    }

    /// <summary>Reads header and values.</summary>
    public virtual NpyArray Read(ElmanTensor tensor)
    {
        using var stream = Open(out var length);
        return NpyReader.Read(stream, length, new TensorLocation(Location, tensor.FileName()));
    }

    /// <summary>Opens the file at its first byte and tells its length.</summary>
    protected abstract Stream Open(out long length);
}

/// <summary>A file of a dump that is a folder.</summary>
internal sealed class FolderDumpFile(string path) : DumpFile(Path.GetFileName(path), path)
{
    protected override Stream Open(out long length)
    {
        var stream = File.OpenRead(Location);
        length = stream.Length;
        return stream;
    }
}

/// <summary>An entry of a dump that is an archive.</summary>
internal sealed class ArchiveDumpFile(ZipArchiveEntry entry, string archivePath) : DumpFile(entry.FullName, archivePath)
{
    /// <summary>The checksum is compared first: damage to the values would go unnoticed.</summary>
    public override NpyArray Read(ElmanTensor tensor)
    {
        using (var stream = entry.Open())
        {
            if (Crc32.Of(stream, out var length) != entry.Crc32 || length != entry.Length)
            {
                throw new TensorLocation(Location, tensor.FileName()).Error(
                    "is damaged", $"{entry.Length} bytes with the checksum {entry.Crc32:x8}", $"other bytes ({length} of them)");
            }
        }

        return base.Read(tensor);
    }

    protected override Stream Open(out long length)
    {
        length = entry.Length;
        return entry.Open();
    }
}
