using System.Text;

namespace FastElman.Fuzz.Inputs;

/// <summary>
/// A folder of files as one input: <c>file:NAME</c>, a line feed and the content of each, one after the other. A
/// mutation changes names, contents and the number of files.
/// </summary>
internal static class FolderInput
{
    /// <summary>More only take time.</summary>
    private const int MostFiles = 40;

    /// <summary>Bytes of the longest name that a file system takes.</summary>
    private const int LongestName = 255;

    private static ReadOnlySpan<byte> Mark => "file:"u8;

    /// <summary>The input for some files.</summary>
    public static byte[] Of(params IEnumerable<(string Name, byte[] Content)> files) =>
    [
        .. files.SelectMany(
            file => (byte[])[.. Mark, .. Encoding.UTF8.GetBytes(file.Name), (byte)'\n', .. file.Content]),
    ];

    /// <summary>The input for the files of a folder.</summary>
    public static byte[] Of(string folder) =>
        Of(Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))));

    /// <summary>
    /// Writes the files of an input into a new folder. A name may be below one folder; one that ends in a slash is a
    /// folder. What no file system takes is passed over, and so is what would be outside the folder.
    /// </summary>
    public static void Write(ReadOnlySpan<byte> input, string folder)
    {
        Directory.CreateDirectory(folder);
        var rest = input;
        for (var count = 0; count < MostFiles && rest.IndexOf(Mark) is >= 0 and var start; count++)
        {
            rest = rest[(start + Mark.Length)..];
            var end = rest.IndexOf(Mark) is >= 0 and var next ? next : rest.Length;
            var file = rest[..end];
            var nameEnd = file.IndexOf((byte)'\n') is >= 0 and var found ? found : file.Length;
            WriteFile(folder, Encoding.UTF8.GetString(file[..nameEnd]), file[Math.Min(nameEnd + 1, end)..]);
            rest = rest[end..];
        }
    }

    private static void WriteFile(string folder, string name, ReadOnlySpan<byte> content)
    {
        var parts = name.Split('/');
        if (parts.Length > 2 || !IsName(parts[0]) || (parts is [_, not "" and var last] && !IsName(last)))
        {
            return;
        }

        try
        {
            if (parts.Length == 2)
            {
                Directory.CreateDirectory(Path.Combine(folder, parts[0]));
            }

            if (parts[^1].Length > 0)
            {
                using var stream = new FileStream(Path.Combine(folder, name), FileMode.Create);
                stream.Write(content);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A file and a folder of one name.
        }
    }

    private static bool IsName(string part) =>
        part is not ("" or "." or "..")
        && !part.Contains('\0', StringComparison.Ordinal)
        && Encoding.UTF8.GetByteCount(part) <= LongestName;
}
