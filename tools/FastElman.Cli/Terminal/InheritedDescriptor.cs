namespace FastElman.Cli.Terminal;

/// <summary>
/// Whether a descriptor was open when the process started. Where it was not (<c>&lt;&amp;-</c>, <c>&gt;&amp;-</c>,
/// <c>2&gt;&amp;-</c> in a shell, or /dev/fd/N of a number that nobody opened), the runtime's own pipes and files get
/// its number, and reading from it or writing to it would disturb them.
/// </summary>
internal static class InheritedDescriptor
{
    /// <summary>FD_CLOEXEC as the flags in /proc show it: O_CLOEXEC.</summary>
    private const int CloseOnExecute = 0x80000;

    /// <summary>
    /// Whether the descriptor was closed. A descriptor that closes on exec cannot have been inherited, so it is another
    /// file that took the free number. False where the system does not tell.
    /// </summary>
    /// <param name="descriptor">The number: that of a standard stream, or any that a path names.</param>
    public static bool WasClosed(int descriptor)
    {
        if (!Directory.Exists("/proc/self/fdinfo"))
        {
            return false;
        }

        try
        {
            foreach (var line in File.ReadLines($"/proc/self/fdinfo/{descriptor}"))
            {
                if (line.StartsWith("flags:", StringComparison.Ordinal))
                {
                    return (Convert.ToInt32(line["flags:".Length..].Trim(), 8) & CloseOnExecute) != 0;
                }
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
