using System.Buffers.Binary;
using System.Text.Json;
using FastElman.Model;

namespace FastElman.Files;

/// <summary>
/// Writes a model in the safetensors form, of the latest version. The same model gives the same bytes.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>The data begin at a multiple of this, so that a mapped file can be read with aligned loads.</summary>
    private const int DataAlignment = 64;

    /// <summary>Characters of metadata that are escaped at once.</summary>
    private const int SegmentLength = 1 << 12;

    /// <param name="stream">Where to.</param>
    /// <param name="parameters">The tensors.</param>
    /// <param name="metadata">What the file says besides; without a checksum.</param>
    /// <param name="subwordPrecision">That of the vectors of subwords, which are values of it.</param>
    public static void Write(
        Stream stream, ElmanParameters parameters, ModelMetadata metadata, SubwordPrecision subwordPrecision)
    {
        var shape = parameters.Shape;
        var complete = metadata.WithChecksumOf(parameters, subwordPrecision);
        stream.Write(Header(complete.Compose(shape), Entries(shape, subwordPrecision)).Span);
        TensorData.Visit(parameters, subwordPrecision, stream.Write);
    }

    /// <summary>
    /// Refuses words and labels that no file could hold, before a model of them is trained for hours. Some room is left
    /// for what the header says beside them.
    /// </summary>
    /// <exception cref="NotSupportedException">They are too long for the header of a file.</exception>
    public static void RequireRoomFor(Vocabulary? vocabulary, LabelSet? labels, ElmanShape shape)
    {
        const int beside = 1 << 16;
        var names = new ModelMetadata(vocabulary, labels, new ModelProvenance(), LabelDecoding.ArgMax);
        Header([.. names.Compose(shape), ("beside", new string(' ', beside))], []);
    }

    /// <summary>Length and JSON, padded with blanks.</summary>
    /// <param name="metadata">Keys and values of <c>__metadata__</c>.</param>
    /// <param name="tensors">The tensors after the header, in order and without gaps.</param>
    public static ReadOnlyMemory<byte> Header(
        IEnumerable<(string Key, string Value)> metadata, IEnumerable<TensorEntry> tensors)
    {
        (string Key, string Value)[] entries = [.. metadata];
        using var header = new MemoryStream(CapacityFor(entries));
        header.SetLength(SafetensorsHeader.PrefixLength);
        header.Position = SafetensorsHeader.PrefixLength;
        using (var writer = new Utf8JsonWriter(header))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach (var (key, value) in entries)
            {
                writer.WritePropertyName(key);
                WriteInSegments(writer, value);
            }

            writer.WriteEndObject();
            foreach (var tensor in tensors)
            {
                WriteEntry(writer, tensor);
            }

            writer.WriteEndObject();
        }

        var unpadded = (int)header.Length;
        var padded = (unpadded + DataAlignment - 1) / DataAlignment * DataAlignment;
        if (padded - SafetensorsHeader.PrefixLength > SafetensorsHeader.MaximumLength)
        {
            throw new NotSupportedException(
                "the vocabulary and the labels are too long for the header of a file "
                + $"(expected at most {SafetensorsHeader.MaximumLength} bytes, "
                + $"found {padded - SafetensorsHeader.PrefixLength})");
        }

        header.SetLength(padded);
        var bytes = header.GetBuffer().AsMemory(0, padded);
        bytes.Span[unpadded..].Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.Span, (ulong)(padded - SafetensorsHeader.PrefixLength));
        return bytes;
    }

    /// <summary>
    /// An estimate of the bytes of the header, in which a quote inside a value becomes <c>\u0022</c>. A buffer that has
    /// to grow would be in memory twice.
    /// </summary>
    private static int CapacityFor((string Key, string Value)[] entries)
    {
        const int Rest = 4096, EscapedQuote = 6;
        var bytes = entries.Sum(entry => entry.Value.Length + ((EscapedQuote - 1L) * entry.Value.AsSpan().Count('"')));
        return (int)Math.Min(bytes + Rest, SafetensorsHeader.MaximumLength);
    }

    /// <summary>
    /// Writes a string in segments. A vocabulary is one string of megabytes; written at once, it would need a buffer of
    /// six times its length.
    /// </summary>
    private static void WriteInSegments(Utf8JsonWriter writer, ReadOnlySpan<char> value)
    {
        for (; value.Length > SegmentLength; value = value[SegmentLength..])
        {
            writer.WriteStringValueSegment(value[..SegmentLength], isFinalSegment: false);
            writer.Flush();
        }

        writer.WriteStringValueSegment(value, isFinalSegment: true);
    }

    private static IEnumerable<TensorEntry> Entries(ElmanShape shape, SubwordPrecision subwordPrecision)
    {
        var position = 0L;
        foreach (var tensor in shape.Tensors)
        {
            var end = position + TensorData.LengthOf(shape, tensor, subwordPrecision);
            yield return new TensorEntry(
                tensor.FileName(),
                TensorData.ElementTypeOf(tensor, subwordPrecision),
                Array.ConvertAll(shape.GetDimensions(tensor), each => (long)each),
                position,
                end);
            position = end;
        }
    }

    private static void WriteEntry(Utf8JsonWriter writer, TensorEntry tensor)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype", tensor.ElementType);
        writer.WriteStartArray("shape");
        foreach (var dimension in tensor.Dimensions)
        {
            writer.WriteNumberValue(dimension);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(tensor.Begin);
        writer.WriteNumberValue(tensor.End);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
