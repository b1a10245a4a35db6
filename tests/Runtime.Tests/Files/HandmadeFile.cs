using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>
/// A safetensors file in pieces that a test can bend: it begins as what the runtime writes, and is put together again
/// without any check. Knows nothing of the reader and the writer under test but their bytes.
/// </summary>
internal sealed class HandmadeFile
{
    private HandmadeFile(
        List<(string Key, string Text)> metadata, List<(string Name, string Json)> tensors, byte[] data)
    {
        Metadata = metadata;
        Tensors = tensors;
        Data = data;
    }

    /// <summary>Keys of <c>__metadata__</c> and their values as JSON, quotes included.</summary>
    public List<(string Key, string Text)> Metadata { get; }

    /// <summary>Names of tensors and their entries as JSON.</summary>
    public List<(string Name, string Json)> Tensors { get; }

    public byte[] Data { get; set; }

    /// <summary>
    /// Shape hidden 3, labels 2, vocabulary 4, embedding 5, window 3, with vocabulary, labels and provenance.
    /// </summary>
    public static ElmanModel Model(int seed = 1, NetworkVariant? variant = null, LabelDecoding? decoding = null)
    {
        var shape = new ElmanShape(
            hiddenSize: 3,
            labelCount: 2,
            vocabularySize: 4,
            embeddingSize: 5,
            windowSize: 3,
            variant ?? NetworkVariant.Tutorial);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed),
            new Vocabulary(["flight", "\"DIGIT\"", "ähre \\ \u4e2d\n", Vocabulary.UnknownWord]),
            new LabelSet(["B-city", LabelSet.Outside]),
            new ModelProvenance("tutorial", "a dump"),
            decoding);
    }

    public static byte[] Bytes(ElmanModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>The sound file of <see cref="Model"/>.</summary>
    public static HandmadeFile Sound(NetworkVariant? variant = null, LabelDecoding? decoding = null) =>
        Of(Bytes(Model(variant: variant, decoding: decoding)));

    /// <summary>The sound file of <see cref="Model"/> as the first version of the format was written.</summary>
    public static HandmadeFile OfVersion1() => Of(Version1Bytes());

    /// <summary>The bytes that were written for <see cref="Model"/> when there was only that version.</summary>
    public static byte[] Version1Bytes()
    {
        using var stream = typeof(HandmadeFile).Assembly.GetManifestResourceStream("version-1.safetensors")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The sound file without any metadata: what another program would have written.</summary>
    public static HandmadeFile Foreign()
    {
        var file = Sound();
        file.Metadata.Clear();
        return file;
    }

    public static byte[] WithHeader(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data, long? length = null)
    {
        var bytes = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length ?? header.Length);
        header.CopyTo(bytes.AsSpan(8));
        data.CopyTo(bytes.AsSpan(8 + header.Length));
        return bytes;
    }

    public static byte[] WithHeader(string header, ReadOnlySpan<byte> data = default) =>
        WithHeader(Encoding.UTF8.GetBytes(header), data);

    /// <summary>CRC-32C bit by bit, as its definition says: the polynomial 1EDC6F41, lowest bit first.</summary>
    public static string Crc32COf(ReadOnlySpan<byte> data)
    {
        var register = uint.MaxValue;
        foreach (var each in data)
        {
            register ^= each;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register >> 1) ^ ((register & 1) * 0x82F63B78);
            }
        }

        return $"{~register:x8}";
    }

    public static string Entry(string elementType, string shape, long begin, long end) =>
        $$"""{"dtype":"{{elementType}}","shape":[{{shape}}],"data_offsets":[{{begin}},{{end}}]}""";

    /// <summary>Dimensions as messages write them, with a blank after each comma.</summary>
    public static string Spaced(string dimensions) => dimensions.Replace(",", ", ", StringComparison.Ordinal);

    /// <summary>Another entry for a tensor.</summary>
    public HandmadeFile With(string tensor, Func<string, string> change)
    {
        var place = Tensors.FindIndex(entry => entry.Name == tensor);
        Assert.NotEqual(Tensors[place].Json, change(Tensors[place].Json));
        Tensors[place] = (tensor, change(Tensors[place].Json));
        return this;
    }

    /// <summary>Another value, as JSON, for a key of the metadata; null removes it.</summary>
    public HandmadeFile WithMetadata(string key, string? json)
    {
        Assert.NotEqual(0, Metadata.RemoveAll(entry => entry.Key == key));
        if (json is not null)
        {
            Metadata.Add((key, json));
        }

        return this;
    }

    /// <summary>Another value, as plain text, for a key of the metadata.</summary>
    public HandmadeFile WithMetadataText(string key, string text) =>
        WithMetadata(key, $"\"{JsonEncodedText.Encode(text)}\"");

    /// <summary>The checksum that fits the data as they are now.</summary>
    public HandmadeFile WithChecksumOfData() =>
        WithMetadataText("fastelman.crc32c", Crc32COf(Data));

    public string Header()
    {
        var entries = Tensors.Select(entry => $"\"{entry.Name}\":{entry.Json}");
        var metadata = string.Join(',', Metadata.Select(entry => $"\"{entry.Key}\":{entry.Text}"));
        if (Metadata.Count > 0)
        {
            entries = entries.Prepend($"\"__metadata__\":{{{metadata}}}");
        }

        return $"{{{string.Join(',', entries)}}}";
    }

    public byte[] ToBytes() => WithHeader(Header(), Data);

    public ElmanModel Load(ModelLoadOptions? options = null) => ElmanModel.Load(ToBytes(), options);

    public static HandmadeFile Of(byte[] bytes)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var document = JsonDocument.Parse(bytes.AsMemory(8, length));
        var properties = document.RootElement.EnumerateObject().ToList();
        return new HandmadeFile(
            [.. properties[0].Value.EnumerateObject().Select(entry => (entry.Name, entry.Value.GetRawText()))],
            [.. properties.Skip(1).Select(entry => (entry.Name, entry.Value.GetRawText()))],
            bytes[(8 + length)..]);
    }
}
