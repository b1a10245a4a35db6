using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// The file beside a target in which its new content is gathered, under a <see cref="TemporaryName"/>. It is open, and
/// on Unix so locked, until it has taken its place: a temporary file that nobody holds was left by a process that was
/// killed.
/// </summary>
/// <remarks>
/// On NFS and SMB the base library takes no shared lock on a file that is written. Whoever makes a file there finds
/// that out, and says so in its name; and whoever tidies there knows by a file of its own that locks tell nothing
/// (<see cref="LeftFiles"/>).
/// </remarks>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>
    /// Of others who tidy at the very moment a file is made: Unix makes it and locks it in two steps.
    /// </summary>
    private const int MostAttempts = 100;

    private readonly string _path;
    private bool _isMoved;

    private TemporaryFile(string path, FileStream stream, bool isLocked) =>
        (_path, Stream, IsLocked) = (path, stream, isLocked);

    public FileStream Stream { get; }

    /// <summary>Whether others can find out by a lock that the file is being written.</summary>
    public bool IsLocked { get; }

    /// <summary>Makes an empty file beside a target.</summary>
    /// <param name="target">The full path of the target, without links.</param>
    /// <param name="isPrivate">Whether nobody but the owner may open it: it replaces a file that may be so.</param>
    public static TemporaryFile Create(string target, bool isPrivate)
    {
        var isLocked = true;
        for (var attempt = 1; ; attempt++)
        {
            var path = TemporaryName.NewBeside(target, isLocked);
            try
            {
                var stream = new FileStream(path, Options(isPrivate));
                if (!isLocked || IsHeld(path))
                {
                    if (File.Exists(path))
                    {
                        return new TemporaryFile(path, stream, isLocked);
                    }
                }
                else
                {
                    // Unless it was removed just now, locks tell others nothing here.
                    isLocked = !File.Exists(path);
                    Remove(path);
                }

                stream.Dispose();
            }
            catch (IOException e) when (attempt < MostAttempts && FileLock.IsHeld(e))
            {
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw NoFile(target, e);
            }

            if (attempt == MostAttempts)
            {
                throw new IOException(MessageText.Sanitize($"{target}: other processes remove what is written"));
            }
        }
    }

    /// <summary>The exception that says that no file can be made beside a target, and why.</summary>
    public static Exception NoFile(string target, Exception exception)
    {
        var message = MessageText.Sanitize(
            $"{target}: no file can be made in its folder: {SystemMessage.Of(exception)}");
        return exception is UnauthorizedAccessException
            ? new UnauthorizedAccessException(message, exception)
            : new IOException(message, exception) { HResult = exception.HResult };
    }

    /// <summary>
    /// The exception with the target in place of the temporary file, of which the caller knows nothing; the same where
    /// the message does not name that.
    /// </summary>
    public static Exception About(Exception exception, string temporary, string target)
    {
        if (!exception.Message.Contains(temporary, StringComparison.Ordinal))
        {
            return exception;
        }

        var message = MessageText.Sanitize(exception.Message.Replace(temporary, target, StringComparison.Ordinal));
        return exception switch
        {
            UnauthorizedAccessException => new UnauthorizedAccessException(message, exception),
            PathTooLongException => new PathTooLongException(message, exception),
            IOException => new IOException(message, exception) { HResult = exception.HResult },
            _ => exception,
        };
    }

    /// <summary>The exception with the target in place of this file.</summary>
    public Exception About(Exception exception, string target) => IsTooLong(exception)
        ? new IOException(MessageText.Sanitize($"{target}: no file may be so long here"), exception)
        : About(exception, _path, target);

    /// <summary>Gives the file the permissions, the owner and the group of the one that it will replace.</summary>
    /// <param name="target">The path of that file.</param>
    /// <param name="replaced">What the system tells about it.</param>
    public void TakeAfter(string target, UnixFileStatus replaced)
    {
        if (!OperatingSystem.IsWindows())
        {
            FileRights.TakeAfter(target, replaced, Stream.SafeFileHandle);
        }
    }

    /// <summary>Flushes the file to the disk and puts it in the place of the target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="isWanted">Asked at the last moment; null where it is wanted in any case.</param>
    /// <returns>
    /// Whether it has its place: false only where it may not replace a file that is there, or is no longer wanted.
    /// </returns>
    public bool TryMoveTo(string target, bool overwrite, Func<bool>? isWanted = null)
    {
        Stream.Flush(flushToDisk: true);
        if (isWanted?.Invoke() == false)
        {
            return false;
        }

        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be renamed there.
            Stream.Dispose();
        }
        else if (!overwrite && UnixFile.TryLink(_path, target) is { } isNew)
        {
            // Its first name is removed at the end.
            return isNew;
        }

        try
        {
            File.Move(_path, target, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(target))
        {
            return false;
        }

        _isMoved = true;
        return true;
    }

    /// <summary>
    /// Removes the file, unless it has been moved. Does not fail: the reason why it was not moved is told, and what
    /// cannot be removed the next one that writes the target removes.
    /// </summary>
    public void Dispose()
    {
        try
        {
            // Writes what is still gathered, for which a full disk has no room.
            Stream.Dispose();
        }
        catch (Exception e) when (!_isMoved && (e is IOException || IsTooLong(e)))
        {
        }

        if (!_isMoved)
        {
            Remove(_path);
        }
    }

    /// <summary>
    /// FileShare.Delete is a shared lock on Unix: it keeps those out who tidy, who want an exclusive one, but not those
    /// who read the file as soon as it has taken its place. Only what may be read can be locked so everywhere.
    /// </summary>
    private static FileStreamOptions Options(bool isPrivate)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
        };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>What the base library makes of EFBIG: a limit of the process or of the file system.</summary>
    private static bool IsTooLong(Exception exception) =>
        exception is ArgumentOutOfRangeException { ParamName: "value" };

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Whether another could find out that a file is open here.</summary>
    private static bool IsHeld(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // Nor can whoever tidies open it.
            return true;
        }
        catch (IOException e)
        {
            return FileLock.IsHeld(e);
        }
    }
}
