using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Tests.Tagging;

namespace FastElman.Tests.Files;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void The_data_begin_at_a_multiple_of_64_whatever_the_header_holds()
    {
        for (var length = 1; length <= 70; length++)
        {
            var model = ElmanModel.Create(
                new ElmanParameters(new ElmanShape(1, 1, 0, 1, 1)), provenance: new(Origin: new string('o', length)));
            var bytes = HandmadeFile.Bytes(model);
            Assert.Equal(0, (8 + BinaryPrimitives.ReadInt64LittleEndian(bytes)) % 64);
        }
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        var bytes = HandmadeFile.Bytes(HandmadeFile.Model());
        Assert.Equal(bytes, HandmadeFile.Bytes(HandmadeFile.Model()));
        Assert.Equal(bytes, HandmadeFile.Bytes(ElmanModel.Load(bytes)));
        Assert.NotEqual(bytes, HandmadeFile.Bytes(HandmadeFile.Model(seed: 2)));
    }

    /// <summary>A version of the format keeps its bytes: this is the hash of its first file.</summary>
    [Fact]
    public void The_file_of_the_tutorials_network_has_the_bytes_that_it_always_had() =>
        Assert.Equal(
            "39b5469d75b30a685fdc94f3ec89d6bf7e95be527d33891cdc4eb6de324a072e",
            Convert.ToHexStringLower(SHA256.HashData(HandmadeFile.Bytes(HandmadeFile.Model()))));

    [Fact]
    public void The_bytes_follow_from_the_model_and_its_variant()
    {
        byte[][] files = [.. ModelSample.AllDecodings.Select(each => BytesOf(each.Variant, each.Decoding))];
        foreach (var (bytes, (variant, decoding)) in files.Zip(ModelSample.AllDecodings))
        {
            Assert.Equal(bytes, BytesOf(variant, decoding));
            Assert.Equal(bytes, HandmadeFile.Bytes(ElmanModel.Load(bytes)));
        }

        Assert.Equal(files.Length, files.DistinctBy(bytes => Convert.ToHexString(SHA256.HashData(bytes))).Count());

        static byte[] BytesOf(NetworkVariant variant, LabelDecoding decoding) =>
            HandmadeFile.Bytes(HandmadeFile.Model(variant: variant, decoding: decoding));
    }

    [Fact]
    public void The_tensors_of_a_variant_follow_the_seven()
    {
        var file = HandmadeFile.Sound(new NetworkVariant(NetworkKind.Bidirectional, HasTransitions: true));
        Assert.Equal(
            [
                "embeddings", "wx", "wh", "w", "bh", "b", "h0", "backward.wx", "backward.wh", "backward.bh",
                "backward.h0", "transitions",
            ],
            file.Tensors.Select(entry => entry.Name));
        Assert.Contains("[6,2]", file.Tensors[3].Json, StringComparison.Ordinal);
        Assert.Contains("[3,2]", file.Tensors[^1].Json, StringComparison.Ordinal);
        var jordan = HandmadeFile.Sound(new NetworkVariant(NetworkKind.Jordan));
        Assert.Contains("[2,3]", jordan.Tensors[2].Json, StringComparison.Ordinal);
        Assert.Contains("[2]", jordan.Tensors[6].Json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_config_says_what_is_not_the_tutorials()
    {
        Assert.StartsWith(
            """{"network":"jordan","activation":"relu","decoding":"iob\u002Btransitions","hidden":3,"labels":2,""",
            Config(
                new(NetworkKind.Jordan, HiddenActivation.Relu, HasTransitions: true),
                LabelDecoding.IobTransitions),
            StringComparison.Ordinal);
        Assert.StartsWith(
            """{"network":"bidirectional","hidden":3,""",
            Config(new(NetworkKind.Bidirectional)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            """{"network":"elman","activation":"tanh","hidden":3,""",
            Config(new(Activation: HiddenActivation.Tanh)),
            StringComparison.Ordinal);
        Assert.StartsWith(
            """{"network":"elman","decoding":"iob","hidden":3,""",
            Config(new(), LabelDecoding.Iob),
            StringComparison.Ordinal);
        Assert.StartsWith(
            """{"network":"elman","decoding":"transitions","hidden":3,""",
            Config(new(HasTransitions: true)),
            StringComparison.Ordinal);

        static string Config(NetworkVariant variant, LabelDecoding? decoding = null)
        {
            using var text = JsonDocument.Parse(
                HandmadeFile.Sound(variant, decoding).Metadata.Single(entry => entry.Key == "fastelman.config").Text);
            return text.RootElement.GetString()!;
        }
    }

    /// <summary>As any program reads it: a length, JSON, and the floats where the JSON says.</summary>
    [Fact]
    public void The_file_is_plain_safetensors()
    {
        var model = HandmadeFile.Model();
        var parameters = model.ExportParameters();
        var bytes = HandmadeFile.Bytes(model);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal((byte)'{', bytes[8]);
        using var document = JsonDocument.Parse(bytes.AsMemory(8, length));
        var data = bytes.AsSpan(8 + length);

        Assert.Equal(
            ["__metadata__", "embeddings", "wx", "wh", "w", "bh", "b", "h0"],
            document.RootElement.EnumerateObject().Select(entry => entry.Name));
        Assert.All(
            document.RootElement.GetProperty("__metadata__").EnumerateObject(),
            entry => Assert.Equal(JsonValueKind.String, entry.Value.ValueKind));
        foreach (var tensor in TensorNames.Tutorial)
        {
            var entry = document.RootElement.GetProperty(tensor.FileName());
            Assert.Equal("F32", entry.GetProperty("dtype").GetString());
            Assert.Equal(
                model.Shape.GetDimensions(tensor),
                entry.GetProperty("shape").EnumerateArray().Select(each => each.GetInt32()));
            var offset = entry.GetProperty("data_offsets")[0].GetInt32();
            for (var i = 0; i < parameters[tensor].Length; i++)
            {
                Assert.Equal(
                    parameters[tensor][i], BinaryPrimitives.ReadSingleLittleEndian(data[(offset + (4 * i))..]));
            }

            Assert.Equal(offset + (4 * parameters[tensor].Length), entry.GetProperty("data_offsets")[1].GetInt32());
        }
    }

    [Fact]
    public void The_metadata_are_those_of_the_format()
    {
        var bytes = HandmadeFile.Bytes(HandmadeFile.Model());
        using var document = JsonDocument.Parse(bytes.AsMemory(8, (int)BinaryPrimitives.ReadInt64LittleEndian(bytes)));
        var metadata = document.RootElement.GetProperty("__metadata__");
        Assert.Equal("fastelman", metadata.GetProperty("format").GetString());
        Assert.Equal("2", metadata.GetProperty("fastelman.version").GetString());
        Assert.Equal(
            HandmadeFile.Crc32COf(HandmadeFile.Sound().Data),
            metadata.GetProperty("fastelman.crc32c").GetString());
        Assert.False(metadata.TryGetProperty("fastelman.sha256", out _));

        using var config = JsonDocument.Parse(metadata.GetProperty("fastelman.config").GetString()!);
        Assert.Equal(
            """{"network":"elman","hidden":3,"labels":2,"vocabulary":4,"embedding":5,"window":3,"""
            + "\"recipe\":\"tutorial\",\"origin\":\"a dump\"}",
            config.RootElement.GetRawText());
        using var labels = JsonDocument.Parse(metadata.GetProperty("fastelman.labels").GetString()!);
        Assert.Equal(["B-city", "O"], labels.RootElement.EnumerateArray().Select(label => label.GetString()));
    }

    [Fact]
    public void A_vocabulary_too_long_for_the_header_writes_nothing()
    {
        var words = Enumerable.Range(0, 17).Select(i => new string((char)('a' + i), 1 << 20)).ToArray();
        var model = ElmanModel.Create(
            new ElmanParameters(new ElmanShape(1, 1, words.Length, 1, 1)), new Vocabulary(words));
        using var stream = new MemoryStream();
        var exception = Assert.Throws<NotSupportedException>(() => model.Save(stream));
        Assert.Contains("at most 16777216 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);

        using var folder = new TemporaryFolder();
        Assert.Throws<NotSupportedException>(() => model.Save(folder.File("m.safetensors")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
