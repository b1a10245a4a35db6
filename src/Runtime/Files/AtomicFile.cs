using FastElman.Validation;

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
        if (Path.GetDirectoryName(target) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                MessageText.Sanitize($"{path}: there is no folder {folder} to write it into"));
        }

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
        catch (Exception e)
        {
            // Deleting in a folder that does not exist would throw, and hide why the write failed.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            if (Renamed(e, temporary, target) is { } renamed)
            {
                throw renamed;
            }

            throw;
        }
    }

    /// <summary>
    /// The exception with the target in place of the temporary file, of which the caller knows nothing; null where the
    /// message does not name that.
    /// </summary>
    private static Exception? Renamed(Exception exception, string temporary, string target)
    {
        if (!exception.Message.Contains(temporary, StringComparison.Ordinal))
        {
            return null;
        }

        var message = exception.Message.Replace(temporary, target, StringComparison.Ordinal);
        return exception switch
        {
            UnauthorizedAccessException => new UnauthorizedAccessException(message, exception),
            PathTooLongException => new PathTooLongException(message, exception),
            IOException => new IOException(message, exception) { HResult = exception.HResult },
            _ => null,
        };
    }
}
