using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>What ONNX Runtime makes of exported graphs.</summary>
public sealed class ExportTests : IDisposable
{
    private const int Longest = 6;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<NetworkKind, HiddenActivation, bool, OnnxForm> Models => OnnxModels.All;

    public static TheoryData<NetworkKind, OnnxForm, int> OperatorSets
    {
        get
        {
            var sets = new TheoryData<NetworkKind, OnnxForm, int>();
            foreach (var row in OnnxModels.All.Select(row => row.Data).DistinctBy(row => (row.Item1, row.Item4)))
            {
                for (var version = OnnxExportOptions.MinimumOperatorSet;
                    version <= OnnxExportOptions.MaximumOperatorSet;
                    version++)
                {
                    sets.Add(row.Item1, row.Item4, version);
                }
            }

            return sets;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Models))]
    public void A_graph_gives_the_probabilities_and_labels_of_the_model(
        NetworkKind kind, HiddenActivation activation, bool hasTransitions, OnnxForm form)
    {
        foreach (var (window, temperature) in ((int, float)[])[(1, 1f), (3, 1.5f), (5, 1f)])
        {
            var model = OnnxModels.Of(kind, activation, hasTransitions, window, temperature);
            Comparison.Check(
                model,
                _folder.File("model.onnx"),
                new OnnxExportOptions { Form = form, SentenceLength = Longest + 2 },
                OnnxModels.Sentences(model.Shape, Longest));
        }
    }

    [Theory, MemberData(nameof(OperatorSets))]
    public void A_graph_runs_with_each_version_of_the_operators(NetworkKind kind, OnnxForm form, int operatorSet)
    {
        var model = OnnxModels.Of(kind, HiddenActivation.Tanh, hasTransitions: false);
        var options = new OnnxExportOptions { Form = form, OperatorSet = operatorSet, SentenceLength = Longest };
        Comparison.Check(model, _folder.File("model.onnx"), options, OnnxModels.Sentences(model.Shape, Longest));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(2, 3)]
    [InlineData(9, 4)]
    public void Any_number_of_sentences_of_one_length_runs(int batch, int length)
    {
        foreach (var (kind, activation, _, form) in OnnxModels.All.Select(row => row.Data)
            .Where(row => row is { Item2: HiddenActivation.Sigmoid, Item3: false }))
        {
            var model = OnnxModels.Of(kind, activation, hasTransitions: false);
            int[][] sentences =
                [.. Enumerable.Range(0, batch).Select(i => RandomModel.Sentence(model.Shape, length, seed: i))];
            var options = new OnnxExportOptions { Form = form, SentenceLength = length };
            Comparison.Check(model, _folder.File("model.onnx"), options, sentences);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenCase.Names), MemberType = typeof(GoldenCase))]
    public void The_reference_models_give_the_probabilities_of_this_library(string name)
    {
        var golden = GoldenCase.Load(name);
        var model = ElmanModel.Create(golden.Parameters());
        int[][] sentences = [.. golden.Sentences.Select(sentence => sentence.Words).Take(20)];
        foreach (var form in Enum.GetValues<OnnxForm>())
        {
            var options = new OnnxExportOptions
            {
                Form = form,
                SentenceLength = sentences.Max(sentence => sentence.Length),
            };
            Comparison.Check(model, _folder.File("model.onnx"), options, sentences);
        }
    }

    [Fact]
    public void The_first_of_equal_labels_wins()
    {
        foreach (var (kind, activation, _, form) in OnnxModels.All.Select(row => row.Data)
            .Where(row => row is { Item2: HiddenActivation.Relu, Item3: false }))
        {
            var shape = new ElmanShape(2, 3, 4, 2, 1, new NetworkVariant(kind, activation));
            var model = ElmanModel.Create(new ElmanParameters(shape));
            var path = _folder.File("model.onnx");
            OnnxModel.Save(model, path, new OnnxExportOptions { Form = form, SentenceLength = 2 });
            using var graph = new GraphRun(path, shape);

            Assert.Equal([0, 0], graph.Run(form, [[1, 2]], length: 2)[0].Labels);
        }
    }

    [Fact]
    public void Transition_scores_are_an_output()
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Sigmoid, hasTransitions: true);
        var path = _folder.File("model.onnx");
        OnnxModel.Save(model, path);
        using var graph = new GraphRun(path, model.Shape);
        using var words = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(new long[] { 1 }, [1, 1]);
        using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var outputs = graph.Session.Run(options, ["words"], [words], ["transitions"]);

        Assert.Equal(
            model.ExportParameters()[ElmanTensor.Transitions].ToArray(),
            outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }
}
