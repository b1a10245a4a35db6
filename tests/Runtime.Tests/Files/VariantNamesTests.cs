using FastElman.Files;
using FastElman.Kernels;

namespace FastElman.Tests.Files;

public sealed class VariantNamesTests
{
    [Fact]
    public void Every_value_has_a_word_by_which_it_is_found()
    {
        AssertNamed(VariantNames.Kinds, Enum.GetValues<NetworkKind>());
        AssertNamed(VariantNames.Activations, Enum.GetValues<HiddenActivation>());
        AssertNamed(VariantNames.Decodings, Enum.GetValues<LabelDecoding>());
        AssertNamed(VariantNames.Tokenizers, Enum.GetValues<TokenizerKind>());
    }

    /// <summary>They stand in model files, which outlive the program.</summary>
    [Fact]
    public void The_words_are_those_of_the_model_file()
    {
        Assert.Equal(["elman", "jordan", "bidirectional"], VariantNames.Kinds.All);
        Assert.Equal(["sigmoid", "tanh", "relu"], VariantNames.Activations.All);
        Assert.Equal(["argmax", "iob", "transitions", "iob+transitions"], VariantNames.Decodings.All);
        Assert.Equal(["punctuation", "whitespace"], VariantNames.Tokenizers.All);
    }

    [Fact]
    public void Another_word_is_nothing_and_refused_in_a_file()
    {
        Assert.Null(VariantNames.Kinds.Find("Elman"));
        Assert.Null(VariantNames.Activations.Find(""));
        var exception = Assert.Throws<ModelFormatException>(
            () => VariantNames.Decodings.Parse("beam", "the head", "m.safetensors"));
        Assert.Equal(
            "m.safetensors: the head names another decoding "
            + "(expected argmax, iob, transitions, iob+transitions, found beam)",
            exception.Message);
        Assert.Equal("m.safetensors", exception.File);
    }

    private static void AssertNamed<TValue>(VariantNames<TValue> names, TValue[] values)
        where TValue : struct
    {
        Assert.Equal(values.Length, names.All.Count());
        Assert.All(values, value => Assert.Equal(value, names.Find(names.Of(value))));
        Assert.All(values, value => Assert.Equal(value, names.Parse(names.Of(value), "the head", null)));
    }
}
