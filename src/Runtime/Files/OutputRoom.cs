using FastElman.Validation;

namespace FastElman.Files;

/// <summary>Whether a disk has room for what will be written.</summary>
internal static class OutputRoom
{
    /// <summary>Refuses a disk that is too full. One that does not tell how full it is passes.</summary>
    /// <param name="name">What is written, for the message.</param>
    /// <param name="folder">The folder that it is written into.</param>
    /// <param name="length">Bytes that are written.</param>
    /// <exception cref="IOException">There is less room.</exception>
    public static void Require(string name, string folder, long length)
    {
        if (length > 0 && FreeIn(folder) is { } free && free < length)
        {
            throw new IOException(MessageText.Sanitize(
                $"{name}: there is no room for it: expected {length} free bytes on the disk, found {free}"));
        }
    }

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
