using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace FastElman;

/// <summary>Writes a model in the safetensors form. The same model gives the same bytes.</summary>
internal static class SafetensorsWriter
{
    /// <summary>The data begin at a multiple of this, so that a mapped file can be read with aligned loads.</summary>
    private const int DataAlignment = 64;

    public static void Write(Stream stream, ElmanParameters parameters, ModelMetadata metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in ElmanTensorNames.All)
        {
            hash.AppendData(LittleEndian.BytesOf(parameters[tensor]));
        }

        stream.Write(Header(parameters.Shape, metadata with { Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) }));
        foreach (var tensor in ElmanTensorNames.All)
        {
            stream.Write(LittleEndian.BytesOf(parameters[tensor]));
        }
    }

    /// <summary>Length and JSON, padded with blanks.</summary>
    private static byte[] Header(ElmanShape shape, ModelMetadata metadata)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata.Compose(shape))
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            var position = 0L;
            foreach (var tensor in ElmanTensorNames.All)
            {
                var end = position + ((long)shape.ElementCount(tensor) * sizeof(float));
                WriteEntry(writer, tensor.FileName(), shape.Dimensions(tensor), position, end);
                position = end;
            }

            writer.WriteEndObject();
        }

        var unpadded = SafetensorsHeader.PrefixLength + json.WrittenCount;
        var padded = (unpadded + DataAlignment - 1) / DataAlignment * DataAlignment;
        if (padded - SafetensorsHeader.PrefixLength > SafetensorsHeader.MaximumLength)
        {
            throw new ModelFormatException(
                "the vocabulary and the labels are too long for the header", null, null,
                $"at most {SafetensorsHeader.MaximumLength} bytes", $"{padded - SafetensorsHeader.PrefixLength}");
        }

        var header = new byte[padded];
        header.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(padded - SafetensorsHeader.PrefixLength));
        json.WrittenSpan.CopyTo(header.AsSpan(SafetensorsHeader.PrefixLength));
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter writer, string name, int[] dimensions, long begin, long end)
    {
        writer.WriteStartObject(name);
        writer.WriteString("dtype", "F32");
        writer.WriteStartArray("shape");
        foreach (var dimension in dimensions)
        {
            writer.WriteNumberValue(dimension);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(begin);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
