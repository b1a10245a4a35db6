using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Files;

/// <summary>What a file with a sound header may still not be; its metadata have tests of their own.</summary>
public sealed class SafetensorsReaderTests
{
    public static TheoryData<string> NamesOfTheSeven =>
        [.. TensorNames.Tutorial.Select(tensor => tensor.FileName())];

    [Fact]
    public void The_handmade_file_itself_is_sound()
    {
        var model = ElmanModel.Load(HandmadeFile.Sound().ToBytes());
        Bits.AssertEqual(HandmadeFile.Model().ExportParameters(), model.ExportParameters());
        Assert.Equal("B-city", model.Labels![0]);
        Assert.Null(ElmanModel.Load(HandmadeFile.Foreign().ToBytes()).Vocabulary);
    }

    [Fact]
    public void The_order_of_the_tensors_does_not_matter()
    {
        var file = HandmadeFile.Foreign();
        file.Tensors.Reverse();
        Bits.AssertEqual(HandmadeFile.Model().ExportParameters(), file.Load().ExportParameters());

        // Also where the data lie in another order: h0 first, then the others.
        var data = file.Data;
        var shift = 3 * sizeof(float);
        file.Data = [.. data[^shift..], .. data[..^shift]];
        for (var i = 0; i < file.Tensors.Count; i++)
        {
            var (name, _) = file.Tensors[i];
            var tensor = TensorNames.Tutorial.Single(each => each.FileName() == name);
            var shape = HandmadeFile.Model().Shape;
            var before = TensorNames.Tutorial.TakeWhile(each => each != tensor).Sum(
                each => shape.GetElementCount(each) * sizeof(float));
            var begin = name == "h0" ? 0 : before + shift;
            file.Tensors[i] = (name, HandmadeFile.Entry(
                "F32",
                string.Join(',', shape.GetDimensions(tensor)),
                begin,
                begin + (shape.GetElementCount(tensor) * sizeof(float))));
        }

        Bits.AssertEqual(HandmadeFile.Model().ExportParameters(), file.Load().ExportParameters());
    }

    [Theory, MemberData(nameof(NamesOfTheSeven))]
    public void A_missing_tensor_is_refused_by_name(string name)
    {
        var file = HandmadeFile.Foreign();
        var place = file.Tensors.FindIndex(entry => entry.Name == name);
        file.Tensors[place] = ("other", file.Tensors[place].Json);
        Refusal.Of(file, $"tensor {name}: it is missing");
    }

    [Fact]
    public void Names_of_our_own_files_differ_by_case()
    {
        var file = HandmadeFile.Sound();
        var place = file.Tensors.FindIndex(entry => entry.Name == "wx");
        file.Tensors[place] = ("Wx", file.Tensors[place].Json);
        Refusal.Of(file, "tensor wx: it is missing");
    }

    [Fact]
    public void An_unknown_tensor_is_refused_unless_allowed()
    {
        var file = HandmadeFile.Foreign();
        var length = file.Data.Length;
        file.Tensors.Insert(2, ("extra", HandmadeFile.Entry("BF16", "2,2500", length, length + 10_000)));
        file.Data = [.. file.Data, .. new byte[10_000]];
        Refusal.Of(file, "tensor extra: there is no such parameter", "embeddings, wx, wh, w, bh, b, h0");
        Bits.AssertEqual(
            HandmadeFile.Model().ExportParameters(),
            file.Load(new() { AllowUnknownTensors = true }).ExportParameters());
    }

    [Fact]
    public void A_tensor_too_many_belongs_to_the_checksum()
    {
        var file = HandmadeFile.Sound();
        var length = file.Data.Length;
        file.Tensors.Add(("extra", HandmadeFile.Entry("U8", "1", length, length + 1)));
        file.Data = [.. file.Data, 7];
        Refusal.Of(file.ToBytes(), new() { AllowUnknownTensors = true }, "CRC-32C");
        file.WithChecksumOfData();
        Assert.NotNull(file.Load(new() { AllowUnknownTensors = true }).Vocabulary);
    }

    [Theory, MemberData(nameof(NamesOfTheSeven))]
    public void Another_element_type_is_refused(string name) =>
        Refusal.Of(
            HandmadeFile.Foreign().With(name, entry => entry.Replace("F32", "I32", StringComparison.Ordinal)),
            $"tensor {name}: ", "(expected F32, F64, F16 or BF16, found I32)");

    [Theory, MemberData(nameof(NamesOfTheSeven))]
    public void Another_shape_is_refused(string name) =>
        Refusal.Of(
            HandmadeFile.Foreign().With(
                name, entry => entry.Replace("\"shape\":[", "\"shape\":[1,", StringComparison.Ordinal)),
            $"tensor {name}: ");

