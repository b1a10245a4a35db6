using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

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
    /// Gives an open file the permissions, the owner, the group and the access control list of the one that it will
    /// replace. Where it cannot have the group or the list, its group gets what everybody has and no more; where it
    /// cannot have the owner, it stays with who wrote it.
    /// </summary>
    /// <remarks>
    /// The file is known by its handle: who may write into the folder could put another one in the place of its name,
    /// and so have the permissions of that one changed.
    /// </remarks>
    public static void TakeAfter(string target, UnixFileStatus replaced, SafeFileHandle file)
    {
        var mode = (UnixFileMode)replaced.Mode & All;
        if (!UnixFile.TryChangeOwner(file, Keep, replaced.Group))
        {
            mode = WithoutGroup(mode) & ~Special;
        }

        if (!UnixFile.TryChangeOwner(file, replaced.Owner, Keep))
        {
            mode &= ~Special;
        }

        // With a list the bits of the group are those of everybody in the list.
        var list = UnixAccessList.Read(target);
        File.SetUnixFileMode(file, list is null ? mode : WithoutGroup(mode));
        if (UnixAccessList.TryWrite(file, list) && list is not null)
        {
            File.SetUnixFileMode(file, mode);
        }
    }

    private static UnixFileMode WithoutGroup(UnixFileMode mode) =>
        mode & (~Group | (UnixFileMode)((int)(mode & Other) << GroupShift));
}
