namespace FastElman.Files;

/// <summary>Whether a folder takes names that differ in case for one.</summary>
internal static class FolderCase
{
    /// <summary>Tries it beside a file that need not exist, in a folder that exists.</summary>
    /// <param name="path">The full path of the file.</param>
    public static bool IsIgnored(string path)
    {
        try
        {
            using var tried = TemporaryFile.Create(path, isPrivate: true);
            var name = tried.Stream.Name;
            return File.Exists(Path.Combine(Path.GetDirectoryName(name)!, Path.GetFileName(name).ToUpperInvariant()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