    [Theory]
    [InlineData("embeddings", "5,5", "4,5")]
    [InlineData("wx", "15,3", "10,3")]
    [InlineData("wx", "15,3", "16,3")]
    [InlineData("wx", "15,3", "15,4")]
    [InlineData("wh", "3,3", "9,1")]
    [InlineData("w", "3,2", "2,3")]
    [InlineData("w", "3,2", "2,2")]
    [InlineData("bh", "3", "2")]
    [InlineData("b", "2", "3")]
    [InlineData("h0", "3", "3,1")]
    [InlineData("h0", "3", "")]
    public void Sizes_that_do_not_fit_together_are_refused(string name, string sound, string other)
    {
        var message = Refusal.Of(HandmadeFile.Foreign().With(
            name, entry => entry.Replace($"[{sound}]", $"[{other}]", StringComparison.Ordinal)).ToBytes()).Message;
        Assert.Contains("tensor ", message, StringComparison.Ordinal);
        Assert.Contains("expected ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,5")]
    [InlineData("5,0")]
    [InlineData("9223372036854775807,9223372036854775807")]
    [InlineData("4294967296,4294967296")]
    [InlineData("4294967301,5")]
    [InlineData("2147483648,5")]
    [InlineData("5,2147483648")]
    public void A_shape_without_elements_or_too_large_is_refused(string shape) =>
        Refusal.Of(
            HandmadeFile.Foreign().With(
                "embeddings", entry => entry.Replace("[5,5]", $"[{shape}]", StringComparison.Ordinal)),
            "tensor embeddings: it is not a matrix of possible size",
            $"[{HandmadeFile.Spaced(shape)}]");

    [Theory]
    [InlineData("2147483647,1")]
    [InlineData("2147483647,2147483647")]
    [InlineData("600000000,5")]
    public void A_huge_claimed_shape_allocates_nothing(string shape)
    {
        var bytes = HandmadeFile.Foreign()
            .With("embeddings", entry => entry.Replace("[5,5]", $"[{shape}]", StringComparison.Ordinal))
            .ToBytes();
        Refusal.Of(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => ElmanModel.Load(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Huge_claims_of_all_tensors_allocate_nothing()
    {
        const long hidden = 20_000;
        const long begin = 4 + (4 * hidden);
        var bytes = HandmadeFile.WithHeader($$"""
            {"embeddings":{{HandmadeFile.Entry("F32", "1,1", 0, 4)}},
             "wx":{{HandmadeFile.Entry("F32", $"1,{hidden}", 4, begin)}},
             "wh":{{HandmadeFile.Entry("F32", $"{hidden},{hidden}", begin, begin + (4 * hidden * hidden))}}}
            """);
        Refusal.Of(bytes, parts: "cut short");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => ElmanModel.Load(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Data_longer_than_their_shape_are_refused()
    {
        var file = HandmadeFile.Foreign();
        var length = file.Data.Length;
        file.Data = [.. file.Data, 0, 0, 0, 0];
        Refusal.Of(
            file.With("h0", entry => entry.Replace($"{length}]", $"{length + 4}]", StringComparison.Ordinal)),
            "tensor h0: its data do not fit its shape", "expected 12 bytes, found 16");
    }

    [Fact]
    public void A_changed_byte_of_the_data_is_found_by_the_checksum()
    {
        var file = HandmadeFile.Sound();
        file.Data[11] ^= 1;
        Refusal.Of(file, "CRC-32C differs", "expected ", "found ");
    }

    [Fact]
    public void The_checksum_is_not_looked_at_where_that_is_asked_for()
    {
        var file = HandmadeFile.Sound();
        file.Data[8] ^= 1;
        Assert.NotNull(file.Load(new ModelLoadOptions { VerifyChecksum = false }));
        Refusal.Of(file, "CRC-32C differs");
    }

    [Fact]
    public void A_checksum_may_be_in_upper_case()
    {
        var file = HandmadeFile.Sound();
        file.WithMetadataText("fastelman.crc32c", HandmadeFile.Crc32COf(file.Data).ToUpperInvariant());
        Assert.NotNull(file.Load().Vocabulary);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_refused_unless_allowed(float value)
    {
        var file = HandmadeFile.Foreign();
        BitConverter.TryWriteBytes(file.Data.AsSpan(file.Data.Length - 4), value);
        Refusal.Of(file, "tensor h0: the value at index 2 is not finite", $"found {value}");
        Assert.Equal(value, file.Load(new() { AllowNonFinite = true }).ExportParameters().InitialState[2]);
    }
}
