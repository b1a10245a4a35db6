using System.Runtime.Versioning;

namespace FastElman.Files;

/// <summary>Permissions, owner and group of a file on Unix.</summary>
[UnsupportedOSPlatform("windows")]
internal static class FileRights
{
    private const UnixFileMode All = (UnixFileMode)0xFFF;
    private const UnixFileMode Special = UnixFileMode.SetUser | UnixFileMode.SetGroup | UnixFileMode.StickyBit;
    private const UnixFileMode Group =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    private const UnixFileMode Other =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The bits of others lie so far below those of the group.</summary>
    private const int GroupShift = 3;

    /// <summary>Leaves the owner or the group as it is.</summary>
    private const uint Keep = uint.MaxValue;

    /// <summary>
    /// Gives a file the permissions, the owner and the group of the one that it will replace. Where it cannot have the
    /// group, its own group gets what everybody has and no more; where it cannot have the owner, it stays with who
    /// wrote it.
    /// </summary>
    public static void TakeAfter(UnixFileStatus replaced, string path)
    {
        var mode = (UnixFileMode)replaced.Mode & All;
        var own = UnixFile.Find(path);
        if (own?.Group != replaced.Group && !UnixFile.TryChangeOwner(path, Keep, replaced.Group))
        {
            mode &= ~Special & (~Group | (UnixFileMode)((int)(mode & Other) << GroupShift));
        }

        if (own?.Owner != replaced.Owner && !UnixFile.TryChangeOwner(path, replaced.Owner, Keep))
        {
            mode &= ~Special;
        }

        File.SetUnixFileMode(path, mode);
    }
}
