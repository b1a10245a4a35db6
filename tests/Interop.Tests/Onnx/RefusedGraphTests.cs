using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;
using static FastElman.Interop.Tests.Onnx.SmallGraph;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Sound graphs of other networks: each is refused by the node that no network here has.</summary>
public sealed class RefusedGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Graphs.Keys];

    /// <summary>Each begins with x, embeddings [sequence, batch, 2].</summary>
    private static Dictionary<string, (Action<OnnxBytes> Add, string Problem)> Graphs { get; } = new()
    {
        ["LSTM"] = (file => file.Node("LSTM", ["x", "W", "R"], "y"), "node \"y\" (LSTM)"),
        ["clipped"] = (file => Rnn(file, Attribute("clip", 1)), "it has the attribute clip"),
        ["batch first in the operator"] = (file => Rnn(file, Attribute("layout", 1)), "attribute layout is another"),
        ["backward alone"] = (file => Rnn(file, TextAttribute("direction", "reverse")), "reads in another direction"),
        ["other activation"] = (file => Rnn(file, Attribute("activations", "Elu")), "Sigmoid, Tanh or Relu, found Elu"),
        ["two activations"] = (file => Rnn(file, Attribute("activations", "Tanh", "Relu")), "activations are others"),
        ["other hidden size"] = (file => Rnn(file, Attribute("hidden_size", 3)), "attribute hidden_size is another"),
        ["sequence of one word"] = (file =>
        {
            file.Node("Unsqueeze", ["words", file.Constant("front", 0)], "more");
            file.Node("Squeeze", ["more", file.Constant("back", 2)], "less");
        }, "(Squeeze)"),
        ["batch in the place of the sequence"] = (file =>
        {
            file.Node("Reshape", ["x", file.Constant("one_line", 1, -1, 2)], "line");
            file.Node("RNN", ["line", "W", "R"], "y");
        }, "is no sequence of embeddings"),
        ["weights that are not known"] = (file => file.Node("RNN", ["x", "x", "R"], "y"), "input 1 is of another kind"),
        ["no recurrent weights"] = (file => file.Node("RNN", ["x", "W"], "y"), "weights R are missing"),
        ["other recurrent weights"] = (file => file.Node("RNN", ["x", "W", "W3"], "y"), "input R has other dimensions"),
        ["other input weights"] = (file => file.Node("RNN", ["x", "W3", "R"], "y"), "weights W have other dimensions"),
        ["state of the caller"] = (
            file => file.Node("RNN", ["x", "W", "R", "", "", "words"], "y"), "initial states are not known"),
        ["states that differ"] = (file => file.Node(
            "RNN", ["x", "W", "R", "", "", file.Initializer("h", [1, 2, 3, 4], 1, 2, 2)], "y"), "differ from sentence"),
        ["state of another size"] = (file => file.Node(
            "RNN", ["x", "W", "R", "", "", file.Initializer("h", new float[3], 1, 1, 3)], "y"), "other dimensions"),
        ["state over the sequence"] = (file =>
        {
            var size = file.Node("Shape", ["x"], "size");
            var sequence = file.Node("Gather", [size, file.Constant("zero", 0)], "sequence");
            string[] sizes = [file.Constant("one", 1), sequence, file.Constant("two", 2)];
            file.Node("Concat", sizes, "s", Attribute("axis", 0));
            file.Node("RNN", ["x", "W", "R", "", "", file.Node("ConstantOfShape", ["s"], "h")], "y");
        }, "other dimensions"),
        ["constant lengths"] = (
            file => file.Node("RNN", ["x", "W", "R", "", file.Constant("l", 3)], "y"), "lengths are no input"),
        ["two embeddings"] = (file => file.Node("Gather", ["embedding", "words"], "y"), "a second embedding"),
        ["two layers"] = (file =>
        {
            Rnn(file);
            file.Node("Squeeze", ["y", file.Constant("axis", 1)], "h");
            file.Node("RNN", ["h", "W", "R"], "again");
        }, "node \"again\" (RNN)"),
        ["linear layer of embeddings"] = (file => file.Node("MatMul", ["x", "linear"], "y"), "(MatMul)"),
        ["linear layer of another size"] = (
            file => file.Node("MatMul", [Hidden(file), "W3"], "y"), "(MatMul): it does not belong|other dimensions"),
        ["last word alone"] = (
            file => file.Node("Gather", [Hidden(file), file.Scalar("last", -1)], "y"), "(Gather)"),
        ["activation after the layer"] = (file => file.Node("Relu", [Hidden(file)], "y"), "(Relu)"),
        ["two linear layers"] = (file =>
        {
            file.Node("MatMul", [Hidden(file), "linear"], "a");
            file.Node("MatMul", ["hidden", "linear"], "b");
        }, "a second linear layer"),
        ["bias twice"] = (file =>
        {
            file.Node("MatMul", [Hidden(file), "linear"], "a");
            file.Node("Add", ["a", "bias"], "b");
            file.Node("Add", ["b", "bias"], "c");
        }, "node \"c\" (Add)"),
        ["with and without a bias"] = (file =>
        {
            file.Node("MatMul", [Hidden(file), "linear"], "a");
            file.Output(file.Node("Add", ["a", "bias"], "b"));
            file.Output(file.Node("Softmax", ["a"], "c"));
        }, "without its bias"),
        ["softmax over the words"] = (file =>
        {
            file.Node("MatMul", [Hidden(file), "linear"], "a");
            file.Node("Softmax", ["a"], "c", Attribute("axis", 0));
        }, "by the axis of the labels"),
        ["last of equals"] = (file =>
        {
            file.Node("MatMul", [Hidden(file), "linear"], "a");
            file.Node("ArgMax", ["a"], "c", Attribute("axis", -1), Attribute("select_last_index", 1));
        }, "select_last_index"),
        ["hidden states as output"] = (file => file.Output(Hidden(file)), "output \"hidden\" is another"),
        ["words mixed with units"] = (
            file => file.Node("Reshape", [Hidden(file), file.Constant("mixed", 2, -1)], "y"), "side by side"),
        ["nothing but an output"] = (file => file.Node("Identity", ["x"], "y"), "lacks a part|no outputs"),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void Another_network_is_refused_by_its_node(string name)
    {
        var (add, problem) = Graphs[name];
        var file = Begin();
        add(file);
        var path = _folder.Write("model.onnx", file.ToBytes());

        var error = Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path));

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.True(
            problem.Split('|').Any(part => error.Message.Contains(part, StringComparison.Ordinal)), error.Message);
    }
}
