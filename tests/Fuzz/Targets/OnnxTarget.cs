using FastElman.Fixtures;
using FastElman.Interop;
using FastElman.Interop.Onnx.Format;
using FastElman.Interop.Onnx.Writing;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// An ONNX file: every network in every form that is written here, and graphs as PyTorch writes them. What is accepted
/// is the same model after it was saved and read again.
/// </summary>
internal sealed class OnnxTarget() : FileTarget("onnx", "model.onnx")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. "RNN|Gather|Concat|Reshape|Expand|ConstantOfShape|Transpose|Tile|If|axis|perm|words|embeddings|W|h0|../x"
            .Split('|').Select(System.Text.Encoding.UTF8.GetBytes),
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01],
        [0x6A, 0x04, 0x0A, 0x02],
        [0x70, 0x01],
    ];

    public override long AllowedBytes => 4 << 20;

    public override IEnumerable<byte[]> Seeds()
    {
        using var folder = new TemporaryFolder();
        foreach (var model in SeedModels.All)
        {
            foreach (var form in Enum.GetValues<OnnxForm>())
            {
                if (OnnxModel.CanSave(model.Shape.Variant, form, out _))
                {
                    OnnxModel.Save(
                        model, folder.File("seed.onnx"), new OnnxExportOptions { Form = form, SentenceLength = 2 });
                    yield return File.ReadAllBytes(folder.File("seed.onnx"));
                }
            }
        }

        yield return Foreign(isJoined: false);
        yield return Foreign(isJoined: true);
    }

    public override bool IsRefusal(Exception exception) => exception is ModelFormatException;

    protected override int Run(string file, byte[] input)
    {
        var model = OnnxModel.Load(file);
        var form = OnnxModel.CanSave(model.Shape.Variant, OnnxForm.Rnn, out _) ? OnnxForm.Rnn : OnnxForm.Step;
        OnnxModel.Save(model, Folder.File("again.onnx"), new OnnxExportOptions { Form = form });
        var again = OnnxModel.Load(Folder.File("again.onnx"));
        Require(again.Fingerprint == model.Fingerprint, "a model is the same after it was saved and read");
        return HashCode.Combine(
            model.Shape.Variant, Magnitude(model.Shape.HiddenSize), model.Decoding, model.Tokenizer);
    }

    /// <summary>A network of another program, some of whose weights are turned and joined by nodes.</summary>
    private static byte[] Foreign(bool isJoined)
    {
        var graph = new GraphBuilder();
        graph.Input("words", OnnxElementType.Int64, "sequence", "batch");
        graph.Node("x", "Gather", [graph.Tensor("embedding", new float[12], 6, 2), "words"]);
        graph.Node("size", "Shape", ["x"]);
        graph.Node("batch", "Slice", ["size", graph.Integers("one", 1), graph.Integers("two", 2)]);
        graph.Node("shape", "Concat", ["one", "batch", graph.Integers("three", 3)], OnnxAttribute.Of("axis", 0));
        graph.Node("initial", isJoined ? "ConstantOfShape" : "Expand", isJoined
            ? ["shape"]
            : [graph.Tensor("h0", new float[3], 1, 1, 3), "shape"]);
        string[] weights = isJoined
            ? [
                graph.Node("W", "Unsqueeze", [graph.Tensor("w", new float[6], 3, 2), graph.Integers("zero", 0)]),
                graph.Node("R", "Reshape", [graph.Tensor("r", new float[9], 9), graph.Integers("square", 1, 3, -1)]),
            ]
            : [graph.Tensor("W", new float[6], 1, 3, 2), graph.Tensor("R", new float[9], 1, 3, 3)];
        graph.Node("y", "RNN", ["x", .. weights, "", "", "initial"], OnnxAttribute.Of("hidden_size", 3));
        graph.Node("hidden", "Squeeze", ["y", "one"]);
        graph.Tensor("linear", new float[12], 4, 3);
        graph.Node("turned", "Transpose", ["linear"], OnnxAttribute.Of("perm", 1, 0));
        graph.Node("products", "MatMul", ["hidden", "turned"]);
        graph.Node("logits", "Add", ["products", graph.Tensor("bias", new float[4], 4)]);
        graph.Output("logits", OnnxElementType.Float, "sequence", "batch", 4);
        var document = new OnnxDocument { FormatVersion = 8, OperatorSet = 17, Graph = graph.Graph };
        using var stream = new MemoryStream();
        DocumentWriter.Compose(document).WriteTo(stream);
        return stream.ToArray();
    }
}
