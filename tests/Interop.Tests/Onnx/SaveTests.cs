using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>What is refused before a file is written, and what a file says of itself.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(NetworkKind.Bidirectional, OnnxForm.Step, "from its end")]
    [InlineData(NetworkKind.Jordan, OnnxForm.Rnn, "probabilities")]
    public void A_form_that_a_network_does_not_have_is_refused_with_the_reason(
        NetworkKind kind, OnnxForm form, string reason)
    {
        var model = OnnxModels.Of(kind, HiddenActivation.Tanh, hasTransitions: false);
        var path = _folder.File("model.onnx");

        var error = Assert.Throws<NotSupportedException>(
            () => OnnxModel.Save(model, path, new OnnxExportOptions { Form = form }));

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.False(OnnxModel.CanSave(model.Shape.Variant, form, out var problem));
        Assert.Contains(reason, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13, 32, OnnxForm.Rnn)]
    [InlineData(22, 32, OnnxForm.Rnn)]
    [InlineData(17, 0, OnnxForm.Unrolled)]
    [InlineData(17, 4097, OnnxForm.Unrolled)]
    [InlineData(17, 32, (OnnxForm)3)]
    public void Options_out_of_range_are_refused(int operatorSet, int length, OnnxForm form)
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        var options = new OnnxExportOptions { Form = form, OperatorSet = operatorSet, SentenceLength = length };

        Assert.Throws<ArgumentOutOfRangeException>(() => OnnxModel.Save(model, _folder.File("model.onnx"), options));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_length_counts_in_the_unrolled_form_alone()
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        OnnxModel.Save(model, _folder.File("model.onnx"), new OnnxExportOptions { SentenceLength = -1 });
        Assert.Equal("Rnn, operator set 17", new OnnxExportOptions().ToString());
        Assert.Equal(
            "Unrolled, operator set 17, 32 words", new OnnxExportOptions { Form = OnnxForm.Unrolled }.ToString());
    }

    [Fact]
    public void What_a_graph_does_not_do_is_said()
    {
        var plain = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        Assert.Empty(OnnxModel.GetLosses(plain));

        var shape = new ElmanShape(2, 3, 4, 2, 1, new NetworkVariant(HasTransitions: true));
        var model = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            labels: new LabelSet(["B-a", "I-a", "O"]),
            decoding: LabelDecoding.IobTransitions);
        var path = _folder.File("model.onnx");
        OnnxModel.Save(model, path);
        var document = DocumentReader.Read(File.ReadAllBytes(path), path);

        Assert.Equal(3, OnnxModel.GetLosses(model).Count);
        Assert.All(
            OnnxModel.GetLosses(model),
            loss => Assert.Contains(loss, document.Documentation, StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', OnnxModel.GetLosses(model)), document.Metadata["fastelman.onnx.losses"]);
    }

    [Fact]
    public void A_file_says_what_it_is()
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        var path = _folder.File("model.onnx");
        OnnxModel.Save(model, path, new OnnxExportOptions { Form = OnnxForm.Unrolled, SentenceLength = 5 });
        var document = DocumentReader.Read(File.ReadAllBytes(path), path);

        Assert.Equal("FastElman", document.Producer);
        Assert.Equal((8, 17), (document.FormatVersion, document.OperatorSet));
        Assert.Equal(model.Fingerprint, document.Metadata["fastelman.fingerprint"]);
        Assert.Equal("unrolled", document.Metadata["fastelman.onnx.form"]);
        Assert.Equal("5", document.Metadata["fastelman.onnx.sentence_length"]);
        Assert.Contains("\"activation\":\"tanh\"", document.Metadata["fastelman.config"], StringComparison.Ordinal);
        Assert.Contains(
            "\"tokenizer\":\"whitespace\",\"temperature\":1.5",
            document.Metadata["fastelman.config"],
            StringComparison.Ordinal);
        Assert.StartsWith("[\"worda\",", document.Metadata["fastelman.vocabulary"], StringComparison.Ordinal);
        Assert.StartsWith("[\"label0\",", document.Metadata["fastelman.labels"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_old_file_stays_where_the_new_one_cannot_be_written()
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        Directory.CreateDirectory(_folder.File("model.onnx"));

        Assert.ThrowsAny<Exception>(() => OnnxModel.Save(model, _folder.File("model.onnx")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }
}
