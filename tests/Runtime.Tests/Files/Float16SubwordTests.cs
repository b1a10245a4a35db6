using System.Buffers.Binary;
using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>The vectors of subwords in a model file, as float16.</summary>
public sealed class Float16SubwordTests
{
    /// <summary>Rows and columns of the tensor; its data are the last of the file.</summary>
    private const int Rows = 20, Columns = 5, Length = Rows * Columns * 2;

    public static TheoryData<string> OtherTensors => ["embeddings", "wx", "wh", "w", "bh", "b", "h0"];

    [Fact]
    public void Every_value_comes_back_bit_for_bit()
    {
        var model = Model();
        foreach (var loaded in LoadInEveryWay(HandmadeFile.Bytes(model)))
        {
            Bits.AssertEqual(model.ExportParameters(), loaded.ExportParameters());
            Assert.Equal(SubwordPrecision.Float16, loaded.SubwordPrecision);
            Assert.Equal(model.Fingerprint, loaded.Fingerprint);
            Assert.Equal(HandmadeFile.Bytes(model), HandmadeFile.Bytes(loaded));
        }
    }

    /// <summary>More of them than are converted at once, and an odd number.</summary>
    [Fact]
    public void So_do_more_values_than_fit_into_a_block()
    {
        var shape = new ElmanShape(3, 2, 4, 5, 3, NetworkVariant.Tutorial, subwordCount: 4001);
        var plain = HandmadeFile.Model();
        var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: 3), plain.Vocabulary, plain.Labels)
            .WithSubwordPrecision(SubwordPrecision.Float16);
        Bits.AssertEqual(
            model.ExportParameters(), ElmanModel.Load(HandmadeFile.Bytes(model)).ExportParameters());
    }

    [Fact]
    public void The_tensor_takes_half_the_bytes_and_is_the_last()
    {
        var (file, whole) = (File(), HandmadeFile.Of(HandmadeFile.Bytes(Whole())));
        var begin = file.Data.Length - Length;
        Assert.Equal(("subwords", HandmadeFile.Entry("F16", "20,5", begin, begin + Length)), file.Tensors[^1]);
        Assert.Equal(whole.Data.Length - Length, file.Data.Length);
        Assert.Equal(whole.Tensors[..^1], file.Tensors[..^1]);
        Assert.Equal(whole.Data[..begin], file.Data[..begin]);
        Assert.Equal(
            whole.Metadata.Where(entry => entry.Key != "fastelman.crc32c"),
            file.Metadata.Where(entry => entry.Key != "fastelman.crc32c"));
    }

    [Fact]
    public void The_room_that_is_looked_for_is_that_of_the_data()
    {
        foreach (var model in (ElmanModel[])[Model(), Whole(), Whole().WithoutSubwords()])
        {
            Assert.Equal(
                HandmadeFile.Of(HandmadeFile.Bytes(model)).Data.Length,
                TensorData.LengthOf(model.Shape, model.SubwordPrecision));
        }
    }

    [Fact]
    public void Its_bytes_are_the_halves_of_the_values_in_order()
    {
        var data = File().Data[^Length..];
        var values = Model().ExportParameters()[ElmanTensor.Subwords];
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], (float)BinaryPrimitives.ReadHalfLittleEndian(data.AsSpan(2 * i)));
        }
    }

    [Fact]
    public void The_checksum_is_of_the_bytes_of_the_file()
    {
        var file = File();
        Assert.Contains(("fastelman.crc32c", $"\"{HandmadeFile.Crc32COf(file.Data)}\""), file.Metadata);
    }

    [Fact]
    public void Every_changed_bit_of_it_is_found()
    {
        var file = File();
        var options = new ModelLoadOptions { AllowNonFinite = true };
        for (var bit = 0; bit < Length * 8; bit++)
        {
            var place = file.Data.Length - Length + (bit / 8);
            file.Data[place] ^= (byte)(1 << (bit % 8));
            Assert.Contains(
                "CRC-32C differs",
                Assert.Throws<ModelFormatException>(() => file.Load(options)).Message,
                StringComparison.Ordinal);
            file.Data[place] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(file.Load(options));
    }

    /// <summary>As a program writes them that sorts tensors by their names.</summary>
    [Fact]
    public void The_checksum_of_another_order_is_that_of_ours()
    {
        var file = File();
        var first = file.Data[^Length..];
        file.Data = [.. first, .. file.Data[..^Length]];
        var position = Length;
        for (var i = 0; i < file.Tensors.Count - 1; i++)
        {
            var (name, json) = file.Tensors[i];
            var offsets = json[(json.LastIndexOf('[') + 1)..json.LastIndexOf(']')].Split(',');
            var bytes = int.Parse(offsets[1]) - int.Parse(offsets[0]);
            file.Tensors[i] = (name, json[..json.LastIndexOf('[')] + $"[{position},{position + bytes}]}}");
            position += bytes;
        }

        file.Tensors[^1] = ("subwords", HandmadeFile.Entry("F16", "20,5", 0, Length));
        Assert.Equal(Model().Fingerprint, file.Load().Fingerprint);
        file.Data[0] ^= 1;
        Refusal.Of(file, "CRC-32C differs");
    }

    [Theory, MemberData(nameof(OtherTensors))]
    public void No_other_tensor_may_be_float16(string name)
    {
        var exception = Refusal.Of(
            File().With(name, entry => entry.Replace("F32", "F16", StringComparison.Ordinal)),
            $"tensor {name}: it has another element type (expected F32, found F16)");
        Assert.Equal((name, "F32", "F16"), (exception.Tensor, exception.Expected, exception.Found));
    }

    [Theory]
    [InlineData("F16", "F32", "tensor subwords: its data do not fit its shape (expected 400 bytes, found 200)")]
    [InlineData("[20,5]", "[40,5]", "tensor subwords: its data do not fit its shape (expected 400 bytes, found 200)")]
    [InlineData("[20,5]", "[100]", "tensor subwords: it is not a matrix")]
    [InlineData("[20,5]", "[25,4]", "tensor subwords: it has another shape")]
    public void A_tensor_that_does_not_fit_its_bytes_is_refused(string sound, string other, string problem) =>
        Refusal.Of(
            File().With("subwords", entry => entry.Replace(sound, other, StringComparison.Ordinal)), problem);

    [Fact]
    public void Offsets_of_float32_are_refused()
    {
        var file = File();
        var begin = file.Data.Length - Length;
        file.With("subwords", _ => HandmadeFile.Entry("F16", "20,5", begin, begin + (2 * Length)));
        Refusal.Of(file, "the file is cut short");
        file.Data = [.. file.Data, .. new byte[Length]];
        Refusal.Of(file, "tensor subwords: its data do not fit its shape (expected 200 bytes, found 400)");
    }

    [Fact]
    public void A_file_that_is_cut_short_is_refused()
    {
        var bytes = HandmadeFile.Bytes(Model());
        for (var missing = 1; missing <= Length; missing++)
        {
            Refusal.Of(bytes[..^missing], parts: "the file is cut short");
        }
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused_unless_they_are_allowed()
    {
        var file = File();
        BinaryPrimitives.WriteHalfLittleEndian(file.Data.AsSpan(file.Data.Length - Length + 6), Half.NegativeInfinity);
        file.WithChecksumOfData();
        Refusal.Of(file, "tensor subwords: the value at index 3 is not finite");
        var loaded = file.Load(new() { AllowNonFinite = true });
        Assert.Equal(float.NegativeInfinity, loaded.ExportParameters()[ElmanTensor.Subwords][3]);
        Assert.Equal(file.Data, HandmadeFile.Of(HandmadeFile.Bytes(loaded)).Data);
    }

    /// <summary>Such a value becomes another NaN in memory, so only the bytes of the file have its checksum.</summary>
    [Fact]
    public void The_checksum_is_that_of_the_bytes_for_a_signalling_nan_too()
    {
        var file = File();
        BinaryPrimitives.WriteUInt16LittleEndian(file.Data.AsSpan(file.Data.Length - Length), 0x7D01);
        file.WithChecksumOfData();
        var loaded = file.Load(new() { AllowNonFinite = true });
        Assert.True(float.IsNaN(loaded.ExportParameters()[ElmanTensor.Subwords][0]));
        Assert.Equal(
            loaded.Fingerprint,
            ElmanModel.Load(HandmadeFile.Bytes(loaded), new() { AllowNonFinite = true }).Fingerprint);
    }

    [Fact]
    public void A_file_of_version_1_may_have_it_too()
    {
        var file = File()
            .WithMetadataText("fastelman.version", "1")
            .WithMetadata("fastelman.crc32c", null);
        file.Metadata.Add((
            "fastelman.sha256",
            $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Data))}\""));
        Assert.Equal(Model().Fingerprint, file.Load().Fingerprint);
    }

    [Fact]
    public void A_file_of_float32_is_written_as_before()
    {
        var whole = Whole();
        var back = ElmanModel.Load(HandmadeFile.Bytes(Model())).WithSubwordPrecision(SubwordPrecision.Float32);
        var file = HandmadeFile.Of(HandmadeFile.Bytes(back));
        Assert.Equal(HandmadeFile.Of(HandmadeFile.Bytes(whole)).Tensors, file.Tensors);
        Assert.Equal(Model().Fingerprint, back.Fingerprint);
        Assert.Equal(SubwordPrecision.Float32, file.Load().SubwordPrecision);
        Bits.AssertEqual(back.ExportParameters(), file.Load().ExportParameters());
    }

    private static IEnumerable<ElmanModel> LoadInEveryWay(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("half.safetensors", bytes);
        yield return ElmanModel.Load(path);
        yield return ElmanModel.Load(bytes);
        yield return ElmanModel.Load(new MemoryStream(bytes));
        using (var compressed = new MemoryStream())
        {
            using (var writer = new System.IO.Compression.GZipStream(
                compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            {
                writer.Write(bytes);
            }

            compressed.Position = 0;
            using var unseekable = new System.IO.Compression.GZipStream(
                compressed, System.IO.Compression.CompressionMode.Decompress);
            Assert.False(unseekable.CanSeek);
            yield return ElmanModel.Load(unseekable);
        }

        yield return Task.Run(() => ElmanModel.LoadAsync(path)).GetAwaiter().GetResult();
        yield return Task.Run(() => ElmanModel.LoadAsync(new MemoryStream(bytes))).GetAwaiter().GetResult();
    }

    private static HandmadeFile File() => HandmadeFile.Of(HandmadeFile.Bytes(Model()));

    private static ElmanModel Model() => Whole().WithSubwordPrecision(SubwordPrecision.Float16);

    private static ElmanModel Whole()
    {
        var plain = HandmadeFile.Model();
        var shape = new ElmanShape(3, 2, 4, Columns, 3, NetworkVariant.Tutorial, Rows);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 2), plain.Vocabulary, plain.Labels, plain.Provenance);
    }
}
