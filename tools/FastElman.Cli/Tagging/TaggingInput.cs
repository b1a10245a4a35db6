using FastElman.Cli.Terminal;

namespace FastElman.Cli.Tagging;

/// <summary>Opens what is to be tagged: a file or standard input, compressed or not.</summary>
internal static class TaggingInput
{
    /// <summary>Reads an input.</summary>
    /// <param name="path">The file; null or - for standard input.</param>
    /// <param name="streams">Standard input and error.</param>
    /// <param name="hasProgress">Whether progress may be shown.</param>
    /// <param name="read">
    /// Gets the decompressed bytes, the name of the input for messages, and what to call now and then so that progress
    /// is shown; null where none is.
    /// </param>
    public static void Read(
        string? path, StandardStreams streams, bool hasProgress, Action<Stream, string, Action?> read)
    {
        if (path is null or "-")
        {
            const string Name = "standard input";
            using var input = DecompressedInput.Open(streams.InputBytes, Name);
            read(input, Name, null);
            return;
        }

        using var file = InputFile.Open(path);
        using var bytes = DecompressedInput.Open(file, path);
        if (!hasProgress || !file.CanSeek)
        {
            read(bytes, path, null);
            return;
        }

        Progress.Run(streams, "Tagging", file.Length, counter =>
        {
            read(bytes, path, () => counter.Done = file.Position);
            return true;
        });
    }
}
