using FastElman.Files;

namespace FastElman.Interop.Pickle;

/// <summary>Says why a file is no sound pickle where its bytes tell more than the reader can.</summary>
internal static class PickleDiagnosis
{
    /// <summary>Line feeds that have to be there before their company says anything.</summary>
    private const int LeastLineFeeds = 4;

    private const int ChunkSize = 1 << 16;

    /// <summary>The problem, with advice; null where the bytes do not tell.</summary>
    /// <param name="stream">The file at its first byte.</param>
    /// <param name="failsAtOnce">Whether not even the first instruction could be run.</param>
    public static string? Explain(Stream stream, bool failsAtOnce)
    {
        // Protocol 0 is text too, so that text is told by its first byte only.
        var kind = FileSignature.Of(FileSignature.Peek(stream, new byte[FileSignature.Length]));
        if (kind != FileKind.Gzip && (kind != FileKind.Text || failsAtOnce)
            && FileSignature.Explain(stream, "a pickle", FileKind.Pickle) is { } problem)
        {
            return problem;
        }

        return HasCarriageReturns(stream)
            ? "its line ends were changed to CR LF, as Git does on Windows and FTP in its text mode: fetch the file "
                + "again in binary"
            : null;
    }

    /// <summary>
    /// Whether a carriage return stands before every line feed: by chance that happens to one of 256, so that a binary
    /// file has hardly ever four.
    /// </summary>
    private static bool HasCarriageReturns(Stream stream)
    {
        var chunk = new byte[ChunkSize];
        var lineFeeds = 0L;
        var last = (byte)0;
        for (int count; (count = stream.Read(chunk)) > 0;)
        {
            for (var i = 0; i < count; i++)
            {
                if (chunk[i] == '\n')
                {
                    if (last != '\r')
                    {
                        return false;
                    }

                    lineFeeds++;
                }

                last = chunk[i];
            }
        }

        return lineFeeds >= LeastLineFeeds;
    }
}
