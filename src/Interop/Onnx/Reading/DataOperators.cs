using FastElman.Interop.Layouts;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>
/// Operators on what a call computes: the way from word indices to labels. Each dimension keeps the axes that it is
/// made of, so that no order of dimensions is taken for another.
/// </summary>
/// <param name="parts">Receives the parts of the network.</param>
internal sealed class DataOperators(NetworkParts parts)
{
    private Axis? _embeddingAxis;
    private Axis? _labels;

    /// <summary>The values of a node; null where it is none of these operators.</summary>
    public GraphValue[]? Find(NodeReading node) => node.Operator switch
    {
        "Gather" => [Embed(node)],
        "RNN" => Recur(node),
        "MatMul" => [Multiply(node, Data(node), isTransposed: false)],
        "Gemm" => [Gemm(node)],
        "Add" => [Add(node)],
        "Softmax" or "LogSoftmax" => [Answer(node, keepsLabels: true)],
        "ArgMax" => [ArgMax(node)],
        "Transpose" => [Transpose(node)],
        "Squeeze" => [Squeeze(node)],
        "Unsqueeze" => [Data(node) with { Dimensions = ConstantOperators.Unsqueeze(node, Data(node).Dimensions, []) }],
        "Reshape" => [Reshape(node)],
        "Identity" => [Data(node)],
        "Cast" when Data(node).Stage == DataStage.Input && node.Integer("to", 0) is 6 or 7 => [Data(node)],
        _ => null,
    };

    /// <summary>Notes that logits are taken as they are, with or without the output bias.</summary>
    public void Use(DataValue value, string description)
    {
        if (value.Stage == DataStage.Products)
        {
            parts.UnbiasedUse ??= description;
        }
    }

    private static DataValue Data(NodeReading node) => node.Input<DataValue>(0, "what a call computes");

    private DataValue Embed(NodeReading node)
    {
        node.Require("axis", expected: 0, absent: 0);
        var table = node.Input<ConstantValue>(0, "an embedding [words, size]");
        if (table.Dimensions is not [_, > 0 and var size]
            || node.Find(1) is not DataValue { Stage: DataStage.Input } words)
        {
            throw node.Unexpected("an embedding [words, size] and an input of word indices");
        }

        parts.SetEmbeddings(node, table);
        _embeddingAxis = new Axis("embedding", size);
        return new DataValue(DataStage.Embedded, [.. words.Dimensions, [_embeddingAxis]]);
    }

    private GraphValue[] Recur(NodeReading node)
    {
        var values = RnnOperator.Read(node, _embeddingAxis, out var layer);
        parts.SetLayer(node, layer);
        return values;
    }

    private DataValue Gemm(NodeReading node)
    {
        node.Require("transA", expected: 0, absent: 0);
        foreach (var factor in (string[])["alpha", "beta"])
        {
            if (node.Node.Find(factor) is { Float: not 1f })
            {
                throw node.Error($"its attribute {factor} is another", "1");
            }
        }

        var data = Data(node);
        if (data.Dimensions.Length != 2)
        {
            throw node.Unexpected("hidden states of two dimensions");
        }

        var products = Multiply(node, data, isTransposed: node.Integer("transB", 0) != 0);
        return node.Find(2) is null
            ? products
            : AddBias(node, products, node.Input<ConstantValue>(2, "constant floats"));
    }

    /// <summary>The linear layer. The last dimension has to be the hidden units, those read forward first.</summary>
    private DataValue Multiply(NodeReading node, DataValue data, bool isTransposed)
    {
        var weights = node.Input<ConstantValue>(1, "constant floats [hidden, labels]");

        // Hidden states come from a layer, and have a dimension for the words of a sentence at least.
        if (data.Stage != DataStage.Hidden || !IsUnits(data.Dimensions[^1], parts.Layer!))
        {
            throw node.Unexpected("hidden states [.., hidden] times constants");
        }

        var layer = parts.Layer!;
        long depth = layer.Directions * layer.HiddenSize;
        if (weights.Dimensions.Length != 2 || weights.Values.Length == 0
            || weights.Dimensions[isTransposed ? 1 : 0] != depth)
        {
            throw node.Error(
                "its weights have other dimensions",
                isTransposed ? $"[labels, {depth}]" : $"[{depth}, labels]",
                weights.Description);
        }

        var labels = weights.Dimensions[isTransposed ? 0 : 1];
        if (isTransposed)
        {
            var turned = new float[weights.Values.Length];
            Matrices.Transpose(weights.Values, (int)labels, (int)depth, turned);
            weights = new ConstantValue([depth, labels], turned);
        }

        parts.SetOutputWeights(node, weights);
        _labels = new Axis("labels", labels);
        return new DataValue(DataStage.Products, [.. data.Dimensions[..^1], [_labels]]);
    }

    /// <summary>Whether axes are those of the hidden state; one of size 1 may be left out.</summary>
    private static bool IsUnits(Axis[] axes, RnnLayer layer)
    {
        string[] expected =
        [
            .. layer.Directions == 1 ? [] : (string[])["directions"],
            .. layer.HiddenSize == 1 ? [] : (string[])["hidden"],
        ];
        return DataValue.WithoutOnes(axes).Select(axis => axis.Name).SequenceEqual(expected);
    }

