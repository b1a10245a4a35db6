using FastElman.Files;
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
    /// The files that a new dump takes the place of: those that have a name of either dialect or network.
    /// </summary>
    public static IReadOnlyList<string> Replaced(string path) =>
    [
        .. Directory.EnumerateFileSystemEntries(path)
            .Where(file => TensorNames.Tutorial.Any(tensor => tensor.HasExactName(Path.GetFileName(file))))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a dump. Files that are exchanged meanwhile are an error, whatever their shapes.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="read">Reads the files that have the name of a tensor, in upper or lower case.</param>
    public static ElmanParameters Read(string path, Func<IReadOnlyList<DumpFile>, ElmanParameters> read)
    {
        var before = DumpSnapshot.Of(path);
        if (!before.IsComplete && DumpExchange.FindOldFiles(path) is { } old)
        {
            throw new ModelFormatException(
                "the dump is being written, or a write of it was interrupted",
                path,
                expected: "the seven files of one model",
                found: $"{before.Count} files; those before are in {old}");
        }

        var parameters = read(Files(path));
        return before.IsSame(DumpSnapshot.Of(path))
            ? parameters
            : throw new ModelFormatException("the dump has changed while it was read", path);
    }

    /// <summary>Writes all seven files or, where anything fails, none. Other files in the folder stay.</summary>
    public static void Write(ElmanParameters parameters, string path, TheanoDialect dialect)
    {
        var target = Find(path);
        var isNew = target.Kind == OutputKind.Missing;
        try
        {
            Directory.CreateDirectory(target.Path);
            Exchange(parameters, target.Path, dialect);
        }
        catch (Exception) when (isNew && Directory.Exists(target.Path))
        {
            Directory.Delete(target.Path);
            throw;
        }
    }

    /// <summary>Finds out whether a dump can be written, before the work of making it.</summary>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Require(string path)
    {
        var target = Find(path);
        if (target.Kind == OutputKind.Missing)
        {
            TemporaryFile.Create(target.Path, isPrivate: true).Dispose();
        }
        else
        {
            DumpExchange.Begin(target.Path).Dispose();
        }
    }

    private static OutputTarget Find(string path)
    {
        var target = OutputTarget.Find(Path.TrimEndingDirectorySeparator(path));
        if (target.Kind == OutputKind.Missing)
        {
            return target.Require();
        }

        if (target.Kind != OutputKind.Folder)
        {
            throw target.Error("a file is where the folder has to be");
        }

        foreach (var file in Replaced(target.Path))
        {
            var old = OutputTarget.Find(file);
            if (old.Kind is not (OutputKind.File or OutputKind.Missing))
            {
                throw new IOException(MessageText.Sanitize($"{file}: this is no file, and cannot be replaced by one"));
            }

            AtomicFile.RequireReplaceable(old);
        }

        return target;
    }

    private static void Exchange(ElmanParameters parameters, string target, TheanoDialect dialect)
    {
        using var exchange = DumpExchange.Begin(target);
        try
        {
            WriteInto(exchange, parameters, target, dialect);
        }
        catch (Exception e) when (exchange.About(e) is var about && about != e)
        {
            throw about;
        }
    }

    private static void WriteInto(
        DumpExchange exchange, ElmanParameters parameters, string target, TheanoDialect dialect)
    {
        if (Directory.Exists(exchange.NewFolder))
        {
            // A process that wrote here was killed.
            Directory.Delete(exchange.NewFolder, recursive: true);
        }

        Directory.CreateDirectory(exchange.NewFolder);
        var kind = parameters.Shape.Variant.Kind;
        foreach (var tensor in TensorNames.Tutorial)
        {
            var name = tensor.DumpName(dialect, kind);
            var file = Path.Combine(exchange.NewFolder, name);
            NpyWriter.Write(file, parameters.ArrayOf(tensor), parameters.Shape.GetDimensions(tensor));
            _ = TryTakeAfter(Path.Combine(target, name), file)
                || TryTakeAfter(Path.Combine(target, tensor.OtherName(dialect, kind)), file);
        }

        exchange.Exchange([.. TensorNames.Tutorial.Select(tensor => tensor.DumpName(dialect, kind))]);
    }

    /// <summary>Gives a new file the rights of an old one, where there is one.</summary>
    private static bool TryTakeAfter(string old, string file)
    {
        var target = OutputTarget.Find(old);
        if (OperatingSystem.IsWindows() || target.Status is not { } replaced)
        {
            return false;
        }

        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        FileRights.TakeAfter(target.Path, replaced, handle);
        return true;
    }
}
