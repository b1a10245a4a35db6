using System.Runtime.InteropServices;

namespace FastElman.Benchmarks.Peers.OnnxRuntime;

/// <summary>An ONNX file in the making. The field numbers are those of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    private const int FormatVersion = 8;
    private const int OperatorSet = 17;
    private const int IntegerAttribute = 2, TextsAttribute = 8;

    private readonly ProtobufWriter _graph = new ProtobufWriter().Text(2, "elman");

    /// <summary>Element types as onnx.proto numbers them.</summary>
    public enum ElementType
    {
        Float = 1,
        Int32 = 6,
        Int64 = 7,
    }

    public void Input(string name, ElementType type, params int[] dimensions) =>
        _graph.Message(11, Value(name, type, dimensions));

    public void Output(string name, ElementType type, params int[] dimensions) =>
        _graph.Message(12, Value(name, type, dimensions));

    public void Constant(string name, ReadOnlySpan<float> values, params int[] dimensions) =>
        Constant(name, ElementType.Float, MemoryMarshal.AsBytes(values), dimensions);

    public void Constant(string name, ReadOnlySpan<long> values, params int[] dimensions) =>
        Constant(name, ElementType.Int64, MemoryMarshal.AsBytes(values), dimensions);

    /// <summary>Adds a node; an attribute is a number or a list of texts.</summary>
    /// <returns>The name of its result.</returns>
    public string Node(
        string operation, string[] inputs, string output, params (string Name, object Value)[] attributes)
    {
        Node(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node with several results.</summary>
    public void Node(
        string operation, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, operation);
        foreach (var (name, value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        _graph.Message(1, node);
    }

    public byte[] ToBytes() => new ProtobufWriter()
        .Number(1, FormatVersion)
        .Message(8, new ProtobufWriter().Number(2, OperatorSet))
        .Message(7, _graph)
        .Bytes.ToArray();

    private void Constant(string name, ElementType type, ReadOnlySpan<byte> bytes, int[] dimensions)
    {
        var tensor = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            tensor.Number(1, dimension);
        }

        _graph.Message(5, tensor.Number(2, (int)type).Text(8, name).Block(9, bytes));
    }

    private static ProtobufWriter Value(string name, ElementType type, int[] dimensions)
    {
        var shape = new ProtobufWriter();
        foreach (var dimension in dimensions)
        {
            shape.Message(1, new ProtobufWriter().Number(1, dimension));
        }

        var tensorType = new ProtobufWriter().Number(1, (int)type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensorType));
    }

    private static ProtobufWriter Attribute(string name, object value)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        if (value is int number)
        {
            return attribute.Number(3, number).Number(20, IntegerAttribute);
        }

        foreach (var text in (string[])value)
        {
            attribute.Text(9, text);
        }

        return attribute.Number(20, TextsAttribute);
    }
}