    private DataValue Add(NodeReading node) => (node.Input(0), node.Input(1)) switch
    {
        (DataValue data, ConstantValue bias) => AddBias(node, data, bias),
        (ConstantValue bias, DataValue data) => AddBias(node, data, bias),
        _ => throw node.Unexpected("the products of the linear layer and its bias"),
    };

    private DataValue AddBias(NodeReading node, DataValue data, ConstantValue bias)
    {
        if (data.Stage != DataStage.Products || !AreLabels(data.Dimensions[^1])
            || bias.Dimensions.Length != 1 || bias.Dimensions[0] != _labels!.Length)
        {
            throw node.Unexpected("the products of the linear layer and its bias [labels]");
        }

        parts.SetOutputBias(node, bias);
        return data with { Stage = DataStage.Logits };
    }

    private bool AreLabels(Axis[] axes) => axes.Length == 1 && axes[0] == _labels;

    private DataValue Answer(NodeReading node, bool keepsLabels)
    {
        var data = Data(node);
        var rank = data.Dimensions.Length;

        // Before version 13 the axis was 1 where none was named, and all dimensions from it on counted as one.
        var isOld = node.OperatorSet < 13;
        var place = node.Axis(
            node.Operator == "ArgMax" ? node.Integer("axis", 0) : node.Integer("axis", isOld ? 1 : -1), rank);
        if (data.Stage is not (DataStage.Products or DataStage.Logits)
            || !AreLabels(data.Dimensions[place])
            || (isOld && keepsLabels && place != rank - 1))
        {
            throw node.Unexpected("logits [.., labels], by the axis of the labels");
        }

        Use(data, node.Node.Description);
        return new DataValue(
            DataStage.Answer, keepsLabels ? data.Dimensions : [.. data.Dimensions.Where((_, i) => i != place)]);
    }

    private DataValue ArgMax(NodeReading node)
    {
        node.Require("select_last_index", expected: 0, absent: 0);
        return Answer(node, keepsLabels: false);
    }

    private static DataValue Transpose(NodeReading node)
    {
        var data = Data(node);
        var order = ConstantOperators.Order(node, data.Dimensions.Length);
        return data with { Dimensions = Array.ConvertAll(order, axis => data.Dimensions[axis]) };
    }

    private static DataValue Squeeze(NodeReading node)
    {
        var data = Data(node);
        var axes = ConstantOperators.AxesOf(node, data.Dimensions.Length);
        return axes is not null && Array.TrueForAll(axes, axis => IsOne(data.Dimensions[axis]))
            ? data with { Dimensions = [.. data.Dimensions.Where((_, axis) => !axes.Contains(axis))] }
            : throw node.Unexpected("the dimensions that are taken out, each of size 1");
    }

    private static bool IsOne(Axis[] axes) => DataValue.WithoutOnes(axes).Length == 0;

    private static DataValue Reshape(NodeReading node)
    {
        var data = Data(node);
        var shape = node.Input<IntegerValue>(1, "a list of integers").Items;
        var keepsZero = node.Integer("allowzero", 0) == 0;
        var open = Array.FindIndex(shape, size => size.Known == -1);
        List<Axis> rest = [.. DataValue.WithoutOnes(data.Dimensions.SelectMany(axes => axes))];
        var dimensions = new Axis[shape.Length][];
        for (var i = 0; i < (open < 0 ? shape.Length : open); i++)
        {
            dimensions[i] = Take(i, isFromEnd: false);
        }

        for (var i = shape.Length - 1; i > open && open >= 0; i--)
        {
            dimensions[i] = Take(i, isFromEnd: true);
        }

        if (open >= 0)
        {
            dimensions[open] = [.. rest];
            rest.Clear();
        }

        return rest.Count == 0
            ? data with { Dimensions = dimensions }
            : throw node.Unexpected("a shape that joins dimensions that stand side by side");

        // The axes of one dimension of the shape, which are the next of those that are left.
        Axis[] Take(int place, bool isFromEnd)
        {
            if (shape[place].Known == 0 && keepsZero && place < data.Dimensions.Length)
            {
                return TakeAxes(DataValue.WithoutOnes(data.Dimensions[place]).Length, isFromEnd) is { } same
                    && same.SequenceEqual(DataValue.WithoutOnes(data.Dimensions[place]))
                        ? same
                        : throw node.Unexpected("a shape that leaves dimensions where they are");
            }

            for (var count = 0; count <= rest.Count; count++)
            {
                var axes = isFromEnd ? rest.GetRange(rest.Count - count, count) : rest.GetRange(0, count);
                if (SizeOf(axes) is var size && size != default && size == shape[place])
                {
                    return TakeAxes(count, isFromEnd)!;
                }
            }

            throw node.Unexpected("a shape that joins dimensions that stand side by side");
        }

        Axis[]? TakeAxes(int count, bool isFromEnd)
        {
            if (count > rest.Count)
            {
                return null;
            }

            var start = isFromEnd ? rest.Count - count : 0;
            Axis[] taken = [.. rest.GetRange(start, count)];
            rest.RemoveRange(start, count);
            return taken;
        }
    }

    /// <summary>The size of some axes together; unknown where one of several is open.</summary>
    private static Size SizeOf(List<Axis> axes) =>
        axes.Count == 1 ? axes[0].Size
        : axes.TrueForAll(axis => axis.Length is not null)
            ? axes.Aggregate(1L, (product, axis) => product * axis.Length!.Value)
            : default(Size);
}
