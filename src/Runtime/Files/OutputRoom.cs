using FastElman.Validation;

namespace FastElman.Files;

/// <summary>Whether disks have room for what will be written.</summary>
internal static class OutputRoom
{
    /// <summary>
    /// Refuses a disk that is too full for all files that go to it. One that does not tell how full it is passes, and
    /// so does what is no file.
    /// </summary>
    /// <param name="files">The paths, and the bytes that will be written to each.</param>
    /// <exception cref="IOException">There is less room.</exception>
    public static void Require(IReadOnlyList<(string Path, long Length)> files)
    {
        var disks = from file in files
                    let target = OutputTarget.Find(file.Path)
                    where target.IsFile || target.Kind == OutputKind.Folder
                    let folder = target.IsFile ? Path.GetDirectoryName(target.Path)! : target.Path
                    group (file.Path, Folder: folder, file.Length) by DiskOf(folder);
        foreach (var disk in disks)
        {
            var length = disk.Sum(file => file.Length);
            var (path, folder, _) = disk.First();
            if (FreeIn(folder) is { } free && free < length)
            {
                throw new IOException(MessageText.Sanitize(
                    $"{path}: there is no room for it: expected {length} free bytes on the disk, found {free}"));
            }
        }
    }

    private static object DiskOf(string folder) =>
        (OperatingSystem.IsWindows() ? null : UnixFile.Find(folder)?.Device) is { } device
            ? device
            : Path.GetPathRoot(folder) ?? folder;

    private static long? FreeIn(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
