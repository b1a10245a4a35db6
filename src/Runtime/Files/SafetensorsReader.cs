using System.Runtime.InteropServices;
using FastElman.Model;
using static System.FormattableString;

namespace FastElman.Files;

/// <summary>
/// Reads a model from the safetensors form. Everything that the header claims is checked against the length of the file
/// before a tensor is allocated, then the data against their checksum.
/// </summary>
internal static class SafetensorsReader
{
    /// <summary>Bytes between two checks for cancellation: about a millisecond of reading and hashing.</summary>
    private const int BlockLength = 1 << 20;

    /// <summary>Reads from the current position of a stream whose length is known to its end.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="file">Its name for messages, or null.</param>
    /// <param name="options">Whether unknown tensors are skipped instead of refused, and the checksum verified.</param>
    /// <param name="cancellationToken">Ends the reading between two blocks.</param>
    public static (ElmanParameters Parameters, ModelMetadata Metadata, SubwordPrecision SubwordPrecision) Read(
        Stream stream, string? file, ModelLoadOptions options, CancellationToken cancellationToken)
    {
        var header = SafetensorsHeader.Read(stream, file);
        var isForeign = !ModelMetadata.IsOurs(header.Metadata);
        var (variant, decoding) = isForeign
            ? (ForeignTensors.VariantOf(header.Tensors), LabelDecoding.ArgMax)
            : ModelMetadata.ParseVariant(header.Metadata, file);
        var entries = FindTensors(header, variant, file, options.AllowUnknownTensors, isForeign);
        var shape = InferShape(entries, variant, file);
        foreach (var tensor in shape.Tensors)
        {
            RequireElementType(entries[(int)tensor]!, tensor, file, isForeign);
            RequireShape(entries[(int)tensor]!, shape.GetDimensions(tensor), file);
        }

        var precision = entries[(int)ElmanTensor.Subwords]?.ElementType == TensorValues.Float16
            ? SubwordPrecision.Float16
            : SubwordPrecision.Float32;

        var metadata = ModelMetadata.Parse(header.Metadata, shape, decoding, file);
        // All of it is read: the header's tensors have their shapes and places in the file.
        var parameters = ElmanParameters.Uninitialized(shape);
        using var checksum = options.VerifyChecksum && metadata.Checksum is not null
            ? new TensorChecksum(metadata.Version)
            : null;
        ReadData(stream, header, entries, parameters, file, checksum, cancellationToken);
        if (checksum is not null)
        {
            RequireChecksum(metadata, checksum.Finish(), header, parameters, precision, file);
        }

        return (parameters, metadata, precision);
    }

    /// <summary>
    /// The entries of the network's tensors, indexed by <see cref="ElmanTensor"/>; null for the tensors that the
    /// network does not have.
    /// </summary>
    private static TensorEntry?[] FindTensors(
        SafetensorsHeader header, NetworkVariant variant, string? file, bool allowUnknownTensors, bool isForeign)
    {
        // Another program's file has no words, without which subwords are of no use.
        var hasSubwords = !isForeign
            && header.Tensors.Any(entry => entry.Name == ElmanTensor.Subwords.FileName());
        var tensors = ElmanShape.TensorsOf(variant, hasSubwords);
        var entries = new TensorEntry?[TensorNames.Count];
        foreach (var tensor in tensors)
        {
            entries[(int)tensor] = header.Tensors.FirstOrDefault(entry => entry.Name == tensor.FileName())
                ?? (isForeign ? ForeignTensors.Find(tensor, header.Tensors) : null)
                ?? throw Missing(tensor, header, file, isForeign);
        }

        if (!allowUnknownTensors && header.Tensors.FirstOrDefault(entry => !entries.Contains(entry)) is { } unknown)
        {
            throw new ModelFormatException(
                "there is no such parameter", file, unknown.Name, string.Join(
                    ", ", tensors.Select(TensorNames.FileName)), unknown.Name);
        }

        return entries;
    }

    private static ModelFormatException Missing(
        ElmanTensor tensor, SafetensorsHeader header, string? file, bool isForeign) =>
        isForeign && ForeignTensors.IsPyTorch(header.Tensors)
            ? new ModelFormatException(
                "this is the state dict of a PyTorch module, which FastElman.Interop reads (PyTorchModule.Load)",
                file,
                tensor.FileName(),
                "the tensors of a model",
                string.Join(", ", header.Tensors.Take(3).Select(each => each.Name)))
            : new ModelFormatException("it is missing", file, tensor.FileName());

