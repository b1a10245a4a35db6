using System.Security.Cryptography;
using FastElman.Files;
using FastElman.Fixtures;
using FastElman.Kernels;

namespace FastElman.Tests.Files;

/// <summary>What a file with a sound header may still not be; its metadata have tests of their own.</summary>
public sealed class SafetensorsReaderTests
{
    public static TheoryData<string> NamesOfTheSeven =>
        [.. FastElman.TensorNames.All.Select(tensor => tensor.FileName())];

    public static TheoryData<string> TensorNamesOfVariants =>
        [.. EverythingTensors.Skip(FastElman.TensorNames.All.Count).Select(tensor => tensor.FileName())];

    /// <summary>The variant that has all tensors.</summary>
    private static NetworkVariant EverythingThereIs { get; } =
        new(NetworkKind.Bidirectional, HiddenActivation.Tanh, HasTransitions: true);

    private static IReadOnlyList<ElmanTensor> EverythingTensors =>
        HandmadeFile.Model(variant: EverythingThereIs).Shape.Tensors;

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
        Bits.AssertEqual(HandmadeFile.Model().ExportParameters(), ElmanModel.Load(file.ToBytes()).ExportParameters());

        // Also where the data lie in another order: h0 first, then the others.
        var data = file.Data;
        var shift = 3 * sizeof(float);
        file.Data = [.. data[^shift..], .. data[..^shift]];
        for (var i = 0; i < file.Tensors.Count; i++)
        {
            var (name, _) = file.Tensors[i];
            var tensor = FastElman.TensorNames.All.Single(each => each.FileName() == name);
            var shape = HandmadeFile.Model().Shape;
            var before = FastElman.TensorNames.All.TakeWhile(each => each != tensor).Sum(
                each => shape.ElementCount(each) * sizeof(float));
            var begin = name == "h0" ? 0 : before + shift;
            file.Tensors[i] = (name, HandmadeFile.Entry(
                "F32",
                string.Join(',', shape.Dimensions(tensor)),
                begin,
                begin + (shape.ElementCount(tensor) * sizeof(float))));
        }

