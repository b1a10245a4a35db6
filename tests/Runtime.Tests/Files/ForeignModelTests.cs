using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FastElman.Files;
using FastElman.Model;

namespace FastElman.Tests.Files;

/// <summary>Model files that other programs wrote, or wrote again.</summary>
public class ForeignModelTests
{
    private static readonly ElmanModel Expected = HandmadeFile.Model();

    [Theory]
    [InlineData("F64", 8)]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    public void Other_floating_point_types_are_converted(string type, int size)
    {
        var file = HandmadeFile.Foreign();
        var values = MemoryMarshal.Cast<byte, float>(file.Data).ToArray();
        file.Data = [.. values.SelectMany(value => Encoded(value, type))];
        var begin = 0L;
        foreach (var tensor in TensorNames.Tutorial)
        {
            var length = (long)Expected.Shape.GetElementCount(tensor) * size;
            var shape = string.Join(',', Expected.Shape.GetDimensions(tensor));
            file.Tensors[(int)tensor] = (tensor.FileName(), HandmadeFile.Entry(type, shape, begin, begin + length));
            begin += length;
        }

        var found = ElmanModel.Load(file.ToBytes()).ExportParameters();

        foreach (var tensor in TensorNames.Tutorial)
        {
            for (var i = 0; i < found[tensor].Length; i++)
            {
                Assert.Equal(Decoded(Expected.ExportParameters()[tensor][i], type), found[tensor][i]);
            }
        }
    }

    [Fact]
    public void A_double_beyond_float_is_refused_by_its_place()
    {
        var file = HandmadeFile.Foreign();
        var begin = file.Data.Length - (Expected.Shape.HiddenSize * sizeof(float));
        var end = begin + (Expected.Shape.HiddenSize * sizeof(double));
        var values = new byte[end - begin];
        BinaryPrimitives.WriteDoubleLittleEndian(values.AsSpan(sizeof(double)), 1e300);
        file.Data = [.. file.Data[..begin], .. values];
        file.Tensors[^1] = ("h0", HandmadeFile.Entry("F64", $"{Expected.Shape.HiddenSize}", begin, end));

        var exception = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(file.ToBytes()));

