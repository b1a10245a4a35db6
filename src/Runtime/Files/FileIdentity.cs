namespace FastElman.Files;

/// <summary>What two names of one file have in common, and no two files at the same time.</summary>
/// <param name="Device">The number of the file system.</param>
/// <param name="Inode">The number of the file in it.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode);
