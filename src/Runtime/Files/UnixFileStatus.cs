namespace FastElman.Files;

/// <summary>What stat tells about a file of a Unix system.</summary>
/// <param name="Device">The number of the file system.</param>
/// <param name="Inode">The number of the file in it.</param>
/// <param name="Mode">The type of the file and its permissions, as st_mode.</param>
/// <param name="Owner">The number of the user.</param>
/// <param name="Group">The number of the group.</param>
/// <param name="Mount">The number of the mount; 0 where the system does not tell.</param>
/// <param name="Attributes">stx_attributes of Linux; 0 where the system does not tell.</param>
internal readonly record struct UnixFileStatus(
    ulong Device, ulong Inode, uint Mode, uint Owner, uint Group, ulong Mount, ulong Attributes)
{
    private const uint TypeBits = 0xF000;

    /// <summary>S_ISVTX.</summary>
    private const uint StickyBit = 0x200;

    /// <summary>STATX_ATTR_IMMUTABLE and STATX_ATTR_APPEND.</summary>
    private const ulong Immutable = 0x10, AppendOnly = 0x20;

    public FileIdentity Identity => new(Device, Inode);

    /// <summary>Whether its files can be replaced only by their owners and its own (/tmp).</summary>
    public bool IsSticky => (Mode & StickyBit) != 0;

    /// <summary>Whether nobody may replace it or, of a folder, what is in it (chattr +i, +a).</summary>
    public bool IsProtected => (Attributes & (Immutable | AppendOnly)) != 0;

    public OutputKind Kind => (Mode & TypeBits) switch
    {
        0x8000 => OutputKind.File,
        0x4000 => OutputKind.Folder,
        0x1000 => OutputKind.Pipe,
        0xC000 => OutputKind.Socket,
        _ => OutputKind.Device,
    };
}
