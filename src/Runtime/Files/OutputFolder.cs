namespace FastElman.Files;

/// <summary>A folder that files are written into.</summary>
internal static class OutputFolder
{
    /// <summary>Finds out whether files can be made in a folder, or the folder itself.</summary>
    /// <param name="path">The folder; nothing has to be there, but the folder above it has to.</param>
    /// <param name="file">The name of a file that will be written there.</param>
    /// <exception cref="IOException">They cannot; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not.</exception>
    public static OutputTarget Require(string path, string file)
    {
        var target = OutputTarget.Find(Path.TrimEndingDirectorySeparator(path));
        if (target.Kind is not (OutputKind.Folder or OutputKind.Missing))
        {
            throw target.Error("a file is where the folder has to be");
        }

        if (target.Kind == OutputKind.Missing)
        {
            target.Require();
        }

        var inside = target.Kind == OutputKind.Folder ? Path.Combine(target.Path, file) : target.Path;
        TemporaryFile.Create(inside, isPrivate: true).Dispose();
        return target;
    }
}
