namespace FastElman.Interop.Onnx.Format;

/// <summary>An operation of a graph.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Operator">The operator, such as <c>MatMul</c>.</param>
/// <param name="Inputs">The names of the values that it takes; an empty one for an optional input left out.</param>
/// <param name="Outputs">The names of the values that it gives; an empty one for an output left out.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Domain">Who defined the operator; empty for ONNX itself.</param>
internal sealed record OnnxNode(
    string Name,
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyList<OnnxAttribute> Attributes,
    string Domain = "")
{
    public OnnxAttribute? Find(string attribute) => Attributes.FirstOrDefault(each => each.Name == attribute);

    /// <summary>For messages: the operator, and the name of the node or of what it gives.</summary>
    public string Description =>
        $"node {NameText.Quote(Name.Length > 0 ? Name : Outputs[0])} ({NameText.Cut(Operator)})";
}
