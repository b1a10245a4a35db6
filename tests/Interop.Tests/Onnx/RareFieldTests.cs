using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Fields of onnx.proto that no network here needs, and messages without any, change nothing.</summary>
public sealed class RareFieldTests : IDisposable
{
    /// <summary>No message has it.</summary>
    private const int Unknown = 90;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fields_that_are_not_known_are_passed_over()
    {
        var dimension = Odd(new MessageWriter().Text(2, "any"));
        var shape = Odd(new MessageWriter().Message(1, dimension).Message(1, dimension));
        var type = Odd(new MessageWriter().Message(1, Odd(new MessageWriter().Integer(1, 7).Message(2, shape))));
        var graph = Odd(new MessageWriter())
            .Message(1, Odd(Node("Gather", "x", "embedding", "words")))
            .Message(1, Node("RNN", "y", "x", "W", "R").Message(5, Odd(Attribute("hidden_size", 2))))
            .Message(1, Node("Squeeze", "hidden", "y").Message(5, Integers("axes", 1)))
            .Message(1, Node("MatMul", "products", "hidden", "linear"))
            .Message(5, Odd(Value("embedding", new float[6], 3, 2)))
            .Message(5, Value("W", new float[4], 1, 2, 2))
            .Message(5, Value("R", new float[4], 1, 2, 2))
            .Message(5, Value("linear", new float[8], 2, 4))
            .Message(11, Odd(new MessageWriter().Text(1, "words").Message(2, type)))
            .Message(11, new MessageWriter().Text(1, "R"))
            .Message(12, new MessageWriter().Text(1, "products"));
        var model = Odd(new MessageWriter()).Integer(1, 7).Text(6, "what it is").Message(7, graph)
            .Message(8, new MessageWriter())
            .Message(8, Odd(new MessageWriter().Text(1, "ai.onnx").Integer(2, 14)))
            .Message(8, new MessageWriter().Text(1, "com.stranger").Integer(2, 1))
            .Message(8, new MessageWriter().Text(1, "my.onnx").Integer(2, 1))
            .Message(14, new MessageWriter())
            .Message(14, Odd(new MessageWriter().Text(1, "key").Text(2, "value")));

        var read = OnnxModel.Load(_folder.Write("model.onnx", Bytes(model)));

        Assert.Equal((2, 4, 3), (read.Shape.HiddenSize, read.Shape.LabelCount, read.Shape.VocabularySize));
        Assert.Equal("ONNX model model.onnx", read.Provenance.Origin);
    }

    [Fact]
    public void Inputs_without_a_type_or_a_size_are_shown_as_what_is_known()
    {
        Assert.Equal("Undefined", Found(new MessageWriter().Text(1, "words")));
        Assert.Equal("Undefined", Found(new MessageWriter()));
        Assert.Equal("Undefined", Found(new MessageWriter().Message(2, new MessageWriter())));
        Assert.Equal("Undefined", Found(Typed(new MessageWriter())));
        Assert.Equal("Int64", Found(Typed(new MessageWriter().Integer(1, 7))));
        Assert.Equal("Int64 []", Found(Typed(new MessageWriter().Integer(1, 7).Message(2, new MessageWriter()))));
        var shape = new MessageWriter().Message(1, new MessageWriter()).Message(1, new MessageWriter().Text(2, "batch"))
            .Message(1, new MessageWriter().Integer(1, 3));
        Assert.Equal("Int64 [?, batch, 3]", Found(Typed(new MessageWriter().Integer(1, 7).Message(2, shape))));

        static MessageWriter Typed(MessageWriter tensor) =>
            new MessageWriter().Text(1, "words").Message(2, new MessageWriter().Message(1, tensor));
    }

    [Fact]
    public void A_graph_with_more_than_a_file_may_have_is_not_written()
    {
        var part = new MessageWriter().Floats(9, new float[1 << 18]);
        Assert.Throws<NotSupportedException>(() =>
        {
            for (var i = 0; i < 12; i++)
            {
                part = new MessageWriter().Message(1, part).Message(1, part);
            }
        });
    }

    [Fact]
    public void An_attribute_that_no_graph_of_ours_has_is_not_written()
    {
        var document = new OnnxDocument();
        document.Graph.Nodes.Add(new OnnxNode(
            "a", "Constant", [], ["b"], [new OnnxAttribute("value", OnnxAttributeKind.Tensor)], string.Empty));

        Assert.Throws<ArgumentOutOfRangeException>(() => DocumentWriter.Compose(document));
    }

    private string? Found(MessageWriter input)
    {
        var graph = new MessageWriter().Message(11, input);
        var model = new MessageWriter().Message(7, graph).Message(8, new MessageWriter().Integer(2, 14));
        var path = _folder.Write("model.onnx", Bytes(model));
        return Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path)).Found;
    }

    private static MessageWriter Node(string @operator, string output, params string[] inputs)
    {
        var node = new MessageWriter();
        Array.ForEach(inputs, input => node.Text(1, input));
        return node.Text(2, output).Text(4, @operator);
    }

    private static MessageWriter Odd(MessageWriter message) =>
        message.Integer(Unknown, 1).Text(Unknown + 1, "unknown").Floats(Unknown + 2, [1]);
}
