using FastElman.Files;
using FastElman.Model;

namespace FastElman.Interop.Theano;

/// <summary>Which files of a dump stand in a folder at a moment: those of two models are never the same.</summary>
internal sealed class DumpSnapshot
{
    private readonly SeenFile[] _files;

    private DumpSnapshot(SeenFile[] files) => _files = files;

    /// <summary>Files with the name of a tensor, in upper or lower case.</summary>
    public int Count => _files.Length;

    /// <summary>Whether every tensor has a file of exactly its name.</summary>
    public bool IsComplete => TensorNames.Tutorial.All(tensor => _files.Any(file => tensor.HasExactName(file.Name)));

    /// <summary>Looks at a folder.</summary>
    public static DumpSnapshot Of(string folder) => new(
    [
        .. Directory.EnumerateFileSystemEntries(folder)
            .Where(path => DumpNames.IsDumpName(Path.GetFileName(path)))
            .Order(StringComparer.Ordinal)
            .Select(path => new FileInfo(path))
            .Select(file => new SeenFile(
                file.Name,
                file.Exists ? file.Length : 0,
                file.LastWriteTimeUtc,
                OperatingSystem.IsWindows() ? null : UnixFile.Find(file.FullName)?.Identity)),
    ]);

    /// <summary>Whether the same files with the same content stand there in another.</summary>
    public bool IsSame(DumpSnapshot other) => _files.AsSpan().SequenceEqual(other._files);

    private sealed record SeenFile(string Name, long Length, DateTime Written, FileIdentity? Identity);
}
