using System.IO.Compression;
using FastElman.Files;
using FastElman.Interop.Archives;
using FastElman.Interop.Numpy;
using FastElman.Model;

namespace FastElman.Interop.Theano;

/// <summary>
/// One file of a dump, in a folder or in an archive, that has the name of a tensor in upper or lower case.
/// </summary>
/// <param name="name">The name without a folder.</param>
/// <param name="location">The name in messages: the path of the file, or that of the archive.</param>
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

    /// <summary>Reads the values.</summary>
    /// <param name="tensor">The tensor that the file holds.</param>
    /// <param name="shape">The shape that the header had before.</param>
    /// <param name="values">Receives the values row by row.</param>
    public virtual void ReadValues(ElmanTensor tensor, int[] shape, Span<float> values)
    {
        var location = new TensorLocation(Location, tensor.FileName());
        using var stream = Open(out var length);
        var header = NpyReader.ReadHeader(stream, length, location);
        if (!header.Shape.AsSpan().SequenceEqual(shape))
        {
            throw location.Error(
                "changed while it was read", NpyHeader.ShapeText(shape), NpyHeader.ShapeText(header.Shape));
        }

        NpyReader.ReadValues(stream, header, values, length, location);
    }

    /// <summary>Opens the file at its first byte and gives its length.</summary>
    protected abstract Stream Open(out long length);
}

/// <summary>A file of a dump that is a folder.</summary>
internal sealed class FolderDumpFile(string path) : DumpFile(Path.GetFileName(path), path)
{
    protected override Stream Open(out long length)
    {
        var stream = ReplacedFile.OpenRead(Location);
        length = stream.Length;
        return stream;
    }
}

/// <summary>An entry of a dump that is an archive.</summary>
internal sealed class ArchiveDumpFile(ZipArchiveEntry entry, string archivePath) : DumpFile(entry.FullName, archivePath)
{
    /// <summary>Compares the checksum before it reads.</summary>
    public override void ReadValues(ElmanTensor tensor, int[] shape, Span<float> values)
    {
        if (CheckedEntry.FindDamage(entry) is var (expected, found))
        {
            throw new TensorLocation(Location, tensor.FileName()).Error("is damaged", expected, found);
        }

        base.ReadValues(tensor, shape, values);
    }

    protected override Stream Open(out long length)
    {
        length = entry.Length;
        return entry.Open();
    }
}
