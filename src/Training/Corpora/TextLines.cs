using System.Text;

namespace FastElman.Training.Corpora;

/// <summary>
/// The lines of text, one at a time, as <see cref="EncodedLines"/> reads them.
/// </summary>
internal static class TextLines
{
    /// <summary>The lines of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its encoding; null for UTF-8.</param>
    public static IEnumerable<string> ReadFile(string path, Encoding? encoding = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        foreach (var line in Read(stream, path, encoding))
        {
            yield return line;
        }
    }

    /// <summary>The lines of a stream, read on demand: a line is given before the next has to be there.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="file">Its name for messages, or null.</param>
    /// <param name="encoding">Its encoding; null for UTF-8.</param>
    /// <param name="longest">Bytes of the longest line.</param>
    public static IEnumerable<string> Read(
        Stream stream, string? file, Encoding? encoding = null, int longest = int.MaxValue)
    {
        var lines = new EncodedLines(new ByteLines(stream, longest, file), file, encoding);
        while (lines.TryRead(out var line))
        {
            yield return lines.Decode(line);
        }
    }
}
