using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Writing;

/// <summary>A graph in the making. Each method that adds something gives the name of the value that it adds.</summary>
internal sealed class GraphBuilder
{
    public OnnxGraph Graph { get; } = new();

    public string Input(string name, OnnxElementType type, params OnnxDimension[] dimensions)
    {
        Graph.Inputs.Add(new OnnxValue(name, type, dimensions));
        return name;
    }

    public void Output(string name, OnnxElementType type, params OnnxDimension[] dimensions) =>
        Graph.Outputs.Add(new OnnxValue(name, type, dimensions));

    public string Tensor(string name, float[] values, params long[] dimensions)
    {
        Graph.Initializers.Add(OnnxTensor.Of(name, values, dimensions));
        return name;
    }

    /// <summary>A list of integers.</summary>
    public string Integers(string name, params long[] values)
    {
        Graph.Initializers.Add(OnnxTensor.Of(name, values, values.Length));
        return name;
    }

    /// <summary>A single integer, without dimensions.</summary>
    public string Integer(string name, long value)
    {
        Graph.Initializers.Add(OnnxTensor.Of(name, new long[] { value }));
        return name;
    }

    /// <summary>A node with one output, which has the name of the node.</summary>
    public string Node(string name, string @operator, string[] inputs, params OnnxAttribute[] attributes)
    {
        Graph.Nodes.Add(new OnnxNode(name, @operator, inputs, [name], attributes));
        return name;
    }

    /// <summary>Cuts a value into the steps of its first dimension, each of which keeps that dimension.</summary>
    /// <returns>[length]: the names of the steps.</returns>
    public string[] Split(string name, string value, int length)
    {
        string[] steps = [.. Enumerable.Range(0, length).Select(t => $"{name}.{t}")];
        var ones = Integers($"{name}.ones", [.. Enumerable.Repeat(1L, length)]);
        Graph.Nodes.Add(new OnnxNode(name, "Split", [value, ones], steps, [OnnxAttribute.Of("axis", 0)]));
        return steps;
    }
}
