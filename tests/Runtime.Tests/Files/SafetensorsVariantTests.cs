using FastElman.Files;
using FastElman.Fixtures;
using FastElman.Model;

namespace FastElman.Tests.Files;

/// <summary>The tensors that only some network variants have: which must be there, and with which shapes.</summary>
public sealed class SafetensorsVariantTests
{
    public static TheoryData<string> TensorNamesOfVariants =>
        [.. EverythingTensors.Skip(TensorNames.Tutorial.Count).Select(tensor => tensor.FileName())];

    /// <summary>The variant that has all tensors.</summary>
    private static NetworkVariant EverythingThereIs { get; } =
        new(NetworkKind.Bidirectional, HiddenActivation.Tanh, HasTransitions: true);

    private static IReadOnlyList<ElmanTensor> EverythingTensors =>
        HandmadeFile.Model(variant: EverythingThereIs).Shape.Tensors;

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void A_missing_tensor_of_a_variant_is_refused_by_name(string name)
    {
        var file = HandmadeFile.Sound(EverythingThereIs);
        var place = file.Tensors.FindIndex(entry => entry.Name == name);
        file.Tensors[place] = ("other", file.Tensors[place].Json);
        Refusal.Of(file, $"tensor {name}: it is missing");
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
            file.WithChecksumOfData();
            Refusal.Of(
                file,
                $"tensor {name}: there is no such parameter",
                $"(expected embeddings, wx, wh, w, bh, b, h0, found {name})");
            Assert.Equal(7, file.Load(new() { AllowUnknownTensors = true }).Shape.Tensors.Count);
        }
    }

    [Fact]
    public void A_file_of_another_program_is_of_the_tutorials_network()
    {
        var file = HandmadeFile.Sound(EverythingThereIs);
        file.Metadata.Clear();
        Refusal.Of(file, "tensor backward.wx: there is no such parameter");
        Refusal.Of(
            file.With("w", entry => entry.Replace("[6,2]", "[3,4]", StringComparison.Ordinal)),
            "tensor backward.wx: there is no such parameter");
    }

    [Theory]
    [InlineData("wh", "2,3", "3,2")]
    [InlineData("wh", "2,3", "6")]
    [InlineData("h0", "2", "2,1")]
    public void A_Jordan_recurrence_of_another_shape_is_refused(
        string name, string sound, string other) =>
        Refusal.Of(
            HandmadeFile.Sound(new NetworkVariant(NetworkKind.Jordan)).With(
                name, entry => entry.Replace($"[{sound}]", $"[{other}]", StringComparison.Ordinal)),
            $"tensor {name}: it has another shape",
            $"(expected [{HandmadeFile.Spaced(sound)}], found [{HandmadeFile.Spaced(other)}])");

    [Fact]
    public void The_tensors_must_be_those_of_the_stated_kind()
    {
        Refusal.Of(
            OfAnotherKind(NetworkKind.Elman, "jordan"),
            "tensor wh: it has another shape (expected [2, 3], found [3, 3])");
        Refusal.Of(
            OfAnotherKind(NetworkKind.Jordan, "elman"),
            "tensor wh: it has another shape (expected [3, 3], found [2, 3])");
        Refusal.Of(OfAnotherKind(NetworkKind.Elman, "bidirectional"), "tensor backward.wx: it is missing");
        Refusal.Of(
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
        Refusal.Of(
            HandmadeFile.Sound(EverythingThereIs).With(
                name, entry => entry.Replace($"[{sound}]", $"[{other}]", StringComparison.Ordinal)),
            "tensor ",
            "expected ");

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void Another_element_type_of_a_tensor_of_a_variant_is_refused(string name) =>
        Refusal.Of(
            HandmadeFile.Sound(EverythingThereIs).With(
                name, entry => entry.Replace("F32", "F16", StringComparison.Ordinal)),
            $"tensor {name}: ",
            "(expected F32, found F16)");

    [Theory, MemberData(nameof(TensorNamesOfVariants))]
    public void Damaged_tensors_of_a_variant_are_found(string name)
    {
        var file = HandmadeFile.Sound(EverythingThereIs);
        var tensor = EverythingTensors.Single(each => each.FileName() == name);
        var shape = HandmadeFile.Model(variant: EverythingThereIs).Shape;
        var begin = EverythingTensors.TakeWhile(each => each != tensor).Sum(
            each => shape.GetElementCount(each) * sizeof(float));
        file.Data[begin] ^= 1;
        Refusal.Of(file, "CRC-32C differs");
        BitConverter.TryWriteBytes(file.Data.AsSpan(begin), float.NaN);
        file.WithChecksumOfData();
        Refusal.Of(file, $"tensor {name}: the value at index 0 is not finite");
        Assert.True(float.IsNaN(file.Load(new() { AllowNonFinite = true }).ExportParameters()[tensor][0]));
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
}
