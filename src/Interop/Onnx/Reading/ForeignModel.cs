using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>
/// Reads a network out of the graph of another program. Nodes are looked at in their order, and each has to be one that
/// such a network has: constants are computed, sizes are followed by name, data by the axes of their dimensions.
/// </summary>
internal sealed class ForeignModel
{
    private const long OldestOperatorSet = 9, NewestOperatorSet = 24;

    private readonly OnnxDocument _document;
    private readonly string _file;
    private readonly FoldingBudget _budget;
    private readonly NetworkParts _parts = new();
    private readonly ConstantOperators _constants;
    private readonly DataOperators _data;
    private readonly Dictionary<string, OnnxTensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GraphValue> _values = new(StringComparer.Ordinal);

    private ForeignModel(OnnxDocument document, int fileLength, string file)
    {
        (_document, _file) = (document, file);
        _budget = new FoldingBudget(fileLength, file);
        _constants = new ConstantOperators(_budget);
        _data = new DataOperators(_parts);
    }

    public static ElmanModel Read(
        OnnxDocument document, int fileLength, Vocabulary? vocabulary, LabelSet? labels, string file)
    {
        var parameters = new ForeignModel(document, fileLength, file).Parameters();
        var producer = NameText.Cut($"{document.Producer} {document.ProducerVersion}".Trim());
        var origin = $"ONNX model {Path.GetFileName(file)}{(producer.Length > 0 ? $" of {producer}" : string.Empty)}";
        return ElmanModel.Adopt(
            parameters,
            vocabulary,
            labels,
            new ModelProvenance(Origin: origin),
            decoding: null,
            allowNonFinite: false,
            file);
    }

    private ElmanParameters Parameters()
    {
        if (_document.OperatorSet is < OldestOperatorSet or > NewestOperatorSet)
        {
            throw new ModelFormatException(
                "the operators are of another version (opset_import)",
                _file,
                expected: $"{OldestOperatorSet} to {NewestOperatorSet}",
                found: $"{_document.OperatorSet}");
        }

        AddTensors();
        AddInputs();
        foreach (var node in _document.Graph.Nodes)
        {
            Evaluate(node);
        }

        CheckOutputs();
        return _parts.ToParameters(_file);
    }

    private void AddTensors()
    {
        foreach (var tensor in _document.Graph.Initializers)
        {
            if (!_tensors.TryAdd(tensor.Name, tensor))
            {
                throw new ModelFormatException("there are two of this name", _file, NameText.Cut(tensor.Name));
            }
        }
    }

    /// <summary>Inputs of whole numbers; one with the name of a tensor is that tensor, as in older files.</summary>
    private void AddInputs()
    {
        foreach (var input in _document.Graph.Inputs.Where(input => !_tensors.ContainsKey(input.Name)))
        {
            var isWhole = input.Type is OnnxElementType.Int32 or OnnxElementType.Int64;
            if (!isWhole || input.Dimensions is not { Count: 1 or 2 } dimensions)
            {
                throw Error(
                    $"input {NameText.Quote(input.Name)} is another",
                    "Int64 or Int32 [sequence, batch]",
                    input.Description);
            }

            Axis[][] axes =
            [
                .. dimensions.Select((dimension, i) => (Axis[])
                [
                    new Axis(
                        $"dimension {i} of {NameText.Quote(input.Name)}", dimension.Size > 0 ? dimension.Size : null),
                ]),
            ];
            Define(input.Name, new DataValue(DataStage.Input, axes), $"input {NameText.Quote(input.Name)}");
        }
    }

    private void Evaluate(OnnxNode node)
    {
        GraphValue?[] inputs = [.. node.Inputs.Select(name => name.Length == 0 ? null : Value(name, node))];
        var reading = new NodeReading(node, inputs, _document.OperatorSet, _file);
        if (node.Domain.Length > 0)
        {
            throw reading.Error(
                "its operator is not ONNX's own", "the domain of ONNX", NameText.Cut(node.Domain));
        }

        var values = Find(reading)
            ?? throw reading.Unexpected("Embedding, RNN, Linear and what PyTorch writes around them");
        if (node.Outputs.Count > values.Length)
        {
            throw reading.Error("it has more outputs than its operator", $"{values.Length}", $"{node.Outputs.Count}");
        }

        foreach (var (name, value) in node.Outputs.Zip(values).Where(each => each.First.Length > 0))
        {
            Define(name, value, node.Description);
        }
    }

