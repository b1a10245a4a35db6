using System.Diagnostics;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// A file that one process at a time holds, or several that share it, and that is removed when the last lets go of it.
/// </summary>
/// <remarks>
/// A process that is killed holds it no longer, but leaves it behind: that keeps nobody from taking it. The file is
/// empty. What has content or is no file is somebody else's: it is refused, because it would be removed.
/// </remarks>
internal sealed class FileLock : IDisposable
{
    /// <summary>EWOULDBLOCK of Linux and macOS, and ERROR_SHARING_VIOLATION of Windows as an HRESULT.</summary>
    private const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35, SharingViolation = unchecked((int)0x80070020);

    /// <summary>Many times as long as who was the last to share a file holds it alone, to remove it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly string _path;
    private readonly FileStream _stream;
    private readonly bool _isShared;

    private FileLock(string path, FileStream stream, bool isShared) =>
        (_path, _stream, _isShared) = (path, stream, isShared);

    /// <summary>Makes the file, or opens what a killed process left, and holds it.</summary>
    /// <exception cref="IOException">
    /// Another holds it (<see cref="IsHeld"/>), it cannot be made, or something else is in its place.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static FileLock Take(string path)
    {
        while (true)
        {
            RequireEmpty(path);
            var stream = new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
            if (IsStillAt(path, stream))
            {
                return new FileLock(path, stream, isShared: false);
            }

            stream.Dispose();
        }
    }

    /// <summary>As <see cref="Take"/>, but together with others that share the file.</summary>
    /// <exception cref="IOException">
    /// Another holds it alone (<see cref="IsHeld"/>), it cannot be made, or something else is in its place.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static FileLock Share(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            RequireEmpty(path);
            try
            {
                // What is only read is locked for all readers together, also on the file systems of networks.
                var stream = new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
                if (IsStillAt(path, stream))
                {
                    return new FileLock(path, stream, isShared: true);
                }

                stream.Dispose();
            }
            catch (IOException e) when (IsHeld(e) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }

    /// <summary>Refuses what is not an empty file: to take it as a lock would remove it at the end.</summary>
    /// <exception cref="IOException">It is a link, a folder, a device, or a file with content.</exception>
    public static void RequireEmpty(string path)
    {
        OwnFile.Require(path, "a lock");
        if (LengthOf(new FileInfo(path)) > 0)
        {
            throw new IOException(MessageText.Sanitize(
                $"{path}: a file with content is where a lock has to be, which is empty and removed at the end"));
        }
    }

    /// <summary>Whether a file could not be opened because another process holds it.</summary>
    public static bool IsHeld(IOException exception) => exception.HResult == (
        OperatingSystem.IsWindows() ? SharingViolation
        : OperatingSystem.IsLinux() ? WouldBlockOnLinux
        : WouldBlockOnMac);

    /// <summary>Removes the file, unless others share it, and only then lets others take it.</summary>
    public void Dispose()
    {
        if (_isShared)
        {
            _stream.Dispose();
            RemoveUnlessHeld();
            return;
        }

        try
        {
            if (!OperatingSystem.IsWindows() && !_stream.SafeFileHandle.IsClosed)
            {
                File.Delete(_path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its folder has gone, or is now read-only: a file that nobody holds harms nobody.
        }

        _stream.Dispose();
    }

    private void RemoveUnlessHeld()
    {
        try
        {
            Take(_path).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another holds it, or its folder has gone, or is now read-only.
        }
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // Who held it has removed it just now.
            return 0;
        }
    }

    /// <summary>
    /// Unix opens a file and locks it in two steps. In between, who held it may have removed it, and a third may have
    /// made and locked another one at its place.
    /// </summary>
    private static bool IsStillAt(string path, FileStream stream) =>
        OperatingSystem.IsWindows()
        || UnixFile.Find($"/dev/fd/{stream.SafeFileHandle.DangerousGetHandle()}") is not { } held
        || UnixFile.Find(path)?.Identity == held.Identity;
}
