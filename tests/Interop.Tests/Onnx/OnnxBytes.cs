using System.Text;
using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>An ONNX file, field by field: also one that no writer would make.</summary>
internal sealed class OnnxBytes
{
    private const int Float = 1, Int64 = 7;

    private readonly List<MessageWriter> _nodes = [];
    private readonly List<MessageWriter> _tensors = [];
    private readonly List<MessageWriter> _inputs = [];
    private readonly List<MessageWriter> _outputs = [];

    public static MessageWriter Attribute(string name, long value) =>
        new MessageWriter().Text(1, name).Integer(3, value).Integer(20, 2);

    public static MessageWriter Attribute(string name, params string[] values)
    {
        var attribute = new MessageWriter().Text(1, name);
        Array.ForEach(values, value => attribute.Text(9, value));
        return attribute.Integer(20, 8);
    }

    public static MessageWriter TextAttribute(string name, string value) =>
        new MessageWriter().Text(1, name).Text(4, value).Integer(20, 3);

    public static MessageWriter Integers(string name, params long[] values)
    {
        var attribute = new MessageWriter().Text(1, name);
        Array.ForEach(values, value => attribute.Integer(8, value));
        return attribute.Integer(20, 7);
    }

    public static MessageWriter Tensor(string name, MessageWriter tensor) =>
        new MessageWriter().Text(1, name).Message(5, tensor).Integer(20, 4);

    public static MessageWriter Value(string name, float[] values, params long[] dimensions) =>
        Dimensions(dimensions).Integer(2, Float).Text(8, name).Floats(9, values);

    public static MessageWriter Value(string name, long[] values, params long[] dimensions) =>
        Dimensions(dimensions).Integer(2, Int64).Text(8, name).Integers(9, values);

    /// <summary>A tensor of doubles without a name.</summary>
    public static MessageWriter Doubles(params double[] values) =>
        Dimensions(values.Length).Integer(2, 11).Integers(9, Array.ConvertAll(values, BitConverter.DoubleToInt64Bits));

    public static MessageWriter Dimensions(params long[] dimensions)
    {
        var tensor = new MessageWriter();
        Array.ForEach(dimensions, dimension => tensor.Integer(1, dimension));
        return tensor;
    }

    /// <summary>An input of word indices. A dimension of 0 is one that each call chooses.</summary>
    public OnnxBytes Input(string name, params long[] dimensions) => InputOf(Int64, name, dimensions);

    public OnnxBytes InputOf(long type, string name, params long[] dimensions)
    {
        var shape = new MessageWriter();
        Array.ForEach(dimensions, size => shape.Message(1, size == 0
            ? new MessageWriter().Text(2, "any")
            : new MessageWriter().Integer(1, size)));
        var tensor = new MessageWriter().Integer(1, type).Message(2, shape);
        _inputs.Add(new MessageWriter().Text(1, name).Message(2, new MessageWriter().Message(1, tensor)));
        return this;
    }

    public OnnxBytes Output(string name)
    {
        var type = new MessageWriter().Message(1, new MessageWriter().Integer(1, name == "labels" ? Int64 : Float));
        _outputs.Add(new MessageWriter().Text(1, name).Message(2, type));
        return this;
    }

    public OnnxBytes Initializer(MessageWriter tensor)
    {
        _tensors.Add(tensor);
        return this;
    }

    public string Initializer(string name, float[] values, params long[] dimensions)
    {
        _tensors.Add(Value(name, values, dimensions));
        return name;
    }

    /// <summary>A constant list of integers, as PyTorch writes it.</summary>
    public string Constant(string name, params long[] values) =>
        Node("Constant", [], name, Tensor("value", Value(string.Empty, values, values.Length)));

    public string Scalar(string name, long value) =>
        Node("Constant", [], name, Tensor("value", Value(string.Empty, new[] { value })));

    public string Node(string @operator, string[] inputs, string output, params MessageWriter[] attributes) =>
        Node(@operator, inputs, [output], attributes);

    public string Node(string @operator, string[] inputs, string[] outputs, params MessageWriter[] attributes)
    {
        var node = new MessageWriter();
        Array.ForEach(inputs, input => node.Text(1, input));
        Array.ForEach(outputs, output => node.Text(2, output));
        node.Text(4, @operator);
        Array.ForEach(attributes, attribute => node.Message(5, attribute));
        _nodes.Add(node);
        return outputs[0];
    }

    /// <summary>A node as it is.</summary>
    public OnnxBytes Node(MessageWriter node)
    {
        _nodes.Add(node);
        return this;
    }

    public byte[] ToBytes(long operatorSet = 14, Action<MessageWriter>? addToModel = null)
    {
        var graph = new MessageWriter();
        _nodes.ForEach(each => graph.Message(1, each));
        graph.Text(2, "graph");
        _tensors.ForEach(each => graph.Message(5, each));
        _inputs.ForEach(each => graph.Message(11, each));
        _outputs.ForEach(each => graph.Message(12, each));
        var model = new MessageWriter().Integer(1, 7).Text(2, "pytorch").Text(3, "1.13.0").Message(7, graph)
            .Message(8, new MessageWriter().Integer(2, operatorSet));
        addToModel?.Invoke(model);
        return Bytes(model);
    }

    /// <summary>Puts bytes that no writer gives in the place of a text of the same length.</summary>
    public static void Replace(byte[] file, string text, params byte[] bytes)
    {
        var place = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text));
        Assert.True(place >= 0 && text.Length == bytes.Length, $"there is no {text}");
        bytes.CopyTo(file, place);
    }

    public static byte[] Bytes(MessageWriter message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        return stream.ToArray();
    }
}