    /// <summary>
    /// The sizes follow from embeddings [vocabulary + 1, embedding], wx [embedding · window, hidden] and w [..,
    /// labels].
    /// </summary>
    private static ElmanShape InferShape(TensorEntry?[] entries, NetworkVariant variant, string? file)
    {
        var (rows, embedding) = RequireMatrix(entries[(int)ElmanTensor.Embeddings]!, file);
        var (inputs, hidden) = RequireMatrix(entries[(int)ElmanTensor.InputWeights]!, file);
        var (_, labels) = RequireMatrix(entries[(int)ElmanTensor.OutputWeights]!, file);
        if (inputs % embedding != 0 || inputs / embedding % 2 == 0)
        {
            throw new ModelFormatException(
                "its rows are not an odd number of embeddings",
                file,
                ElmanTensor.InputWeights.FileName(),
                $"an odd multiple of {embedding}",
                $"{inputs}");
        }

        var subwords = entries[(int)ElmanTensor.Subwords] is { } entry ? RequireMatrix(entry, file).Rows : 0;
        return ElmanShape.OfFile(hidden, labels, rows - 1, embedding, inputs / embedding, file, variant, subwords);
    }

    private static (int Rows, int Columns) RequireMatrix(TensorEntry entry, string? file) =>
        entry.Dimensions is [>= 1 and <= int.MaxValue and var rows, >= 1 and <= int.MaxValue and var columns]
            ? ((int)rows, (int)columns)
            : throw new ModelFormatException(
                "it is not a matrix of possible size", file, entry.Name, "[rows, columns]", entry.DimensionsText);

    private static void RequireElementType(TensorEntry entry, ElmanTensor tensor, string? file, bool isForeign)
    {
        var isReduced = tensor == ElmanTensor.Subwords && entry.ElementType == TensorValues.Float16;
        if (isForeign
            ? TensorValues.SizeOf(entry.ElementType) == 0
            : entry.ElementType != TensorValues.Float32 && !isReduced)
        {
            throw new ModelFormatException(
                "it has another element type",
                file,
                entry.Name,
                isForeign ? TensorValues.All
                    : tensor == ElmanTensor.Subwords ? $"{TensorValues.Float32} or {TensorValues.Float16}"
                    : TensorValues.Float32,
                entry.ElementType);
        }
    }

    private static void RequireShape(TensorEntry entry, int[] dimensions, string? file)
    {
        if (!entry.Dimensions.SequenceEqual(dimensions.Select(each => (long)each)))
        {
            throw new ModelFormatException(
                "it has another shape", file, entry.Name, $"[{string.Join(", ", dimensions)}]", entry.DimensionsText);
        }

        var bytes = dimensions.Aggregate(
            (long)TensorValues.SizeOf(entry.ElementType), (product, each) => product * each);
        if (entry.End - entry.Begin != bytes)
        {
            throw new ModelFormatException(
                "its data do not fit its shape",
                file,
                entry.Name,
                $"{bytes} bytes",
                Invariant($"{entry.End - entry.Begin}"));
        }
    }

    /// <summary>
    /// The checksum is of the data as we wrote them. Other programs save the same tensors in another order, such as
    /// that of their names; then the checksum of the order in which we write decides.
    /// </summary>
    private static void RequireChecksum(
        ModelMetadata metadata,
        string found,
        SafetensorsHeader header,
        ElmanParameters parameters,
        SubwordPrecision precision,
        string? file)
    {
        var expected = metadata.Checksum!;
        var tensors = parameters.Shape.Tensors;
        if (expected.Equals(found, StringComparison.OrdinalIgnoreCase)
            || (header.Tensors.Count == tensors.Count
                && expected.Equals(
                    TensorChecksum.Of(parameters, metadata.Version, precision), StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        throw metadata.ChecksumDiffers(found, file);
    }

    /// <summary>
    /// Reads all tensors in the order of the file, and adds their bytes to the checksum where there is one.
    /// </summary>
    private static void ReadData(
        Stream stream,
        SafetensorsHeader header,
        TensorEntry?[] entries,
        ElmanParameters parameters,
        string? file,
        TensorChecksum? checksum,
        CancellationToken cancellationToken)
    {
        foreach (var entry in header.Tensors)
        {
            var known = Array.IndexOf(entries, entry);
            if (known < 0)
            {
                Skip(stream, entry.End - entry.Begin, checksum, cancellationToken);
                continue;
            }

            if (entry.ElementType != TensorValues.Float32)
            {
                TensorValues.ReadConverted(
                    stream, entry, parameters[(ElmanTensor)known], file, cancellationToken, checksum);
                continue;
            }

            for (var rest = MemoryMarshal.AsBytes(parameters[(ElmanTensor)known]); !rest.IsEmpty;)
            {
                var block = rest[..Math.Min(rest.Length, BlockLength)];
                ReadBlock(stream, block, checksum, cancellationToken);
                rest = rest[block.Length..];
            }

            LittleEndian.ToNative(parameters[(ElmanTensor)known]);
        }
    }

    private static void Skip(Stream stream, long length, TensorChecksum? checksum, CancellationToken cancellationToken)
    {
        Span<byte> buffer = stackalloc byte[4096];
        for (; length > 0; length -= buffer.Length)
        {
            buffer = buffer[..(int)Math.Min(buffer.Length, length)];
            ReadBlock(stream, buffer, checksum, cancellationToken);
        }
    }

    private static void ReadBlock(
        Stream stream, Span<byte> block, TensorChecksum? checksum, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        stream.ReadExactly(block);
        checksum?.Append(block);
    }
}
