using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>A node with what is known of its inputs.</summary>
/// <param name="node">The node.</param>
/// <param name="inputs">What it takes; null for an optional input that is left out.</param>
/// <param name="operatorSet">The version of ONNX's operators.</param>
/// <param name="file">The file, for messages.</param>
internal sealed class NodeReading(OnnxNode node, GraphValue?[] inputs, long operatorSet, string? file)
{
    public OnnxNode Node => node;

    public string Operator => node.Operator;

    public long OperatorSet => operatorSet;

    public IReadOnlyList<GraphValue?> Inputs => inputs;

    /// <summary>An input; null where it is left out.</summary>
    public GraphValue? Find(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>An input that has to be there.</summary>
    public GraphValue Input(int index) => Find(index) ?? throw Error($"input {index} is missing");

    /// <summary>An input that has to be of a kind.</summary>
    public T Input<T>(int index, string expected)
        where T : GraphValue =>
        Input(index) as T ?? throw Error($"its input {index} is of another kind", expected, Input(index).Description);

    public long Integer(string attribute, long absent)
    {
        var found = node.Find(attribute);
        return found is null ? absent
            : found.Kind == OnnxAttributeKind.Integer ? found.Integer
            : throw Error($"its attribute {attribute} is no integer");
    }

    /// <summary>Integers that newer operators take as an input and older ones as an attribute; or null.</summary>
    public long[]? FindIntegers(int input, string attribute)
    {
        if (Find(input) is { } value)
        {
            var items = (value as IntegerValue)?.Items ?? [];
            return value is IntegerValue && Array.TrueForAll(items, item => item.Known is not null)
                ? [.. items.Select(item => item.Known!.Value)]
                : throw Error($"its {attribute} are not known", "constant integers", value.Description);
        }

        return node.Find(attribute) is { } found
            ? found.Kind == OnnxAttributeKind.Integers && found.Integers.Count <= IntegerValue.MostItems
                ? [.. found.Integers]
                : throw Error($"its attribute {attribute} is no list of a few integers")
            : null;
    }

    /// <summary>An axis, counted from the front; −1 is the last.</summary>
    /// <param name="axis">As the file has it.</param>
    /// <param name="rank">Dimensions that there are.</param>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error("it names a dimension that is not there", $"{-rank} to {rank - 1}", $"{axis}");

    public void Require(string attribute, long expected, long absent)
    {
        if (Integer(attribute, absent) is var found && found != expected)
        {
            throw Error($"its attribute {attribute} is another", $"{expected}", $"{found}");
        }
    }

    public ModelFormatException Error(string problem, string? expected = null, string? found = null) =>
        new($"{node.Description}: {problem}", file, null, expected, found);

    /// <summary>It does not belong where it stands.</summary>
    public ModelFormatException Unexpected(string expected)
    {
        var taken = string.Join(" and ", inputs.Take(4).Select(each => each?.Description ?? "nothing"));
        return Error(
            "it does not belong to a network that can be run here",
            expected,
            $"{NameText.Cut(node.Operator)} of {(taken.Length > 0 ? taken : "nothing")}");
    }
}
