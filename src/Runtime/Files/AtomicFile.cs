namespace FastElman.Files;

/// <summary>
/// Writes a file whole or not at all: under a temporary name in the same folder, flushed to the disk, then renamed over
/// the target. A reader sees the old file or the new one, and a failed write leaves the old one as it was. A link is
/// followed, not replaced.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var target = new FileInfo(path) is { Exists: true } file
            && file.ResolveLinkTarget(returnFinalTarget: true) is { } linked
            ? linked.FullName
            : Path.GetFullPath(path);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            // Deleting in a folder that does not exist would throw, and hide why the write failed.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw;
        }
    }
}
