using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// What a path to write means: a file to be replaced or made, with all links followed, or a device, a pipe or an open
/// descriptor, which take what is written and stay what they are.
/// </summary>
internal sealed class OutputTarget
{
    /// <summary>The beginning of the path of a device of Windows, which NUL and CON have in full.</summary>
    private const string WindowsDevice = @"\\.\";

    private OutputTarget(string name, string path, OutputKind kind, int? descriptor, UnixFileStatus? status) =>
        (Name, Path, Kind, Descriptor, Status) = (name, path, kind, descriptor, status);

    /// <summary>The path as it was given, for messages.</summary>
    public string Name { get; }

    /// <summary>The path without links.</summary>
    public string Path { get; }

    public OutputKind Kind { get; }

    /// <summary>The open descriptor of this process that the path means (/dev/stdout); or null.</summary>
    public int? Descriptor { get; }

    /// <summary>What the system tells about what stands there; null where that is nothing or not known.</summary>
    public UnixFileStatus? Status { get; }

    /// <summary>Whether a file is made or replaced; else what is there takes the bytes.</summary>
    public bool IsFile => Descriptor is null && Kind is OutputKind.File or OutputKind.Missing;

    /// <summary>Finds out what a path means. Nothing is opened.</summary>
    /// <exception cref="IOException">The links of the path lead in a circle.</exception>
    public static OutputTarget Find(string path)
    {
        var resolved = LinkedPath.Resolve(path, out var descriptor);
        var status = OperatingSystem.IsWindows() ? null : UnixFile.Find(descriptor is null ? resolved : path);
        return new OutputTarget(path, resolved, status?.Kind ?? KindOf(resolved), descriptor, status);
    }

    /// <summary>Refuses what no file can be written to: a folder, a socket, a missing folder around it.</summary>
    /// <exception cref="IOException">It is such a thing; the message says which.</exception>
    public OutputTarget Require()
    {
        if (Kind == OutputKind.Folder)
        {
            throw Error("a folder is where the file has to be");
        }

        if (Descriptor is { } descriptor)
        {
            return Status is not null
                ? this
                : throw Error($"there is no open descriptor {descriptor}");
        }

        if (Kind == OutputKind.Socket)
        {
            throw Error("this is a socket, which no file can be written to");
        }

        if (Kind != OutputKind.Device && System.IO.Path.GetDirectoryName(Path) is { } folder)
        {
            RequireFolder(folder);
        }

        if (Kind is OutputKind.Missing or OutputKind.File)
        {
            RequireName();
        }

        return this;
    }

    /// <summary>An error about the path, as an exception about a file.</summary>
    public IOException Error(string problem, Exception? innerException = null) =>
        new(MessageText.Sanitize($"{Name}: {problem}"), innerException);

    private void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? Error($"{folder} is a file, not a folder to write into")
                : new DirectoryNotFoundException(
                    MessageText.Sanitize($"{Name}: there is no folder {folder} to write it into"));
        }
    }

    private void RequireName()
    {
        if (
            EndsAsFolder(Name)
                || System.IO.Path.GetFileName(Path) is not { Length: > 0 } name
                || (OperatingSystem.IsWindows() && name.AsSpan().ContainsAny(System.IO.Path.GetInvalidFileNameChars())))
        {
            throw Error("this is not the name of a file");
        }

        if (!OperatingSystem.IsWindows() && UnixFile.IsTooLong(Path))
        {
            throw new PathTooLongException(MessageText.Sanitize($"{Name}: the name is too long for a file here"));
        }
    }

    private static bool EndsAsFolder(string path) => System.IO.Path.EndsInDirectorySeparator(path);

    private static OutputKind KindOf(string path)
    {
        if (Directory.Exists(path))
        {
            return OutputKind.Folder;
        }

        return OperatingSystem.IsWindows() && path.StartsWith(WindowsDevice, StringComparison.Ordinal)
            ? OutputKind.Device
            : File.Exists(path) ? OutputKind.File : OutputKind.Missing;
    }
}
