using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Files that were written here give back the very model.</summary>
public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<NetworkKind, HiddenActivation, bool, OnnxForm> Models => OnnxModels.All;

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Models))]
    public void The_model_comes_back(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, OnnxForm form)
    {
        var model = OnnxModels.Of(kind, activation, hasTransitions);

        AssertSame(model, SaveAndLoad(model, new OnnxExportOptions { Form = form, SentenceLength = 3 }));
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void The_reference_models_come_back(string name)
    {
        var model = ElmanModel.Create(GoldenCase.Load(name).Parameters());
        foreach (var form in Enum.GetValues<OnnxForm>())
        {
            AssertSame(model, SaveAndLoad(model, new OnnxExportOptions { Form = form }));
        }
    }

    [Fact]
    public void A_decoding_comes_back()
    {
        var shape = new ElmanShape(2, 3, 4, 2, 1);
        var model = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            labels: new LabelSet(["B-a", "I-a", "O"]),
            decoding: LabelDecoding.Iob);

        var again = SaveAndLoad(model);

        AssertSame(model, again);
        Assert.Equal(LabelDecoding.Iob, again.Decoding);
    }

    [Fact]
    public void Names_of_the_caller_take_the_place_of_those_of_the_file()
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        var path = _folder.File("model.onnx");
        OnnxModel.Save(model, path);
        var words = new Vocabulary(Enumerable.Range(0, model.Shape.VocabularySize).Select(i => $"other{i}"));
        var labels = new LabelSet(Enumerable.Range(0, model.Shape.LabelCount).Select(i => $"another{i}"));

        var again = OnnxModel.Load(path, words, labels);

        Assert.Equal(words, again.Vocabulary!);
        Assert.Equal(labels, again.Labels!);
        Assert.Equal(model.Temperature, again.Temperature);
        Assert.Equal(words, OnnxModel.Load(path, words).Vocabulary!);
        Assert.Equal(model.Labels!, OnnxModel.Load(path, words).Labels!);
        Assert.Equal(labels, OnnxModel.Load(path, labels: labels).Labels!);
        Assert.Equal(model.Vocabulary!, OnnxModel.Load(path, labels: labels).Vocabulary!);
        Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path, new Vocabulary(["one"])));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        var model = OnnxModels.Of(NetworkKind.Bidirectional, HiddenActivation.Tanh, hasTransitions: true);
        OnnxModel.Save(model, _folder.File("one.onnx"));
        OnnxModel.Save(OnnxModel.Load(_folder.File("one.onnx")), _folder.File("two.onnx"));

        Assert.Equal(File.ReadAllBytes(_folder.File("one.onnx")), File.ReadAllBytes(_folder.File("two.onnx")));
    }

    private ElmanModel SaveAndLoad(ElmanModel model, OnnxExportOptions? options = null)
    {
        var path = _folder.File("model.onnx");
        OnnxModel.Save(model, path, options);
        return OnnxModel.Load(path);
    }

    private static void AssertSame(ElmanModel expected, ElmanModel found)
    {
        Assert.Equal(expected.Shape, found.Shape);
        var (ours, theirs) = (expected.ExportParameters(), found.ExportParameters());
        foreach (var tensor in expected.Shape.Tensors)
        {
            Assert.Equal(ours[tensor].ToArray(), theirs[tensor].ToArray());
        }

        Assert.Equal(expected.Provenance, found.Provenance);
        Assert.Equal(expected.Fingerprint, found.Fingerprint);
    }
}
