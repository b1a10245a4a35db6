using FastElman.Fixtures;
using Microsoft.ML.OnnxRuntime;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Graphs in the form of PyTorch's exporter.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Network, batch first, unfolded, flat, operator after the logits, learned state, operators.</summary>
    public static TheoryData<NetworkKind, bool, bool, bool, string, bool, long> Forms
    {
        get
        {
            var forms = new TheoryData<NetworkKind, bool, bool, bool, string, bool, long>();
            foreach (var kind in (NetworkKind[])[NetworkKind.Elman, NetworkKind.Bidirectional])
            {
                foreach (var isUnfolded in (bool[])[false, true])
                {
                    forms.Add(kind, false, isUnfolded, false, string.Empty, false, 14);
                    forms.Add(kind, true, isUnfolded, false, "Softmax", true, 13);
                    forms.Add(kind, true, isUnfolded, true, string.Empty, false, 17);
                    forms.Add(kind, false, isUnfolded, false, "ArgMax", true, 9);
                    forms.Add(kind, false, isUnfolded, false, "LogSoftmax", false, 11);
                }
            }

            return forms;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Forms))]
    public void A_graph_gives_the_parameters_that_it_was_made_of(
        NetworkKind kind, bool batchFirst, bool isUnfolded, bool isFlat, string end, bool hasState, long operatorSet)
    {
        foreach (var activation in Enum.GetValues<HiddenActivation>())
        {
            var parameters = Parameters(kind, activation, hasState);
            var path = _folder.Write("model.onnx", new TorchGraph(parameters)
            {
                BatchFirst = batchFirst,
                IsUnfolded = isUnfolded,
                IsFlat = isFlat,
                End = end,
                OperatorSet = operatorSet,
            }.Bytes());

            var model = OnnxModel.Load(path);

            Assert.Equal(parameters.Shape, model.Shape);
            var found = model.ExportParameters();
            Assert.All(
                parameters.Shape.Tensors,
                tensor => Assert.Equal(parameters[tensor].ToArray(), found[tensor].ToArray()));
            Assert.Equal("ONNX model model.onnx of pytorch 1.13.0", model.Provenance.Origin);
        }
    }

    [Theory]
    [InlineData(NetworkKind.Elman, false)]
    [InlineData(NetworkKind.Elman, true)]
    [InlineData(NetworkKind.Bidirectional, false)]
    [InlineData(NetworkKind.Bidirectional, true)]
    public void A_layer_of_one_unit_is_read(NetworkKind kind, bool isUnfolded)
    {
        var parameters = Parameters(kind, HiddenActivation.Tanh, hasState: false, hidden: 1);

        var model = OnnxModel.Load(
            _folder.Write("model.onnx", new TorchGraph(parameters) { IsUnfolded = isUnfolded }.Bytes()));

        Assert.Equal(parameters.Shape, model.Shape);
        Assert.Equal(parameters.OutputWeights.ToArray(), model.ExportParameters().OutputWeights.ToArray());
    }

    [Theory]
    [InlineData(NetworkKind.Elman, false)]
    [InlineData(NetworkKind.Elman, true)]
    [InlineData(NetworkKind.Bidirectional, false)]
    [InlineData(NetworkKind.Bidirectional, true)]
    public void The_model_gives_the_probabilities_of_its_graph(NetworkKind kind, bool batchFirst)
    {
        var parameters = Parameters(kind, HiddenActivation.Tanh, hasState: true);
        var path = _folder.Write(
            "model.onnx", new TorchGraph(parameters) { BatchFirst = batchFirst, End = "Softmax" }.Bytes());
        var model = OnnxModel.Load(path);
        int[][] sentences = [.. Enumerable.Range(0, 3).Select(i => RandomModel.Sentence(model.Shape, 5, seed: i))];
        long[] words =
        [
            .. batchFirst
                ? sentences.SelectMany(sentence => sentence).Select(word => (long)word)
                : Enumerable.Range(0, 5).SelectMany(t => sentences.Select(sentence => (long)sentence[t])),
        ];
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(path, quiet);
        using var input = OrtValue.CreateTensorValueFromMemory(words, batchFirst ? [3, 5] : [5, 3]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["words"], [input], ["result"]);
        var found = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        var count = model.Shape.LabelCount;
        var answers = sentences.Select((_, i) =>
        {
            float[] rows =
            [
                .. Enumerable.Range(0, 5).SelectMany(t =>
                    found.AsSpan((batchFirst ? (i * 5) + t : (t * 3) + i) * count, count).ToArray()),
            ];
            int[] labels = [.. rows.Chunk(count).Select(row => Array.IndexOf(row, row.Max()))];
            return (rows, labels);
        }).ToArray();

        Comparison.Check(model, answers, sentences);
    }

    [Fact]
    public void Words_and_labels_come_from_the_caller()
    {
        var parameters = Parameters(NetworkKind.Elman, HiddenActivation.Relu, hasState: false);
        var path = _folder.Write("model.onnx", new TorchGraph(parameters).Bytes());
        var words = new Vocabulary(Enumerable.Range(0, 8).Select(i => $"word{i}"));
        var labels = new LabelSet(Enumerable.Range(0, 5).Select(i => $"label{i}"));

        var model = OnnxModel.Load(path, words, labels);

        Assert.Same(words, model.Vocabulary);
        Assert.Same(labels, model.Labels);
        Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path, new Vocabulary(["one"]), labels));
    }

    [Fact]
    public void A_list_of_floats_is_read_like_raw_data()
    {
        var parameters = Parameters(NetworkKind.Elman, HiddenActivation.Tanh, hasState: false);
        var bias = parameters.OutputBias.ToArray();
        var bytes = new TorchGraph(parameters).Bytes();
        var raw = OnnxBytes.Bytes(OnnxBytes.Value("linear.bias", bias, bias.Length));
        var listed = OnnxBytes.Bytes(
            OnnxBytes.Dimensions(bias.Length).Integer(2, 1).Text(8, "linear.bias").Floats(4, bias));
        Assert.Equal(raw.Length, listed.Length);
        var place = bytes.AsSpan().IndexOf(raw);
        Assert.True(place > 0);
        listed.CopyTo(bytes, place);

        var model = OnnxModel.Load(_folder.Write("model.onnx", bytes));

        Assert.Equal(bias, model.ExportParameters().OutputBias.ToArray());
    }

    /// <summary>A network with a window of 1, as PyTorch has it: the padding row is 0.</summary>
    private static ElmanParameters Parameters(
        NetworkKind kind, HiddenActivation activation, bool hasState, int hidden = 6)
    {
        var shape = new ElmanShape(
            hidden, labelCount: 5, vocabularySize: 8, embeddingSize: 4, 1, new NetworkVariant(kind, activation));
        var parameters = RandomModel.Parameters(shape, seed: 3, range: 0.7f);
        parameters.Embeddings[(shape.VocabularySize * shape.EmbeddingSize)..].Clear();
        if (!hasState)
        {
            parameters.InitialState.Clear();
            parameters[ElmanTensor.BackwardInitialState].Clear();
        }

        return parameters;
    }
}
