using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Tests.Model;

public sealed class SafetensorsWriterTests
{
    [Fact]
    public void The_data_begin_at_a_multiple_of_64_whatever_the_header_holds()
    {
        for (var length = 1; length <= 70; length++)
        {
            var model = ElmanModel.Create(new ElmanParameters(new ElmanShape(1, 1, 0, 1, 1)), provenance: new(Origin: new string('o', length)));
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

        Assert.Equal(["__metadata__", "embeddings", "wx", "wh", "w", "bh", "b", "h0"], document.RootElement.EnumerateObject().Select(entry => entry.Name));
        Assert.All(document.RootElement.GetProperty("__metadata__").EnumerateObject(), entry => Assert.Equal(JsonValueKind.String, entry.Value.ValueKind));
        foreach (var tensor in ElmanTensorNames.All)
        {
            var entry = document.RootElement.GetProperty(tensor.FileName());
            Assert.Equal("F32", entry.GetProperty("dtype").GetString());
            Assert.Equal(model.Shape.Dimensions(tensor), entry.GetProperty("shape").EnumerateArray().Select(each => each.GetInt32()));
            var offset = entry.GetProperty("data_offsets")[0].GetInt32();
            for (var i = 0; i < parameters[tensor].Length; i++)
            {
                Assert.Equal(parameters[tensor][i], BinaryPrimitives.ReadSingleLittleEndian(data[(offset + (4 * i))..]));
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
        Assert.Equal("1", metadata.GetProperty("fastelman.version").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(HandmadeFile.Sound().Data)), metadata.GetProperty("fastelman.sha256").GetString());

        using var config = JsonDocument.Parse(metadata.GetProperty("fastelman.config").GetString()!);
        Assert.Equal(
            """{"network":"elman","hidden":3,"labels":2,"vocabulary":4,"embedding":5,"window":3,"recipe":"tutorial","origin":"a dump"}""",
            config.RootElement.GetRawText());
        using var labels = JsonDocument.Parse(metadata.GetProperty("fastelman.labels").GetString()!);
        Assert.Equal(["B-city", "O"], labels.RootElement.EnumerateArray().Select(label => label.GetString()));
    }

    [Fact]
    public void A_vocabulary_too_long_for_the_header_is_refused_before_anything_is_written()
    {
        var words = Enumerable.Range(0, 17).Select(i => new string((char)('a' + i), 1 << 20)).ToArray();
        var model = ElmanModel.Create(new ElmanParameters(new ElmanShape(1, 1, words.Length, 1, 1)), new Vocabulary(words));
        using var stream = new MemoryStream();
        var exception = Assert.Throws<ModelFormatException>(() => model.Save(stream));
        Assert.Contains("at most 16777216 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);

        using var folder = new TemporaryFolder();
        Assert.Throws<ModelFormatException>(() => model.Save(folder.File("m.safetensors")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
