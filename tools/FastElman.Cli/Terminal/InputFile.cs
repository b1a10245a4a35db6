namespace FastElman.Cli.Terminal;

/// <summary>Opens files that a command line names.</summary>
internal static class InputFile
{
    /// <summary>Opens a file to be read.</summary>
    /// <exception cref="IOException">
    /// It cannot be read, or is a folder, of which the system would only say that access is denied.
    /// </exception>
    public static FileStream Open(string path) => Directory.Exists(path)
        ? throw new IOException($"{path}: this is a folder, not a file")
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
}
