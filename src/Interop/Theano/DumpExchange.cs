using FastElman.Files;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman.Interop.Theano;

/// <summary>
/// Exchanges the files of a dump for those of another. They are written into a working folder inside the dump, which
/// may be a mount point: renaming has to stay on one file system. Then all old files are moved out, and only then the
/// first new one is moved in: at no moment files of two models stand side by side, and a dump with a file too few is an
/// error to every reader.
/// </summary>
/// <remarks>
/// A process that is killed in between leaves the old files in the working folder, where the error of a reader says
/// that they are. The next write removes them once its own files are in place. A lock keeps a second writer out.
/// </remarks>
internal sealed class DumpExchange : IDisposable
{
    /// <summary>The working folder, a name that no user gives.</summary>
    public const string FolderName = ".fastelman-dump.tmp";

    private const string LockName = "lock";
    private const string NewName = "new";
    private const string OldPrefix = "old-";

    /// <summary>Of another process that removes its working folder at the very moment.</summary>
    private const int MostAttempts = 100;

    private readonly string _target;
    private readonly FileLock _lock;

    private DumpExchange(string target, FileLock @lock) => (_target, _lock) = (target, @lock);

    /// <summary>Where the new files are written, before any old one is touched.</summary>
    public string NewFolder => Path.Combine(WorkingFolder, NewName);

    private string WorkingFolder => Path.Combine(_target, FolderName);

    /// <summary>Begins an exchange, and keeps others from beginning one.</summary>
    /// <param name="target">The folder of the dump, which exists.</param>
    /// <exception cref="IOException">Another process exchanges its files, or it cannot be written into.</exception>
    public static DumpExchange Begin(string target)
    {
        var working = Path.Combine(target, FolderName);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Make(working);
                return new DumpExchange(target, FileLock.Take(Path.Combine(working, LockName)));
            }
            catch (DirectoryNotFoundException) when (attempt < MostAttempts)
            {
            }
            catch (IOException e) when (FileLock.IsHeld(e))
            {
                throw new IOException(
                    MessageText.Sanitize(
                        $"{target}: another process is writing this dump ({SystemMessage.Of(e)})"),
                    e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                DeleteIfEmpty(working);
                throw new IOException(
                    MessageText.Sanitize($"{target}: it cannot be written into: {SystemMessage.Of(e)}"), e);
            }
        }
    }

    /// <summary>The old files of a write that has not ended or was interrupted; null where there is none.</summary>
    public static string? FindOldFiles(string target)
    {
        var working = Path.Combine(target, FolderName);
        try
        {
            return Directory.Exists(working)
                ? Directory.GetDirectories(working, $"{OldPrefix}*")
                    .FirstOrDefault(folder => Directory.EnumerateFileSystemEntries(folder).Any())
                : null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return working;
        }
    }

    /// <summary>
    /// The exception with the dump in place of the working folder, of which the caller knows nothing; the same where
    /// the message does not name that.
    /// </summary>
    public Exception About(Exception exception) => TemporaryFile.About(exception, NewFolder, _target);

    /// <summary>Puts the new files in the place of the old ones; where that fails, the old ones are put back.</summary>
    /// <param name="names">The names of the new files.</param>
    public void Exchange(IReadOnlyList<string> names)
    {
        var oldFolder = Directory.CreateDirectory(
            Path.Combine(WorkingFolder, $"{OldPrefix}{Guid.NewGuid():N}")).FullName;
        var moves = new Stack<(string From, string To)>();
        try
        {
            foreach (var path in DumpFolder.Replaced(_target))
            {
                Move(path, Path.Combine(oldFolder, Path.GetFileName(path)), moves);
            }

            foreach (var name in names)
            {
                var path = Path.Combine(_target, name);
                if (File.Exists(path))
                {
                    // A file whose name differs in case, on a file system that ignores case.
                    Move(path, Path.Combine(oldFolder, $"{moves.Count}.npy"), moves);
                }

                Move(Path.Combine(NewFolder, name), path, moves);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Undo(moves, oldFolder, e);
            throw;
        }

        foreach (var folder in Directory.GetDirectories(WorkingFolder, $"{OldPrefix}*"))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes what is left of the new files, and the working folder unless old files are in it.</summary>
    public void Dispose()
    {
        if (Directory.Exists(NewFolder))
        {
            Directory.Delete(NewFolder, recursive: true);
        }

        foreach (var folder in Directory.GetDirectories(WorkingFolder, $"{OldPrefix}*"))
        {
            DeleteIfEmpty(folder);
        }

        _lock.Dispose();
        DeleteIfEmpty(WorkingFolder);
    }

    /// <summary>
    /// Nobody else looks into it: old files may be private, and new ones are until they are in place. What is in it is
    /// deleted, so it has to be a folder of this user, not one that a link leads to.
    /// </summary>
    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (UnixFile.Find(folder)?.Owner is { } owner && UnixFile.FindUser() is { } user && owner != user)
            {
                throw new IOException($"its folder {FolderName}, of a write that was killed, is another user's");
            }
        }

        if (new DirectoryInfo(folder).LinkTarget is not null)
        {
            throw new IOException($"{FolderName} in it is a link, and not the folder of an earlier write");
        }
    }

    private static void Move(string from, string to, Stack<(string From, string To)> moves)
    {
        try
        {
            File.Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The base library links the file at its new place first, and may then not be able to remove the old one.
            if (
                !OperatingSystem.IsWindows()
                    && UnixFile.Find(from)?.Identity is { } identity
                    && UnixFile.Find(to)?.Identity == identity)
            {
                File.Delete(to);
            }

            throw;
        }

        moves.Push((from, to));
    }

    private static void Undo(Stack<(string From, string To)> moves, string oldFolder, Exception reason)
    {
        while (moves.TryPop(out var move))
        {
            try
            {
                File.Move(move.To, move.From);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new IOException(
                    MessageText.Sanitize(
                        $"{move.From}: the dump is incomplete, its old files are in {oldFolder}: {reason.Message}"),
                    reason);
            }
        }
    }

    /// <summary>Another process may have begun to use it.</summary>
    private static void DeleteIfEmpty(string folder)
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
