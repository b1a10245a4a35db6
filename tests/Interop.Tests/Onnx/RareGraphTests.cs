using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;
using static FastElman.Interop.Tests.Onnx.SmallGraph;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Graphs that PyTorch's exporter could write too, and names that it never writes.</summary>
public sealed class RareGraphTests : IDisposable
{
    /// <summary>The operators that are read.</summary>
    private static readonly string[] Operators =
    [
        "Add", "ArgMax", "Cast", "Concat", "Constant", "ConstantOfShape", "Equal", "Expand", "Gather", "Gemm",
        "Identity", "LogSoftmax", "MatMul", "Mul", "RNN", "Reshape", "Shape", "Slice", "Softmax", "Squeeze", "Sub",
        "Transpose", "Unsqueeze", "Where",
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Sound.Keys];

    /// <summary>Each ends in logits.</summary>
    private static Dictionary<string, Func<OnnxBytes>> Sound { get; } = new()
    {
        ["a product without a bias"] = () => With(file => file.Output(Gemm(file, ["hidden.flat", "linear"]))),
        ["logits without a bias that are taken twice"] = () => With(file =>
        {
            file.Output(Products(file));
            file.Output(file.Node("Softmax", ["products"], "p"));
            file.Output(file.Node("ArgMax", ["products"], "l", Attribute("axis", 2)));
        }),
        ["the last states beside"] = () => With(file =>
        {
            file.Node("RNN", ["x", "W", "R"], ["y", "last"]);
            file.Node("Squeeze", ["y", file.Constant("axis", 1)], "h");
            file.Output(file.Node("MatMul", ["h", "linear"], "products"));
            file.Output("last");
        }),
        ["an output that is left out"] = () => With(file =>
        {
            file.Node("RNN", ["x", "W", "R"], ["y", string.Empty]);
            file.Node("Squeeze", ["y", file.Constant("axis", 1)], "h");
            file.Output(file.Node("MatMul", ["h", "linear"], "products"));
        }),
        ["words as other integers"] = () =>
        {
            var file = new OnnxBytes().InputOf(6, "words", 0, 0);
            file.Node("Cast", ["words"], "short", Attribute("to", 6));
            file.Node("Identity", [file.Node("Cast", ["short"], "long", Attribute("to", 7))], "same");
            file.Node("Gather", [file.Initializer("embedding", new float[6], 3, 2), "same"], "x");
            file.Initializer("W", new float[4], 1, 2, 2);
            file.Initializer("R", new float[4], 1, 2, 2);
            file.Initializer("linear", new float[8], 2, 4);
            return file.Output(Products(file));
        },
        ["one sentence"] = () => With(
            file =>
            {
                file.Node("Unsqueeze", ["x", file.Constant("a", 1)], "one");
                file.Node("RNN", ["one", "W", "R", "", "", file.Initializer("h", [1, 2], 1, 1, 2)], "y");
                file.Node("Squeeze", ["y", file.Constant("b", 1, 2)], "h0");
                file.Output(file.Node("MatMul", ["h0", "linear"], "products"));
            },
            0),
        ["lengths of sentences"] = () => With(file =>
        {
            file.Input("lengths", 0);
            file.Output(State(file, file.Initializer("h", [1, 2], 1, 1, 2), "lengths"));
        }),
        ["three sentences with a state"] = () => With(
            file => file.Output(State(file, file.Initializer("h", [1, 2, 1, 2, 1, 2], 1, 3, 2))), 0, 3),
        ["a state for any sentences"] = () => With(
            file => file.Output(State(file, Expand(file, file.Initializer("h", [1, 2], 2), 1, -1, 2)))),
        ["one value for all states"] = () => With(
            file => file.Output(State(file, Expand(file, file.Initializer("h", [3], 1), 1, 1, 2)))),
        ["as many states as a call has sentences"] = () => With(
            file =>
            {
                var batch = file.Node("Shape", ["words"], "batch", Attribute("start", 1));
                string[] sizes = [file.Constant("one", 1), batch, file.Constant("two", 2)];
                var shape = file.Node("Concat", sizes, "shape", Attribute("axis", 0));
                file.Output(State(file, file.Node("Expand", [file.Initializer("h", [1, 2], 2), shape], "state")));
            }),
        ["operators of ONNX by its name"] = () => With(file =>
        {
            Rnn(file);
            file.Node(new MessageWriter().Text(1, "y").Text(1, file.Constant("axis", 1)).Text(2, "hidden")
                .Text(4, "Squeeze").Text(7, "ai.onnx"));
            file.Output(file.Node("MatMul", ["hidden", "linear"], "products"));
        }),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void A_sound_graph_is_read(string name)
    {
        var shape = OnnxModel.Load(_folder.Write("model.onnx", Sound[name]().ToBytes())).Shape;

        Assert.Equal((2, 4, 3), (shape.HiddenSize, shape.LabelCount, shape.VocabularySize));
    }

    [Theory]
    [InlineData(1f, 1f, null)]
    [InlineData(2f, 1f, "attribute alpha is another")]
    [InlineData(1f, 0f, "attribute beta is another")]
    public void The_linear_layer_has_no_factors_but_1(float alpha, float beta, string? problem)
    {
        // Each attribute is a field of its own, whose name and float are put together here.
        var file = With(each => each.Node("Reshape", [Hidden(each), each.Constant("flat", -1, 2)], "rows"));
        file.Node(new MessageWriter().Text(1, "rows").Text(1, "linear").Text(1, "bias")
            .Text(2, "logits").Text(4, "Gemm")
            .Text(5, "\n\u0005alpha\u0015<a1>").Text(5, "\n\u0004beta\u0015<b2>").Message(5, Attribute("transB", 0)));
        var bytes = file.Output("logits").ToBytes();
        Replace(bytes, "<a1>", BitConverter.GetBytes(alpha));
        Replace(bytes, "<b2>", BitConverter.GetBytes(beta));
        var path = _folder.Write("model.onnx", bytes);

        var error = Record.Exception(() => OnnxModel.Load(path));

        Assert.Equal(problem is null, error is null);
        Assert.Contains(problem ?? string.Empty, error?.Message ?? string.Empty, StringComparison.Ordinal);
    }

    /// <summary>Each letter of each name is another once.</summary>
    [Theory]
    [InlineData("x")]
    [InlineData("linear")]
    [InlineData("integers")]
    public void A_name_that_is_nearly_that_of_an_operator_is_not_read(string input)
    {
        foreach (var name in Operators)
        {
            for (var i = 0; i < name.Length; i++)
            {
                var file = Begin();
                file.Constant("integers", 1, 2);
                file.Node($"{name[..i]}_{name[(i + 1)..]}", [input, "integers"], "y");

                var error = Assert.Throws<ModelFormatException>(
                    () => OnnxModel.Load(_folder.Write("model.onnx", file.ToBytes())));
                Assert.Contains("node \"y\" (", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