        Bits.AssertEqual(HandmadeFile.Model().ExportParameters(), ElmanModel.Load(file.ToBytes()).ExportParameters());
    }

    [Theory, MemberData(nameof(NamesOfTheSeven))]
    public void A_missing_tensor_is_refused_by_name(string name)
    {
        var file = HandmadeFile.Foreign();
        var place = file.Tensors.FindIndex(entry => entry.Name == name);
        file.Tensors[place] = ("other", file.Tensors[place].Json);
        AssertRefused(file, $"tensor {name}: it is missing");
    }

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void A_missing_tensor_of_a_variant_is_refused_by_name(string name)
    {
        var file = HandmadeFile.Sound(EverythingThereIs);
        var place = file.Tensors.FindIndex(entry => entry.Name == name);
        file.Tensors[place] = ("other", file.Tensors[place].Json);
        AssertRefused(file, $"tensor {name}: it is missing");
    }

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void A_tensor_that_only_other_variants_have_is_one_too_many(string name)
    {
        foreach (var config in (string[])["elman", "jordan"])
        {
            var file = HandmadeFile.Sound(new NetworkVariant(VariantNames.Kinds.Find(config)!.Value));
            var length = file.Data.Length;
            file.Tensors.Add((name, HandmadeFile.Entry("F32", "3,2", length, length + 24)));
            file.Data = [.. file.Data, .. new byte[24]];
            file.WithMetadataText("fastelman.sha256", Convert.ToHexString(SHA256.HashData(file.Data)));
            AssertRefused(
                file,
                $"tensor {name}: there is no such parameter",
                $"(expected embeddings, wx, wh, w, bh, b, h0, found {name})");
            Assert.Equal(7, Load(file, new() { AllowUnknownTensors = true }).Shape.Tensors.Count);
        }
    }

    [Fact]
    public void A_file_of_another_program_is_of_the_tutorials_network()
    {
        var file = HandmadeFile.Sound(EverythingThereIs);
        file.Metadata.Clear();
        AssertRefused(file, "tensor backward.wx: there is no such parameter");
        AssertRefused(
            file.With("w", entry => entry.Replace("[6,2]", "[3,4]", StringComparison.Ordinal)),
            "tensor backward.wx: there is no such parameter");
    }

    [Theory]
    [InlineData("wh", "2,3", "3,2")]
    [InlineData("wh", "2,3", "6")]
    [InlineData("h0", "2", "2,1")]
    public void Another_shape_of_what_a_jordan_network_gets_of_the_step_before_is_refused(
        string name, string sound, string other) =>
        AssertRefused(
            HandmadeFile.Sound(new NetworkVariant(NetworkKind.Jordan)).With(
                name, entry => entry.Replace($"[{sound}]", $"[{other}]", StringComparison.Ordinal)),
            $"tensor {name}: it has another shape (expected [{Spaced(sound)}], found [{Spaced(other)}])");

    [Fact]
    public void The_tensors_of_an_elman_network_are_not_those_of_a_jordan_network_nor_the_other_way_round()
    {
        AssertRefused(
            OfAnotherKind(NetworkKind.Elman, "jordan"),
            "tensor wh: it has another shape (expected [2, 3], found [3, 3])");
        AssertRefused(
            OfAnotherKind(NetworkKind.Jordan, "elman"),
            "tensor wh: it has another shape (expected [3, 3], found [2, 3])");
        AssertRefused(OfAnotherKind(NetworkKind.Elman, "bidirectional"), "tensor backward.wx: it is missing");
        AssertRefused(
            OfAnotherKind(NetworkKind.Bidirectional, "elman"), "tensor backward.wx: there is no such parameter");
    }

    [Theory]
    [InlineData("w", "6,2", "3,4")]
    [InlineData("backward.wx", "15,3", "3,15")]
    [InlineData("backward.wh", "3,3", "9,1")]
    [InlineData("backward.bh", "3", "3,1")]
    [InlineData("backward.h0", "3", "1,3")]
    [InlineData("transitions", "3,2", "2,3")]
    [InlineData("transitions", "3,2", "6")]
    public void Another_shape_of_a_tensor_of_a_variant_is_refused(string name, string sound, string other) =>
        AssertRefused(
            HandmadeFile.Sound(EverythingThereIs).With(
                name, entry => entry.Replace($"[{sound}]", $"[{other}]", StringComparison.Ordinal)),
            "tensor ",
            "expected ");

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void Another_element_type_of_a_tensor_of_a_variant_is_refused(string name) =>
        AssertRefused(
            HandmadeFile.Sound(EverythingThereIs).With(
                name, entry => entry.Replace("F32", "F16", StringComparison.Ordinal)),
            $"tensor {name}: ",
            "(expected F32, found F16)");

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void A_changed_byte_and_a_value_that_is_not_finite_are_found_in_every_variant(string name)
    {
        var file = HandmadeFile.Sound(EverythingThereIs);
        var tensor = EverythingTensors.Single(each => each.FileName() == name);
        var shape = HandmadeFile.Model(variant: EverythingThereIs).Shape;
        var begin = EverythingTensors.TakeWhile(each => each != tensor).Sum(
            each => shape.ElementCount(each) * sizeof(float));
        file.Data[begin] ^= 1;
        AssertRefused(file, "SHA-256 differs");
        BitConverter.TryWriteBytes(file.Data.AsSpan(begin), float.NaN);
        file.WithMetadataText("fastelman.sha256", Convert.ToHexString(SHA256.HashData(file.Data)));
        AssertRefused(file, $"tensor {name}: the value at index 0 is not finite");
        Assert.True(float.IsNaN(Load(file, new() { AllowNonFinite = true }).ExportParameters()[tensor][0]));
    }

    [Fact]
    public void Names_of_our_own_files_differ_by_case()
    {
        var file = HandmadeFile.Sound();
        var place = file.Tensors.FindIndex(entry => entry.Name == "wx");
        file.Tensors[place] = ("Wx", file.Tensors[place].Json);
        AssertRefused(file, "tensor wx: it is missing");
    }

    [Fact]
    public void A_tensor_too_many_is_refused_by_name_and_skipped_when_allowed()
    {
        var file = HandmadeFile.Foreign();
        var length = file.Data.Length;
        file.Tensors.Insert(2, ("extra", HandmadeFile.Entry("BF16", "2,2500", length, length + 10_000)));
        file.Data = [.. file.Data, .. new byte[10_000]];
        AssertRefused(file, "tensor extra: there is no such parameter", "embeddings, wx, wh, w, bh, b, h0");
        Bits.AssertEqual(
            HandmadeFile.Model().ExportParameters(),
            Load(file, new() { AllowUnknownTensors = true }).ExportParameters());
    }

    [Fact]
    public void A_tensor_too_many_belongs_to_the_checksum()
    {
        var file = HandmadeFile.Sound();
        var length = file.Data.Length;
        file.Tensors.Add(("extra", HandmadeFile.Entry("U8", "1", length, length + 1)));
        file.Data = [.. file.Data, 7];
        Refusal.Of(file.ToBytes(), new() { AllowUnknownTensors = true }, "SHA-256");
        file.WithMetadataText("fastelman.sha256", Convert.ToHexString(SHA256.HashData(file.Data)));
        Assert.NotNull(Load(file, new() { AllowUnknownTensors = true }).Vocabulary);
    }

    [Theory, MemberData(nameof(NamesOfTheSeven))]
    public void Another_element_type_is_refused(string name) =>
        AssertRefused(
            HandmadeFile.Foreign().With(name, entry => entry.Replace("F32", "I32", StringComparison.Ordinal)),
            $"tensor {name}: ", "(expected F32, F64, F16 or BF16, found I32)");

    [Theory, MemberData(nameof(NamesOfTheSeven))]
    public void Another_shape_is_refused(string name) =>
        AssertRefused(
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
    public void A_shape_without_elements_or_beyond_all_numbers_is_refused(string shape) =>
        AssertRefused(
            HandmadeFile.Foreign().With(
                "embeddings", entry => entry.Replace("[5,5]", $"[{shape}]", StringComparison.Ordinal)),
            "tensor embeddings: it is not a matrix of possible size",
            $"[{Spaced(shape)}]");

    [Theory]
    [InlineData("2147483647,1")]
    [InlineData("2147483647,2147483647")]
    [InlineData("600000000,5")]
    public void A_shape_that_promises_gigabytes_is_refused_without_an_allocation(string shape)
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
    public void A_file_that_promises_gigabytes_everywhere_is_refused_without_an_allocation()
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
        AssertRefused(
            file.With("h0", entry => entry.Replace($"{length}]", $"{length + 4}]", StringComparison.Ordinal)),
            "tensor h0: its data do not fit its shape", "expected 12 bytes, found 16");
    }

    [Fact]
    public void A_changed_byte_of_the_data_is_found_by_the_checksum()
    {
        var file = HandmadeFile.Sound();
        file.Data[11] ^= 1;
        AssertRefused(file, "SHA-256 differs", "expected ", "found ");
    }

    [Fact]
    public void The_checksum_is_not_looked_at_where_that_is_asked_for()
    {
        var file = HandmadeFile.Sound();
        file.Data[8] ^= 1;
        Assert.NotNull(ElmanModel.Load(file.ToBytes(), new ModelLoadOptions { VerifyChecksum = false }));
        AssertRefused(file, "SHA-256 differs");
    }

    [Fact]
    public void A_checksum_may_be_in_upper_case()
    {
        var file = HandmadeFile.Sound();
        file.WithMetadataText("fastelman.sha256", Convert.ToHexString(SHA256.HashData(file.Data)));
        Assert.NotNull(Load(file).Vocabulary);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_refused_by_place_and_taken_when_allowed(float value)
    {
        var file = HandmadeFile.Foreign();
        BitConverter.TryWriteBytes(file.Data.AsSpan(file.Data.Length - 4), value);
        AssertRefused(file, "tensor h0: the value at index 2 is not finite", $"found {value}");
        Assert.Equal(value, Load(file, new() { AllowNonFinite = true }).ExportParameters().InitialState[2]);
    }

    /// <summary>The tensors of one kind in a file that says it is of another.</summary>
    private static HandmadeFile OfAnotherKind(NetworkKind kind, string name)
    {
        var file = HandmadeFile.Sound(new NetworkVariant(kind));
        var place = file.Metadata.FindIndex(entry => entry.Key == "fastelman.config");
        file.Metadata[place] = (
            "fastelman.config",
            file.Metadata[place].Text.Replace(VariantNames.Kinds.Of(kind), name, StringComparison.Ordinal));
        return file;
    }

    private static ElmanModel Load(HandmadeFile file, ModelLoadOptions? options = null) =>
        ElmanModel.Load(file.ToBytes(), options);

    /// <summary>Dimensions as messages write them, with a blank after each comma.</summary>
    private static string Spaced(string dimensions) => dimensions.Replace(",", ", ", StringComparison.Ordinal);

    private static void AssertRefused(HandmadeFile file, params string[] parts) =>
        Refusal.Of(file.ToBytes(), parts: parts);
}
