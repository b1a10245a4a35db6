using System.Diagnostics;

namespace FastElman.Files;

/// <summary>Opens a file that <see cref="AtomicFile"/> may replace at the same time.</summary>
/// <remarks>
/// Who tidies holds a temporary file for a moment, to see whether anybody else does. Where that file takes its place in
/// this very moment, the new content is the held one, and whoever opens it is refused although nothing is wrong.
/// </remarks>
internal static class ReplacedFile
{
    /// <summary>Many times what a moment of another process lasts on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Opens it to be read, and waits for a moment where another process holds it.</summary>
    /// <exception cref="IOException">It cannot be read, or another process goes on holding it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            }
            catch (IOException e) when (FileLock.IsHeld(e) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}
