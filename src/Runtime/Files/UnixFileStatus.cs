namespace FastElman.Files;

/// <summary>What stat tells about a file of a Unix system.</summary>
/// <param name="Device">The number of the file system.</param>
/// <param name="Inode">The number of the file in it.</param>
/// <param name="Mode">The type of the file and its permissions, as st_mode.</param>
/// <param name="Owner">The number of the user.</param>
/// <param name="Group">The number of the group.</param>
/// <param name="Mount">The number of the mount; 0 where the system does not tell.</param>
internal readonly record struct UnixFileStatus(
    ulong Device, ulong Inode, uint Mode, uint Owner, uint Group, ulong Mount)
{
    private const uint TypeBits = 0xF000;

    public FileIdentity Identity => new(Device, Inode);

    public OutputKind Kind => (Mode & TypeBits) switch
    {
        0x8000 => OutputKind.File,
        0x4000 => OutputKind.Folder,
        0x1000 => OutputKind.Pipe,
        0xC000 => OutputKind.Socket,
        _ => OutputKind.Device,
    };
}
