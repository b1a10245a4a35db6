using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>The vectors of subwords in a model file.</summary>
public sealed class SafetensorsSubwordTests
{
    [Fact]
    public void A_model_with_subwords_comes_back()
    {
        var model = Model();
        var loaded = ElmanModel.Load(HandmadeFile.Bytes(model));
        Assert.Equal(model.Fingerprint, loaded.Fingerprint);
        Assert.Equal(20, loaded.Shape.SubwordCount);
        Bits.AssertEqual(
            model.Parameters[ElmanTensor.Subwords], loaded.Parameters[ElmanTensor.Subwords], "subwords");
        Assert.Equal(HandmadeFile.Bytes(model), HandmadeFile.Bytes(loaded));
    }

    [Fact]
    public void A_model_without_them_is_another_one()
    {
        var model = Model();
        var plain = model.WithoutSubwords();
        Assert.Equal(0, plain.Shape.SubwordCount);
        Assert.NotEqual(model.Fingerprint, plain.Fingerprint);
        Assert.NotEqual(model.Shape, plain.Shape);
        Assert.Equal(plain.Fingerprint, ElmanModel.Load(HandmadeFile.Bytes(plain)).Fingerprint);
        Assert.Same(plain, plain.WithoutSubwords());
    }

    [Theory]
    [InlineData("[20,5]", "[100]", "tensor subwords: it is not a matrix")]
    [InlineData("[20,5]", "[25,4]", "tensor subwords: it has another shape")]
    [InlineData("[20,5]", "[10,10]", "the sizes are impossible")]
    [InlineData("F32", "BF16", "tensor subwords: it has another element type (expected F32 or F16, found BF16)")]
    [InlineData("F32", "F64", "tensor subwords: it has another element type (expected F32 or F16, found F64)")]
    public void A_tensor_of_another_form_is_refused(string sound, string other, string problem) => Refusal.Of(
        File().With("subwords", entry => entry.Replace(sound, other, StringComparison.Ordinal)), problem);

    [Fact]
    public void A_configuration_that_says_something_else_is_refused()
    {
        const string problem = "differ in the size \"subwords\"";
        Refusal.Of(Changed("\\u0022subwords\\u0022:20", "\\u0022subwords\\u0022:21"), problem);
        Refusal.Of(Changed(",\\u0022subwords\\u0022:20", string.Empty), problem);
    }

    /// <summary>It would be the model without them, where nobody looks at the checksum.</summary>
    [Fact]
    public void A_missing_tensor_is_refused()
    {
        var file = File();
        file.Tensors.RemoveAt(file.Tensors.Count - 1);
        file.Data = file.Data[..^400];
        file.WithChecksumOfData();
        Refusal.Of(file, "differ in the size \"subwords\"");
    }

    [Fact]
    public void Subwords_without_the_unknown_word_are_refused()
    {
        var file = File();
        var place = file.Metadata.FindIndex(entry => entry.Key == "fastelman.vocabulary");
        file.Metadata[place] = (
            file.Metadata[place].Key,
            file.Metadata[place].Text.Replace("UNK", "other", StringComparison.Ordinal));
        Refusal.Of(file, "which need the word <UNK>");
        file.Metadata.RemoveAt(place);
        Refusal.Of(file, "which need the word <UNK>");
    }

    [Fact]
    public void Another_programs_file_has_none()
    {
        var file = File();
        file.Metadata.Clear();
        Refusal.Of(file, "tensor subwords: there is no such parameter");
        Assert.Equal(0, file.Load(new() { AllowUnknownTensors = true }).Shape.SubwordCount);
    }

    private static HandmadeFile File() => HandmadeFile.Of(HandmadeFile.Bytes(Model()));

    private static HandmadeFile Changed(string sound, string other)
    {
        var file = File();
        var place = file.Metadata.FindIndex(entry => entry.Key == "fastelman.config");
        var text = file.Metadata[place].Text;
        var changed = text.Replace(sound, other, StringComparison.Ordinal);
        Assert.NotEqual(text, changed);
        file.Metadata[place] = (file.Metadata[place].Key, changed);
        return file;
    }

    private static ElmanModel Model()
    {
        var plain = HandmadeFile.Model();
        var shape = new ElmanShape(3, 2, 4, 5, 3, NetworkVariant.Tutorial, subwordCount: 20);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 2), plain.Vocabulary, plain.Labels, plain.Provenance);
    }
}
