using System.Text;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>A model goes out as a state dict and comes back as the same model.</summary>
public sealed class ExportedModuleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<NetworkKind, HiddenActivation, bool, int> Variants
    {
        get
        {
            var variants = new TheoryData<NetworkKind, HiddenActivation, bool, int>();
            foreach (var kind in Enum.GetValues<NetworkKind>())
            {
                foreach (var activation in Enum.GetValues<HiddenActivation>())
                {
                    variants.Add(kind, activation, false, 1);
                    variants.Add(kind, activation, true, 5);
                }
            }

            return variants;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_model_comes_back_bit_for_bit(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, int window)
    {
        var shape = new ElmanShape(7, 4, 6, 3, window, new NetworkVariant(kind, activation, hasTransitions));
        var parameters = RandomModel.Parameters(shape, seed: 5);
        parameters.HiddenBias[2] = -0f;
        var model = ElmanModel.Create(
            parameters,
            RandomModel.Vocabulary(shape),
            RandomModel.Labels(shape),
            new ModelProvenance("recipe", "origin"),
            tokenizer: TokenizerKind.WhiteSpace).WithTemperature(1.25f);

        PyTorchModule.Save(model, _folder.File("m.safetensors"));
        var read = PyTorchModule.Load(_folder.File("m.safetensors"));

        Assert.Equal(model.Fingerprint, read.Fingerprint);
        Assert.Equal(model.Shape, read.Shape);
        Assert.Equal(model.Vocabulary, read.Vocabulary);
        Assert.Equal(model.Labels, read.Labels);
        Assert.Equal(model.Provenance, read.Provenance);
        Assert.Equal(
            (model.Decoding, model.Tokenizer, model.Temperature), (read.Decoding, read.Tokenizer, read.Temperature));
        foreach (var tensor in shape.Tensors)
        {
            Bits.AssertEqual(model.Parameters[tensor], read.Parameters[tensor], $"{tensor}");
        }
    }

    [Fact]
    public void The_runtime_says_who_reads_a_state_dict()
    {
        PyTorchModule.Save(
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 3, 2, 1), seed: 1)), _folder.File("m"));

        var error = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(_folder.File("m")));

        Assert.Contains("PyTorch", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NetworkKind.Bidirectional, "bidirectional\\u0022", "elman\\u0022        ")]
    [InlineData(NetworkKind.Elman, "transitions\\u0022", "argmax\\u0022     ")]
    public void Metadata_of_another_network_are_refused(NetworkKind kind, string old, string changed)
    {
        var shape = new ElmanShape(2, 2, 3, 2, 1, new NetworkVariant(kind, HasTransitions: kind == NetworkKind.Elman));
        PyTorchModule.Save(ElmanModel.Create(RandomModel.Parameters(shape, seed: 1)), _folder.File("m"));
        var text = File.ReadAllBytes(_folder.File("m"));
        Replace(text, old, changed);

        Assert.Equal(
            "the tensors are of another network than the metadata say",
            Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.Write("other", text))).Problem);
    }

    [Fact]
    public void Values_that_were_changed_are_refused_by_their_checksum()
    {
        PyTorchModule.Save(
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 3, 2, 1), seed: 1)), _folder.File("m"));
        var bytes = File.ReadAllBytes(_folder.File("m"));
        bytes[^1] ^= 1;

        Assert.Contains(
            "CRC-32C",
            Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.Write("other", bytes))).Problem,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\u0022window\\u0022:1", "\\u0022window\\u0022:2")]
    [InlineData("\\u0022window\\u0022:1", "\\u0022window\\u0022:7")]
    [InlineData("\\u0022window\\u0022:1", "\\u0022widnow\\u0022:1")]
    public void A_wrong_window_in_the_metadata_is_refused(string old, string changed)
    {
        PyTorchModule.Save(
            ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 2, 3, 2, 1), seed: 1)), _folder.File("m"));
        var bytes = File.ReadAllBytes(_folder.File("m"));
        Replace(bytes, old, changed);

        Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.Write("other", bytes)));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void The_source_is_short_and_says_what_it_lacks(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, int window)
    {
        var shape = new ElmanShape(7, 4, 6, 3, window, new NetworkVariant(kind, activation, hasTransitions));
        var source = PyTorchModule.GetSource(
            ElmanModel.Create(RandomModel.Parameters(shape, seed: 5)).WithTemperature(0.5f));

        Assert.InRange(source.Count(each => each == '\n'), 18, 40);
        Assert.DoesNotContain(source.Split('\n'), line => line.Length >= 120);
        Assert.Contains("return logits / 0.5\n", source, StringComparison.Ordinal);
        Assert.Equal(hasTransitions, source.Contains("between labels are not in it.", StringComparison.Ordinal));
    }

    private static void Replace(byte[] bytes, string old, string changed)
    {
        var place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(old));
        Assert.True(place >= 0, $"there is no {old}");
        Encoding.ASCII.GetBytes(changed).CopyTo(bytes, place);
    }
}