        Assert.StartsWith("tensor h0: a float64 is beyond float32 at place 1", exception.Message);
    }

    [Fact]
    public void Names_of_the_older_program_are_known()
    {
        var file = HandmadeFile.Foreign();
        foreach (var (name, other) in new[] { ("wx", "Wx"), ("wh", "Wh"), ("w", "W") })
        {
            var place = file.Tensors.FindIndex(entry => entry.Name == name);
            file.Tensors[place] = (other, file.Tensors[place].Json);
        }

        Assert.Equal(Expected.Shape, ElmanModel.Load(file.ToBytes()).Shape);
    }

    [Fact]
    public void A_tensor_s0_makes_it_a_jordan_network()
    {
        var file = HandmadeFile.Sound(new NetworkVariant(NetworkKind.Jordan));
        file.Metadata.Clear();
        file.Tensors[^1] = ("s0", file.Tensors[^1].Json);

        Assert.Equal(NetworkKind.Jordan, ElmanModel.Load(file.ToBytes()).Shape.Variant.Kind);
    }

    [Fact]
    public void A_tensor_s0_beside_h0_is_one_too_many()
    {
        var file = HandmadeFile.Foreign();
        var end = file.Data.Length + (Expected.Shape.HiddenSize * sizeof(float));
        file.Tensors.Add(("s0", HandmadeFile.Entry("F32", $"{Expected.Shape.HiddenSize}", file.Data.Length, end)));
        file.Data = [.. file.Data, .. new byte[end - file.Data.Length]];

        Refusal.Of(file, "tensor s0: there is no such parameter");
        Assert.Equal(
            NetworkKind.Elman,
            file.Load(new ModelLoadOptions { AllowUnknownTensors = true }).Shape.Variant.Kind);
    }

    [Fact]
    public void Two_tensors_that_differ_only_by_case_are_refused()
    {
        var file = HandmadeFile.Foreign();
        var place = file.Tensors.FindIndex(entry => entry.Name == "wx");
        file.Tensors.Add(("Wx", file.Tensors[place].Json));

        Assert.ThrowsAny<ModelFormatException>(() => ElmanModel.Load(file.ToBytes()));
    }

    [Fact]
    public void Metadata_may_be_null()
    {
        var header = HandmadeFile.Foreign().Header();
        var bytes = HandmadeFile.WithHeader(
            $$"""{"__metadata__":null,{{header[(header.IndexOf('{', StringComparison.Ordinal) + 1)..]}}""",
            HandmadeFile.Foreign().Data);

        Assert.Equal(Expected.Shape, ElmanModel.Load(bytes).Shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_checksum_does_not_depend_on_the_order_of_the_tensors(bool isVersion1)
    {
        var saved = SavedAgain(isVersion1 ? HandmadeFile.OfVersion1() : HandmadeFile.Sound());

        var model = ElmanModel.Load(saved.ToBytes());

        Assert.Equal(Expected.Fingerprint, model.Fingerprint);
    }

    [Theory]
    [InlineData(false, "CRC-32C differs")]
    [InlineData(true, "SHA-256 differs")]
    public void A_changed_value_is_found_in_any_order_of_the_tensors(bool isVersion1, string problem)
    {
        var saved = SavedAgain(isVersion1 ? HandmadeFile.OfVersion1() : HandmadeFile.Sound());
        saved.Data[5] ^= 1;

        var exception = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(saved.ToBytes()));

        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_saved_has_the_checksum_of_its_bytes()
    {
        var file = HandmadeFile.Sound();

        Assert.Contains(file.Metadata, entry =>
            entry.Key == "fastelman.crc32c"
            && entry.Text.Contains(HandmadeFile.Crc32COf(file.Data), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "a Git LFS pointer", "git lfs pull")]
    [InlineData("<!DOCTYPE html><html><head><title>404</title></head></html>", "a web page", "fetch the file itself")]
    [InlineData("\n<HTML><body>Not found</body></HTML>", "a web page", "not a safetensors file")]
    [InlineData("{\"error\": \"Not Found\"}", "JSON", "not a safetensors file")]
    [InlineData("book O\na B-thing\ntable I-thing\n", "text", "not a safetensors file")]
    [InlineData("PK\u0003\u0004\u0014\0\0\0\0\0", "a zip archive", "not a safetensors file")]
    [InlineData("(lp0\nI1\naI2\na.", "a pickle", "not a safetensors file")]
    public void A_file_of_another_kind_is_refused_by_what_it_is(string content, string kind, string advice)
    {
        var bytes = content.Select(each => (byte)each).ToArray();

        var exception = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(bytes));

        Assert.StartsWith($"this is {kind}", exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The same tensors in the order of their names, as Python's library saves them.</summary>
    private static HandmadeFile SavedAgain(HandmadeFile file)
    {
        var offsets = new Dictionary<ElmanTensor, (int Begin, int Length)>();
        var begin = 0;
        foreach (var tensor in TensorNames.Tutorial)
        {
            var length = Expected.Shape.GetElementCount(tensor) * sizeof(float);
            offsets[tensor] = (begin, length);
            begin += length;
        }

        var data = file.Data;
        file.Data = [];
        file.Tensors.Clear();
        foreach (var tensor in TensorNames.Tutorial.OrderBy(tensor => tensor.FileName(), StringComparer.Ordinal))
        {
            var (from, length) = offsets[tensor];
            var shape = string.Join(',', Expected.Shape.GetDimensions(tensor));
            file.Tensors.Add((
                tensor.FileName(),
                HandmadeFile.Entry("F32", shape, file.Data.Length, file.Data.Length + length)));
            file.Data = [.. file.Data, .. data.AsSpan(from, length)];
        }

        return file;
    }

    private static byte[] Encoded(float value, string type) => type switch
    {
        "F64" => BitConverter.GetBytes((double)value),
        "F16" => BitConverter.GetBytes((Half)value),
        _ => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
    };

    private static float Decoded(float value, string type) => type switch
    {
        "F64" => value,
        "F16" => (float)(Half)value,
        _ => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000),
    };
}