    private GraphValue[]? Find(NodeReading node)
    {
        if (node.Operator == "Constant")
        {
            return [Constant(node)];
        }

        if (SizeOperators.Find(node) is { } sizes)
        {
            return [sizes];
        }

        if (node.Operator is "ConstantOfShape" or "Expand")
        {
            return [Repeat(node)];
        }

        return node.Inputs.Any(input => input is DataValue) ? _data.Find(node)
            : node.Find(0) is ConstantValue && _constants.Find(node) is { } constant ? [constant]
            : null;
    }

    /// <summary>What is repeated over a shape: a single value, or a constant.</summary>
    private RepeatedValue Repeat(NodeReading node)
    {
        if (node.Operator == "Expand")
        {
            return new RepeatedValue(
                node.Input<ConstantValue>(0, "constant floats"), node.Input<IntegerValue>(1, "a list of integers"));
        }

        // Without a value it is 0 as a float.
        var value = node.Node.Find("value")?.Tensor;
        return value is null or { Count: 1, IsFloat: true }
            ? new RepeatedValue(
                new ConstantValue([], value?.Floats(_file) ?? [0f]),
                node.Input<IntegerValue>(0, "a list of integers"))
            : throw node.Unexpected("one value");
    }

    private GraphValue Constant(NodeReading node)
    {
        if (node.Node.Attributes is not [var attribute])
        {
            throw node.Error("it has not one value", "one attribute", $"{node.Node.Attributes.Count}");
        }

        return (attribute.Name, attribute.Kind) switch
        {
            ("value", OnnxAttributeKind.Tensor) => OfTensor(attribute.Tensor!),
            ("value_int", OnnxAttributeKind.Integer) => new IntegerValue(IsScalar: true, [attribute.Integer]),
            ("value_ints", OnnxAttributeKind.Integers) when attribute.Integers.Count <= IntegerValue.MostItems =>
                IntegerValue.List([.. attribute.Integers.Select(each => new Size(each))]),
            _ => throw node.Error(
                "its value is of another kind", "value, value_int or value_ints", NameText.Cut(attribute.Name)),
        };
    }

    private GraphValue OfTensor(OnnxTensor tensor)
    {
        if (tensor.IsFloat)
        {
            _budget.Charge(tensor.Count);
            return new ConstantValue(tensor.Dimensions, tensor.Floats(_file));
        }

        return SizeOperators.Of(tensor) ?? throw new ModelFormatException(
            "it is a table of integers, which no such network has",
            _file,
            NameText.Cut(tensor.Name),
            found: tensor.Description);
    }

    /// <summary>A value by its name. A tensor becomes one when it is first used.</summary>
    private GraphValue Value(string name, OnnxNode node)
    {
        if (_values.TryGetValue(name, out var value))
        {
            return value;
        }

        if (!_tensors.TryGetValue(name, out var tensor))
        {
            throw Error(
                $"{node.Description}: nothing before it gives its input {NameText.Quote(name)}",
                "nodes in an order in which each finds its inputs",
                null);
        }

        return _values[name] = OfTensor(tensor);
    }

    private void Define(string name, GraphValue value, string where)
    {
        if (_tensors.ContainsKey(name) || !_values.TryAdd(name, value))
        {
            throw Error($"{where}: its name {NameText.Quote(name)} is given twice", "names of their own", null);
        }
    }

    /// <summary>A graph gives logits or what follows from them; the last hidden states may stand beside.</summary>
    private void CheckOutputs()
    {
        foreach (var output in _document.Graph.Outputs)
        {
            var value = _values.GetValueOrDefault(output.Name);
            if (value is not DataValue
                {
                    Stage: DataStage.Products or DataStage.Logits or DataStage.Answer or DataStage.LastHidden,
                } data)
            {
                throw Error(
                    $"output {NameText.Quote(output.Name)} is another",
                    "logits, probabilities or labels",
                    value?.Description ?? "nothing");
            }

            _data.Use(data, $"output {NameText.Quote(output.Name)}");
        }

        if (_document.Graph.Outputs.Count == 0)
        {
            throw Error("it has no outputs", "logits, probabilities or labels", "none");
        }
    }

    private ModelFormatException Error(string problem, string? expected, string? found) =>
        new(problem, _file, null, expected, found);
}
