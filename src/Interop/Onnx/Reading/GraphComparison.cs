using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>Whether a graph is the one that is written for a model. Tensors may stand in any order.</summary>
internal sealed class GraphComparison
{
    private readonly OnnxGraph _expected;
    private readonly OnnxGraph _found;
    private readonly string? _file;

    private GraphComparison(OnnxGraph expected, OnnxGraph found, string? file) =>
        (_expected, _found, _file) = (expected, found, file);

    /// <exception cref="ModelFormatException">It is another one.</exception>
    public static void Require(OnnxGraph expected, OnnxGraph found, string? file)
    {
        var comparison = new GraphComparison(expected, found, file);
        comparison.RequireNodes();
        comparison.RequireValues("input", expected.Inputs, found.Inputs);
        comparison.RequireValues("output", expected.Outputs, found.Outputs);
        comparison.RequireTensors();
    }

    private void RequireNodes()
    {
        foreach (var (expected, found) in _expected.Nodes.Zip(_found.Nodes))
        {
            if (FindDifference(expected, found) is var (what, wanted, given))
            {
                throw Error($"{found.Description}: it has another {what}", wanted, given);
            }
        }

        RequireCount("nodes", _expected.Nodes.Count, _found.Nodes.Count);
    }

    private static (string What, string Expected, string Found)? FindDifference(OnnxNode expected, OnnxNode found)
    {
        if (expected.Operator != found.Operator || expected.Domain != found.Domain)
        {
            return ("operator", expected.Operator, NameText.Cut($"{found.Domain}{found.Operator}"));
        }

        if (!expected.Inputs.SequenceEqual(found.Inputs))
        {
            return ("inputs", Names(expected.Inputs), Names(found.Inputs));
        }

        if (!expected.Outputs.SequenceEqual(found.Outputs))
        {
            return ("outputs", Names(expected.Outputs), Names(found.Outputs));
        }

        var attributes = found.Attributes.OrderBy(each => each.Name, StringComparer.Ordinal).ToList();
        var wanted = expected.Attributes.OrderBy(each => each.Name, StringComparer.Ordinal).ToList();
        return attributes.Count == wanted.Count
            && attributes.Zip(wanted).All(pair => pair.First.HasValueOf(pair.Second))
            ? null
            : ("attributes", Names(wanted.Select(each => each.Name)), Names(attributes.Select(each => each.Name)));
    }

    private void RequireValues(string what, List<OnnxValue> expected, List<OnnxValue> found)
    {
        RequireCount($"{what}s", expected.Count, found.Count);
        foreach (var (wanted, given) in expected.Zip(found).Where(pair => !pair.First.IsSameAs(pair.Second)))
        {
            throw Error(
                $"it has another {what}",
                $"{wanted.Name} {wanted.Description}",
                $"{NameText.Cut(given.Name)} {given.Description}");
        }
    }

    private void RequireTensors()
    {
        RequireCount("tensors", _expected.Initializers.Count, _found.Initializers.Count);
        var tensors = _found.Initializers.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var expected in _expected.Initializers)
        {
            if (!tensors.TryGetValue(expected.Name, out var found))
            {
                throw new ModelFormatException("it is missing", _file, expected.Name);
            }

            if (expected.Type != found.Type || !expected.Dimensions.SequenceEqual(found.Dimensions))
            {
                throw new ModelFormatException(
                    "it has other dimensions or elements",
                    _file,
                    expected.Name,
                    expected.Description,
                    found.Description);
            }

            var isSame = expected.IsFloat
                ? expected.Floats(_file).AsSpan().SequenceEqual(found.Floats(_file))
                : expected.Integers().AsSpan().SequenceEqual(found.Integers());
            if (!isSame)
            {
                throw new ModelFormatException(
                    "its values are not those that the other tensors ask for", _file, expected.Name);
            }
        }
    }

    private void RequireCount(string what, int expected, int found)
    {
        if (expected != found)
        {
            throw Error($"it has more or fewer {what}", $"{expected}", $"{found}");
        }
    }

    private ModelFormatException Error(string problem, string expected, string found) =>
        new($"the graph is not the one that FastElman writes for this model: {problem}", _file, null, expected, found);

    private static string Names(IEnumerable<string> names)
    {
        var text = string.Join(", ", names.Take(8).Select(NameText.Cut));
        return text.Length > 0 ? text : "none";
    }
}
