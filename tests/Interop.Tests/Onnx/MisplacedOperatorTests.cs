using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;
using static FastElman.Interop.Tests.Onnx.SmallGraph;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Operators that are known, in places or with inputs where no network here has them.</summary>
public sealed class MisplacedOperatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Graphs.Keys];

    private static Dictionary<string, (Action<OnnxBytes> Add, string Problem)> Graphs { get; } = new()
    {
        ["embedding by another axis"] = (
            file => file.Node("Gather", ["embedding", "words"], "y", Attribute("axis", 1)),
            "attribute axis is another"),
        ["embedding of a vector"] = (
            file => file.Node("Gather", ["bias", "words"], "y"), "an embedding [words, size] and an input"),
        ["embedding without columns"] = (
            file => file.Node("Gather", [file.Initializer("narrow", [], 3, 0), "words"], "y"), "(Gather)"),
        ["embedding by embeddings"] = (
            file => file.Node("Gather", ["embedding", "x"], "y"), "an embedding [words, size] and an input"),
        ["embedding by constants, and words besides"] = (
            file => file.Node("Gather", ["embedding", file.Constant("i", 0), "words"], "y"),
            "an embedding [words, size] and an input"),
        ["a column of embeddings"] = (
            file => file.Node("Gather", ["x", "words"], "y"), "its input 0 is of another kind"),
        ["layer of one dimension less"] = (
            file =>
            {
                file.Node("Reshape", ["x", file.Constant("s", -1, 2)], "flat");
                file.Node("RNN", ["flat", "W", "R"], "y");
            },
            "is no sequence of embeddings"),
        ["layer of one dimension more"] = (
            file => file.Node(
                "RNN", [file.Node("Unsqueeze", ["x", file.Constant("a", 1)], "more"), "W", "R"], "y"),
            "is no sequence of embeddings"),
        ["layer over joined words"] = (
            file =>
            {
                file.Node("Reshape", ["x", file.Constant("s", -1, 1, 2)], "joined");
                file.Node("RNN", ["joined", "W", "R"], "y");
            },
            "is no sequence of embeddings"),
        ["layer over a joined batch"] = (
            file =>
            {
                file.Node("Reshape", ["x", file.Constant("s", 0, -1, 1)], "joined");
                file.Node("RNN", ["joined", "W", "R"], "y");
            },
            "is no sequence of embeddings"),
        ["layer over joined embeddings"] = (
            file =>
            {
                file.Node("Reshape", ["x", file.Constant("s", 0, 1, -1)], "joined");
                file.Node("RNN", ["joined", "W", "R"], "y");
            },
            "is no sequence of embeddings"),
        ["layer without embeddings at the end"] = (
            file =>
            {
                file.Node("Transpose", ["x"], "turned");
                file.Node("RNN", ["turned", "W", "R"], "y");
            },
            "is no sequence of embeddings"),
        ["layer of words"] = (
            file => file.Node("RNN", ["words", "W", "R"], "y"), "is no sequence of embeddings"),
        ["weights of one dimension less"] = (
            file => file.Node("RNN", ["x", "embedding", "R"], "y"), "weights W have other dimensions"),
        ["weights of two directions"] = (
            file => file.Node("RNN", ["x", file.Initializer("W2", new float[8], 2, 2, 2), "R"], "y"),
            "weights W have other dimensions"),
        ["weights of no units"] = (
            file => file.Node("RNN", ["x", file.Initializer("W0", [], 1, 0, 2), "R"], "y"),
            "weights W have other dimensions"),
        ["weights of too many units"] = (
            file => file.Node("RNN", ["x", file.Initializer("W9", new float[65537 * 2], 1, 65537, 2), "R"], "y"),
            "weights W have other dimensions"),
        ["no activations"] = (
            file => Rnn(file, new MessageWriter().Text(1, "activations").Integer(20, 8)), "expected the same"),
        ["activations of one direction for two"] = (
            file => Rnn(file, Attribute("activations", "Tanh"), TextAttribute("direction", "bidirectional")),
            "the same for both directions"),
        ["two activations for two directions"] = (
            file => Rnn(file, Attribute("activations", "Tanh", "Relu"), TextAttribute("direction", "bidirectional")),
            "found Tanh, Relu"),
        ["lengths of every word"] = (
            file => file.Node("RNN", ["x", "W", "R", "", "words"], "y"), "lengths are no input"),
        ["embeddings as lengths"] = (
            file => file.Node("RNN", ["x", "W", "R", "", "x"], "y"), "found embeddings"),
        ["lengths of words that are joined"] = (
            file => file.Node(
                "RNN",
                ["x", "W", "R", "", file.Node("Reshape", ["words", file.Constant("s", -1)], "flat")],
                "y"),
            "lengths are no input"),
        ["state of two dimensions"] = (
            file => State(file, file.Initializer("h", new float[2], 1, 2)), "initial states have other dimensions"),
        ["state of four dimensions"] = (
            file => State(file, file.Initializer("h", new float[2], 1, 1, 1, 2)), "initial states have other dim"),
        ["state of four dimensions over three"] = (
            file => State(file, Expand(file, file.Initializer("h", new float[2], 1, 1, 1, 2), 1, 1, 2)),
            "initial states have other dimensions"),
        ["state of two directions over one"] = (
            file => State(file, Expand(file, file.Initializer("h", new float[4], 2, 1, 2), 1, 1, 2)),
            "initial states have other dimensions"),
        ["state of three units over two"] = (
            file => State(file, Expand(file, file.Initializer("h", new float[3], 3), 1, 1, 2)),
            "initial states have other dimensions"),
        ["states of no sentence"] = (
            file => State(file, file.Initializer("h", [], 1, 0, 2)), "initial states have other dimensions"),
        ["states of three sentences for any"] = (
            file => State(file, Expand(file, file.Initializer("h", new float[6], 1, 3, 2), 1, 4, 2)),
            "initial states have other dimensions"),
        ["product with what is not known"] = (
            file => file.Node("MatMul", [Hidden(file), "hidden"], "a"), "its input 1 is of another kind"),
        ["product before the layer"] = (
            file => file.Node("MatMul", ["words", "linear"], "a"), "hidden states [.., hidden] times constants"),
        ["product of the last states"] = (
            file =>
            {
                file.Node("RNN", ["x", "W", "R"], ["y", "last"]);
                file.Node("MatMul", ["last", "linear"], "a");
            },
            "the last hidden states [1, dimension 1 of \"words\", hidden 2]"),
        ["product over the batch"] = (
            file => file.Node(
                "MatMul",
                [file.Node("Transpose", [Hidden(file)], "t", Integers("perm", 0, 2, 1)), "linear"],
                "a"),
            "hidden states [.., hidden] times constants"),
        ["weights without labels"] = (
            file => file.Node("MatMul", [Hidden(file), file.Initializer("w", [], 2, 0)], "a"), "[2, labels]"),
        ["weights of no units in the linear layer"] = (
            file => file.Node("MatMul", [Hidden(file), file.Initializer("w", [], 0, 4)], "a"), "[2, labels]"),
        ["weights that are a vector"] = (
            file => file.Node("MatMul", [Hidden(file), "bias"], "a"), "[2, labels]"),
        ["weights that are turned"] = (
            file => Gemm(file, ["hidden.flat", "linear"], Attribute("transB", 1)), "[labels, 2]"),
        ["product of turned states"] = (
            file => Gemm(file, ["hidden.flat", "linear"], Attribute("transA", 1)), "attribute transA is another"),
        ["product of three dimensions"] = (
            file => file.Node("Gemm", [Hidden(file), "linear"], "a"), "hidden states of two dimensions"),
        ["sum of two calls"] = (
            file => file.Node("Add", [Products(file), "products"], "a"), "the products of the linear layer and its"),
        ["sum with integers"] = (
            file => file.Node("Add", [Products(file), file.Constant("i", 1, 2, 3, 4)], "a"), "and its bias"),
        ["integers with a sum"] = (
            file => file.Node("Add", [file.Constant("i", 1, 2, 3, 4), Products(file)], "a"),
            "its input 1 is of another kind"),
        ["constants with integers"] = (
            file => file.Node("Add", ["bias", file.Constant("i", 1)], "a"), "its input 1 is of another kind"),
        ["bias before the linear layer"] = (
            file => file.Node("Add", [Hidden(file), "bias"], "a"), "and its bias [labels]"),
        ["bias of fewer labels"] = (
            file => file.Node("Add", [Products(file), file.Initializer("b", new float[3], 3)], "a"),
            "and its bias [labels]"),
        ["bias of a row"] = (
            file => file.Node("Add", [Products(file), file.Initializer("b", new float[4], 1, 4)], "a"),
            "and its bias [labels]"),
        ["bias by the words"] = (
            file => file.Node("Add", [file.Node("Transpose", [Products(file)], "t"), "bias"], "a"),
            "and its bias [labels]"),
        ["bias by labels and words"] = (
            file => file.Node(
                "Add", [file.Node("Reshape", [Products(file), file.Constant("s", -1)], "t"), "bias"], "a"),
            "and its bias [labels]"),
        ["bias by nothing"] = (
            file => file.Node(
                "Add", [file.Node("Unsqueeze", [Products(file), file.Constant("s", 3)], "t"), "bias"], "a"),
            "and its bias [labels]"),
        ["softmax of hidden states"] = (
            file => file.Node("Softmax", [Hidden(file)], "a"), "by the axis of the labels"),
        ["softmax of a softmax"] = (
            file => file.Node("Softmax", [file.Node("Softmax", [Products(file)], "p")], "a"),
            "found Softmax of an answer"),
        ["softmax over labels and words"] = (
            file => file.Node(
                "Softmax", [file.Node("Reshape", [Products(file), file.Constant("s", -1)], "t")], "a"),
            "by the axis of the labels"),
        ["bias after a softmax"] = (
            file => file.Node("Add", [file.Node("Softmax", [Products(file)], "p"), "bias"], "a"), "an answer"),
        ["words of floats"] = (
            file => file.Node("Cast", ["words"], "y", Attribute("to", 1)), "node \"y\" (Cast)"),
        ["words of a type that is not told"] = (file => file.Node("Cast", ["words"], "y"), "node \"y\" (Cast)"),
        ["embeddings of whole numbers"] = (
            file => file.Node("Cast", ["x"], "y", Attribute("to", 7)), "node \"y\" (Cast)"),
        ["dimensions taken out of words without a name"] = (
            file => file.Node("Squeeze", ["x"], "y"), "each of size 1"),
        ["words taken out"] = (
            file => file.Node("Squeeze", ["x", file.Constant("a", 0)], "y"), "each of size 1"),
        ["a batch in the place of the embedding"] = (
            file => file.Node("Reshape", ["x", file.Constant("s", -1, 0)], "y"), "leaves dimensions where they are"),
        ["words joined to a size of 0"] = (
            file => file.Output(file.Node(
                "Gemm",
                [
                    file.Node(
                        "Reshape", [Hidden(file), file.Constant("s", 0, 2)], "rows", Attribute("allowzero", 1)),
                    "linear",
                ],
                "a")),
            "side by side"),
        ["more dimensions kept than there are"] = (
            file => file.Node("Reshape", ["x", file.Constant("s", 0, 0, 2, 0)], "y"), "side by side"),
        ["dimensions kept that are taken"] = (
            file => file.Node(
                "Reshape",
                [file.Node("Reshape", [Hidden(file), file.Constant("s", 0, -1)], "t"), file.Constant("u", 0, 2, 0)],
                "y"),
            "(Reshape)"),
        ["a shape with axes left over"] = (
            file =>
            {
                var sequence = file.Node(
                    "Shape", ["words"], "sequence", Attribute("start", 0), Attribute("end", 1));
                file.Node("Reshape", ["x", sequence], "y");
            },
            "side by side"),
        ["more outputs than an operator has"] = (
            file => file.Node("Identity", ["x"], ["y", "z"]), "expected 1, found 2"),
        ["no inputs at all"] = (file => file.Node("Transpose", [], "y"), "found Transpose of nothing"),
        ["an input that is left out"] = (
            file => file.Node("Transpose", [""], "y"), "found Transpose of nothing"),
        ["an input that has to be there"] = (file => file.Node("Reshape", ["x"], "y"), "input 1 is missing"),
        ["states repeated over one size"] = (
            file => file.Node("Transpose", [Expand(file, "bias", 4)], "y"),
            "of constant floats [4] repeated over [4]"),
        ["states repeated over what a call chooses"] = (
            file => file.Node("Transpose", [file.Node("Expand", ["bias", file.Node("Shape", ["x"], "s")], "r")], "y"),
            "repeated over [dimension 0 of \"words\", dimension 1 of \"words\", 2]"),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void An_operator_in_a_wrong_place_is_refused(string name)
    {
        var (add, problem) = Graphs[name];
        var file = Begin();
        add(file);
        var path = _folder.Write("model.onnx", file.ToBytes());

        SmallGraph.AssertRefused(path, problem);
    }

    [Fact]
    public void A_fixed_sentence_of_one_word_is_no_sequence() =>
        Assert.Contains(
            "is no sequence of embeddings", Refused(With(file => Rnn(file), 1, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_layer_alone_lacks_the_rest()
    {
        var file = With(each => each.Node("RNN", ["x", "W", "R"], ["y", "last"]));

        Assert.Contains("found no linear layer", Refused(file.Output("last")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 0, 0, 0)]
    [InlineData(7)]
    [InlineData(11, 0, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(-1, 0, 0)]
    [InlineData(long.MaxValue, 0, 0)]
    public void An_input_of_another_kind_is_refused(long type, params int[] dimensions) =>
        Assert.Contains(
            "input \"words\" is another",
            Refused(new OnnxBytes().InputOf(type, "words", [.. dimensions.Select(size => (long)size)])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_dimension_that_was_taken_already_is_not_kept()
    {
        var file = With(
            each =>
            {
                each.Node("Reshape", ["x", each.Constant("s", 2, 6)], "rows");
                each.Node("Reshape", ["rows", each.Constant("t", 6, 0)], "y");
            },
            2,
            3);

        Assert.Contains("leaves dimensions where they are", Refused(file).Message, StringComparison.Ordinal);
    }

    private ModelFormatException Refused(OnnxBytes file)
    {
        var path = _folder.Write("model.onnx", file.ToBytes());
        return Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path));
    }
}
