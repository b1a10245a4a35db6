namespace FastElman.Files;

/// <summary>
/// How a model is stored: a safetensors file, read with every claim checked and written whole or not at all.
/// Formats of model files live in this room; what a model is lives in Model.
/// </summary>
internal static class ModelFile
{
    /// <param name="path">The file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading between two blocks.</param>
    public static ElmanModel Load(string path, ModelLoadOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new ModelFormatException(
                "the path is a folder", path, expected: "a safetensors file", found: "a folder");
        }

        using var stream = ReplacedFile.OpenRead(path);
        return Load(stream, path, options, cancellationToken);
    }

    /// <param name="stream">Read from its current position to its end, and left open.</param>
    /// <param name="file">Its name for messages, or null.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading between two blocks.</param>
    public static ElmanModel Load(
        Stream stream, string? file, ModelLoadOptions? options, CancellationToken cancellationToken)
    {
        if (!stream.CanSeek)
        {
            // The header is checked against the length of the file, so all bytes are read first. Memory grows with what
            // arrives, not with what the header claims.
            using var buffered = new MemoryStream();
            stream.CopyTo(buffered);
            buffered.Position = 0;
            return Load(buffered, file, options, cancellationToken);
        }

        options ??= new ModelLoadOptions();
        var allowNonFinite = options.AllowNonFinite;
        var (parameters, metadata, subwordPrecision) = SafetensorsReader.Read(stream, file, options, cancellationToken);
        return ElmanModel.Adopt(
            parameters,
            metadata.Vocabulary,
            metadata.Labels,
            metadata.Provenance,
            metadata.Decoding,
            allowNonFinite,
            file,
            metadata.Tokenizer,
            metadata.Temperature,
            subwordPrecision);
    }

    /// <param name="bytes">The bytes of a model file.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    public static unsafe ElmanModel Load(ReadOnlySpan<byte> bytes, ModelLoadOptions? options)
    {
        if (bytes.IsEmpty)
        {
            return Load(Stream.Null, file: null, options, CancellationToken.None);
        }

        fixed (byte* first = bytes)
        {
            using var stream = new UnmanagedMemoryStream(first, bytes.Length);
            return Load(stream, file: null, options, CancellationToken.None);
        }
    }

    /// <param name="stream">Read from its current position to its end, and left open.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<ElmanModel> LoadAsync(
        Stream stream, ModelLoadOptions? options, CancellationToken cancellationToken)
    {
        using var buffered = new MemoryStream();
        await stream.CopyToAsync(buffered, cancellationToken).ConfigureAwait(false);
        buffered.Position = 0;
        return Load(buffered, file: null, options, cancellationToken);
    }

    public static void Save(ElmanModel model, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Save(model, stream));
    }

    public static void Save(ElmanModel model, Stream stream) =>
        SafetensorsWriter.Write(stream, model.Parameters, ModelMetadata.Of(model), model.SubwordPrecision);
}
