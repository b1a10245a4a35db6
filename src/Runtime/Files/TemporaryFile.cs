using System.Buffers;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// The file beside a target in which its new content is gathered. Its name has 48 characters whatever that of the
/// target is, and begins with a hash of it. It is open, and on Unix so locked, until it has taken its place: a
/// temporary file that nobody holds was left by a process that was killed.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Prefix = ".fastelman-";
    private const string Suffix = ".tmp";
    private const string LockSuffix = "lock";
    private const int HashDigits = 16;
    private const int RandomDigits = 16;

    /// <summary>
    /// Of others who tidy at the very moment a file is made: Unix makes it and locks it in two steps.
    /// </summary>
    private const int MostAttempts = 100;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private readonly string _path;
    private bool _isMoved;

    private TemporaryFile(string path, FileStream stream) => (_path, Stream) = (path, stream);

    public FileStream Stream { get; }

    /// <summary>Makes an empty file beside a target.</summary>
    /// <param name="target">The full path of the target, without links.</param>
    /// <param name="isPrivate">Whether nobody but the owner may open it: it replaces a file that may be so.</param>
    public static TemporaryFile Create(string target, bool isPrivate)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = $"{PrefixOf(target)}{Guid.NewGuid().ToString("N")[..RandomDigits]}{Suffix}";
            var path = Path.Combine(Path.GetDirectoryName(target)!, name);
            try
            {
                var stream = new FileStream(path, Options(isPrivate));
                if (File.Exists(path))
                {
                    return new TemporaryFile(path, stream);
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

    /// <summary>The file that keeps others from a target for longer than it takes to write it.</summary>
    public static string LockBeside(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, PrefixOf(target) + LockSuffix);

    /// <summary>The exception that says that no file can be made beside a target, and why.</summary>
    public static Exception NoFile(string target, Exception exception)
    {
        var message = MessageText.Sanitize(
            $"{target}: no file can be made in its folder: {SystemMessage.Of(exception)}");
        return exception is UnauthorizedAccessException
            ? new UnauthorizedAccessException(message, exception)
            : new IOException(message, exception) { HResult = exception.HResult };
    }

    /// <summary>Removes what killed processes left beside a target.</summary>
    public static void Tidy(string target) => Remove(Path.GetDirectoryName(target)!, PrefixOf(target));

    /// <summary>Removes what killed processes left in a folder, whatever they wrote.</summary>
    public static void TidyFolder(string folder) => Remove(folder, Prefix);

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
    /// <returns>Whether it has its place: false only where it may not replace a file that is there.</returns>
    public bool TryMoveTo(string target, bool overwrite)
    {
        Stream.Flush(flushToDisk: true);
        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be renamed there.
            Stream.Dispose();
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

    private static string PrefixOf(string target)
    {
        var hash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(Path.GetFileName(target).AsSpan()));
        return $"{Prefix}{hash:x16}-";
    }

    private static void Remove(string folder, string prefix)
    {
        foreach (var path in FilesIn(folder, $"{prefix}*{Suffix}"))
        {
            if (!IsName(Path.GetFileName(path)))
            {
                continue;
            }

            try
            {
                using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                if (OperatingSystem.IsWindows())
                {
                    held.Dispose();
                }

                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process holds it, or has removed it, or it is another user's.
            }
        }
    }

    /// <summary>None in a folder that may be written into but not listed.</summary>
    private static string[] FilesIn(string folder, string pattern)
    {
        try
        {
            return Directory.GetFiles(folder, pattern);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether a name is one that is given here: two hexadecimal numbers, which no user thinks of.</summary>
    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length != Prefix.Length + HashDigits + 1 + RandomDigits + Suffix.Length)
        {
            return false;
        }

        var numbers = name[Prefix.Length..^Suffix.Length];
        return numbers[HashDigits] == '-'
            && !numbers[..HashDigits].ContainsAnyExcept(Digits)
            && !numbers[(HashDigits + 1)..].ContainsAnyExcept(Digits);
    }
}
