namespace FastElman.Extensions.Hosting.Watching;

/// <summary>
/// What tells one content of a file from the next without reading it: where links lead, length and time of the last
/// write.
/// </summary>
internal readonly record struct FileStamp(string? Target, long Length, DateTime LastWrite)
{
    /// <summary>The stamp of a file; that of no file where there is none, or it cannot be looked at.</summary>
    public static FileStamp Of(string path)
    {
        try
        {
            // Kubernetes replaces a file by turning a link to another folder.
            var file = (FileInfo?)File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            return file.Exists ? new FileStamp(file.FullName, file.Length, file.LastWriteTimeUtc) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
