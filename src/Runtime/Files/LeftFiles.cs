namespace FastElman.Files;

/// <summary>Removes the temporary files that killed processes have left.</summary>
/// <remarks>
/// A lock tells whether somebody still writes one, where whoever made it and whoever tidies have found that locks work.
/// Else only its age does, by the clock of the file system: clocks of different machines are not compared.
/// </remarks>
internal static class LeftFiles
{
    /// <summary>
    /// After so long without a write, a file that no lock speaks of counts as left behind. No writer pauses so long.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    /// <summary>Removes what was left beside a target.</summary>
    public static void RemoveBeside(string target) =>
        Remove(Path.GetDirectoryName(target)!, TemporaryName.PrefixOf(target));

    /// <summary>Removes what was left in a folder, whatever it was to become.</summary>
    public static void RemoveIn(string folder) => Remove(folder, TemporaryName.Prefix);

    private static void Remove(string folder, string prefix)
    {
        var left = FilesIn(folder, $"{prefix}*{TemporaryName.Suffix}");
        if (left.Length > 0 && TryCreateIn(folder) is { } own)
        {
            using (own)
            {
                Remove(left, own);
            }
        }
    }

    /// <summary>Removes those that nobody writes.</summary>
    /// <param name="paths">What may be temporary files.</param>
    /// <param name="own">A file beside them that was made just now: it shows the time, and what locks tell.</param>
    private static void Remove(string[] paths, TemporaryFile own)
    {
        var now = File.GetLastWriteTimeUtc(own.Stream.Name);
        foreach (var path in paths)
        {
            if (!TemporaryName.TryParse(Path.GetFileName(path), out var isLocked))
            {
                continue;
            }

            try
            {
                if (!(isLocked && own.IsLocked) && now - File.GetLastWriteTimeUtc(path) < LongestPause)
                {
                    continue;
                }

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

    /// <summary>Null where no file can be made, and so none be removed.</summary>
    private static TemporaryFile? TryCreateIn(string folder)
    {
        try
        {
            return TemporaryFile.Create(Path.Combine(folder, nameof(LeftFiles)), isPrivate: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
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
}
