using FastElman.Interop.Numpy;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman.Interop.Theano;

/// <summary>A dump that is a folder of seven .npy files.</summary>
internal static class DumpFolder
{
    /// <summary>The files that have the name of a tensor, in upper or lower case.</summary>
    public static IReadOnlyList<DumpFile> Files(string path) =>
    [
        .. Directory.EnumerateFileSystemEntries(path)
            .Where(file => DumpNames.IsDumpName(Path.GetFileName(file)))
            .Order(StringComparer.Ordinal)
            .Select(file => new FolderDumpFile(file)),
    ];

    /// <summary>
    /// Writes all seven files; where anything fails before the first is in place, none. Other files in the folder stay.
    /// </summary>
    public static void Write(ElmanParameters parameters, string path, TheanoDialect dialect)
    {
        if (File.Exists(path))
        {
            throw new IOException(MessageText.Sanitize($"{path}: a file is where the folder has to be"));
        }

        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(target) is { } parent && !Directory.Exists(parent))
        {
            throw new DirectoryNotFoundException(
                MessageText.Sanitize($"{path}: there is no folder {parent} to write it into"));
        }

        // Beside a new folder, but inside an existing one, which may be a mount point: renaming has to stay on one file
        // system.
        var isNew = !Directory.Exists(target);
        var suffix = $".{Guid.NewGuid():N}.tmp";
        var temporary = isNew ? target + suffix : Path.Combine(target, suffix);
        try
        {
            Directory.CreateDirectory(temporary);
            foreach (var tensor in TensorNames.Tutorial)
            {
                var file = Path.Combine(temporary, tensor.DumpName(dialect, parameters.Shape.Variant.Kind));
                NpyWriter.Write(file, parameters.ArrayOf(tensor), parameters.Shape.GetDimensions(tensor));
            }

            if (isNew)
            {
                Directory.Move(temporary, target);
            }
            else
            {
                Replace(target, temporary, dialect, parameters.Shape.Variant.Kind);
            }
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>
    /// Renames each new file over the old one. An old file of the other dialect or network is replaced first and then
    /// takes the new name: left in place, it would make the dump ambiguous, and deleting it afterwards would delete the
    /// new file on a file system that ignores case.
    /// </summary>
    private static void Replace(string target, string temporary, TheanoDialect dialect, NetworkKind kind)
    {
        var old = Directory.EnumerateFiles(target).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        foreach (var tensor in TensorNames.Tutorial)
        {
            var name = tensor.DumpName(dialect, kind);
            var otherName = tensor.OtherName(dialect, kind);
            var source = Path.Combine(temporary, name);
            if (otherName != name && old.Contains(otherName))
            {
                File.Move(source, Path.Combine(target, otherName), overwrite: true);
                source = Path.Combine(target, otherName);
            }

            File.Move(source, Path.Combine(target, name), overwrite: true);
        }
    }
}
