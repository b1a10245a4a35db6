using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// Writes a file whole or not at all: under a temporary name in the same folder, flushed to the disk, then renamed over
/// the target. A reader sees the old file or the new one, and a failed write leaves the old one as it was.
/// </summary>
/// <remarks>
/// <para>
/// A link is followed, not replaced; where it leads to no file yet, that file is made. Other hard links of the file
/// keep its old content. The new file has the permissions of the old one, and its owner and group as far as the system
/// allows. A file that may not be written is not replaced, although its folder would allow that.
/// </para>
/// <para>
/// A device, a pipe and an open descriptor (/dev/stdout) take what is written once all of it is there; a folder and a
/// socket are refused.
/// </para>
/// <para>
/// What a killed process left of an earlier write of the same file is removed, at once, or after a day on file systems
/// that do not tell whether anybody still writes it. Thread-safe; where several write one file at the same time, the
/// last one stays, whole.
/// </para>
/// </remarks>
internal static class AtomicFile
{
    /// <summary>
    /// Writes <paramref name="path"/> through <paramref name="write"/>, which gets a stream that can seek.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="isTidy">
    /// Whether nothing is looked for that a killed process left, which reads the whole folder: for many files of one,
    /// after <see cref="LeftFiles.RemoveIn"/>.
    /// </param>
    /// <param name="isWanted">
    /// Asked at the last moment, with all of a file on the disk: where the path is no longer this process's to write,
    /// nothing is changed. Null where it is in any case.
    /// </param>
    public static void Write(string path, Action<Stream> write, bool isTidy = false, Func<bool>? isWanted = null)
    {
        var target = OutputTarget.Find(path).Require();
        if (target.IsFile)
        {
            Replace(target, write, isTidy: isTidy, isWanted: isWanted);
        }
        else if (isWanted?.Invoke() != false)
        {
            Pass(target, write);
        }
    }

    /// <summary>
    /// Writes a file where there is none, whole or not at all. Of several that write it at the same time, one does.
    /// </summary>
    /// <returns>Whether it was written; false where something stands there, which stays.</returns>
    public static bool TryCreate(string path, Action<Stream> write)
    {
        var target = OutputTarget.Find(path).Require();
        return target.Kind == OutputKind.Missing && Replace(target, write, overwrite: false);
    }

    /// <summary>Finds out whether a path can be written, before the work of making what goes there.</summary>
    /// <param name="path">The path. What stands there is not changed.</param>
    /// <exception cref="IOException">It cannot be written; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Require(string path)
    {
        var target = OutputTarget.Find(path).Require();
        if (target.IsFile)
        {
            RequireReplaceable(target);
            TemporaryFile.Create(target.Path, isPrivate: true).Dispose();
        }
        else
        {
            Gather(target).Dispose();
            if (target.Kind != OutputKind.Pipe || target.Descriptor is not null)
            {
                Open(target).Dispose();
            }
            else if (ObstacleOf(target.Path) is { } obstacle)
            {
                // Opening it would wait for its reader.
                throw MayNotBeWritten(target, "pipe", obstacle);
            }
        }
    }

    /// <returns>
    /// False where another has made the file meanwhile, which is not overwritten, or it is no longer wanted.
    /// </returns>
    private static bool Replace(
        OutputTarget target,
        Action<Stream> write,
        bool overwrite = true,
        bool isTidy = false,
        Func<bool>? isWanted = null)
    {
        RequireReplaceable(target);
        if (!isTidy)
        {
            LeftFiles.RemoveBeside(target.Path);
        }

        using var temporary = TemporaryFile.Create(target.Path, isPrivate: target.Status is not null);
        try
        {
            write(temporary.Stream);
            if (target.Status is { } replaced)
            {
                temporary.TakeAfter(target.Path, replaced);
            }

            return temporary.TryMoveTo(target.Path, overwrite, isWanted);
        }
        catch (Exception e) when (temporary.About(e, target.Path) is var about && about != e)
        {
            throw about;
        }
    }

    /// <summary>Gathers all of it first, so that nothing half goes out.</summary>
    private static void Pass(OutputTarget target, Action<Stream> write)
    {
        using var gathered = Gather(target);
        write(gathered);
        gathered.Position = 0;
        using var stream = Open(target);
        try
        {
            gathered.CopyTo(stream);
            stream.Flush();
        }
        catch (IOException e)
        {
            throw target.Error($"it takes no more: {SystemMessage.Of(e)}", e);
        }
    }

    /// <summary>An empty file without a name.</summary>
    private static FileStream Gather(OutputTarget target)
    {
        var folder = Path.GetTempPath();
        try
        {
            var gathered = new FileStream(
                Path.Combine(folder, Path.GetRandomFileName()),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.Delete,
                    Options = FileOptions.DeleteOnClose,
                });
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(gathered.Name);
            }

            return gathered;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw target.Error(
                $"it is gathered in the folder for temporary files, {folder}, in which no file can be made: "
                + SystemMessage.Of(e),
                e);
        }
    }

    private static Stream Open(OutputTarget target)
    {
        if (!OperatingSystem.IsWindows() && target.Descriptor is { } descriptor)
        {
            var stream = new DescriptorStream(descriptor);
            try
            {
                // Nothing, which a descriptor that is only read refuses.
                stream.Write([]);
                return stream;
            }
            catch (IOException e)
            {
                throw target.Error($"descriptor {descriptor} cannot be written: {SystemMessage.Of(e)}", e);
            }
        }

        try
        {
            return new FileStream(target.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw target.Error($"it cannot be opened to be written: {SystemMessage.Of(e)}", e);
        }
    }

    /// <summary>Refuses an old file that is protected, or that no other can take the place of.</summary>
    /// <exception cref="IOException">It is a mount point.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be replaced.</exception>
    public static void RequireReplaceable(OutputTarget target)
    {
        var folder = OperatingSystem.IsWindows() ? null : UnixFile.Find(Path.GetDirectoryName(target.Path)!);
        if (folder is { IsProtected: true })
        {
            throw MayNotBeWritten(target, "file", "its folder is protected from changes");
        }

        if (target.Kind == OutputKind.Missing)
        {
            return;
        }

        if (folder is { } around && target.Status is { } old)
        {
            RequireReplaceable(target, old, around);
        }

        if (ObstacleOf(target.Path) is { } obstacle)
        {
            throw MayNotBeWritten(target, "file", obstacle);
        }
    }

    private static void RequireReplaceable(OutputTarget target, UnixFileStatus old, UnixFileStatus folder)
    {
        if (old.Mount != folder.Mount)
        {
            throw target.Error("this is a mount point, which cannot be replaced");
        }

        if (old.IsProtected)
        {
            throw MayNotBeWritten(target, "file", "it is protected from changes");
        }

        if (
            !OperatingSystem.IsWindows()
                && folder.IsSticky
                && UnixFile.FindUser() is { } user and not 0
                && user != old.Owner
                && user != folder.Owner)
        {
            throw MayNotBeWritten(target, "file", "it is another user's, and so is its folder, which is sticky");
        }
    }

    private static UnauthorizedAccessException MayNotBeWritten(OutputTarget target, string what, string reason) =>
        new(MessageText.Sanitize($"{target.Name}: the {what} may not be written: {reason}"));

    private static string? ObstacleOf(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return UnixFile.FindObstacle(path);
        }

        try
        {
            new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SystemMessage.Of(e);
        }
    }
}
