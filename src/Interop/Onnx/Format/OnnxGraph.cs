namespace FastElman.Interop.Onnx.Format;

/// <summary>What a model computes: nodes in an order in which each finds its inputs computed.</summary>
internal sealed class OnnxGraph
{
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Tensors that are given; their names are their own.</summary>
    public List<OnnxTensor> Initializers { get; } = [];

    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];
}
