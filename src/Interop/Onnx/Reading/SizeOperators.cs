using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Onnx.Reading;

/// <summary>
/// Operators on a few integers: what graphs compute dimensions with. A dimension that each call chooses stays a name.
/// </summary>
internal static class SizeOperators
{
    /// <summary>The value of a node; null where it is none of these operators, or of other values.</summary>
    public static IntegerValue? Find(NodeReading node) => node.Operator switch
    {
        "Shape" => ShapeOf(node),
        "Concat" when node.Input(0) is IntegerValue => Concat(node),
        "ConstantOfShape" when node.Node.Find("value")?.Tensor is { IsFloat: false } value => Fill(node, value),
        "Where" => Where(node),
        _ => node.Inputs.Count > 0 && node.Find(0) is IntegerValue source ? Find(node, source) : null,
    };

    /// <summary>A tensor of a file.</summary>
    /// <returns>Null where it has more dimensions or integers than are looked at.</returns>
    public static IntegerValue? Of(OnnxTensor tensor) =>
        tensor.Dimensions.Length <= 1 && tensor.Count <= IntegerValue.MostItems
            ? new IntegerValue(tensor.Dimensions.Length == 0, [.. tensor.Integers().Select(value => new Size(value))])
            : null;

    private static IntegerValue? Find(NodeReading node, IntegerValue source) => node.Operator switch
    {
        "Cast" or "Identity" => source,
        "Gather" => Gather(node, source),
        "Squeeze" when source.Items.Length == 1 => source with { IsScalar = true },
        "Unsqueeze" when source.IsScalar => source with { IsScalar = false },
        "Reshape" => Reshape(node, source),
        "Slice" => Slice(node, source),
        "Mul" => Each(node, (a, b) => a * b),
        "Add" => Each(node, (a, b) => a + b),
        "Sub" => Each(node, (a, b) => a - b),
        "Equal" => Equal(node),
        _ => null,
    };

    private static IntegerValue ShapeOf(NodeReading node)
    {
        Size[] sizes = node.Input(0) switch
        {
            ConstantValue constant => [.. constant.Dimensions.Select(each => new Size(each))],
            IntegerValue integers => integers.IsScalar ? [] : [integers.Items.Length],
            DataValue data => [.. data.Dimensions.Select(SizeOf)],
            _ => throw node.Unexpected("data or constants"),
        };
        var start = Place(node.Integer("start", 0));
        return IntegerValue.List(sizes[start..Math.Max(start, Place(node.Integer("end", sizes.Length)))]);

        int Place(long place) => (int)Math.Clamp(place < 0 ? place + sizes.Length : place, 0, sizes.Length);
    }

    /// <summary>The size of a dimension: known, that of one axis, or neither.</summary>
    private static Size SizeOf(Axis[] axes)
    {
        var open = DataValue.WithoutOnes(axes);
        return open.Length == 0 ? 1
            : open.Length == 1 ? open[0].Size
            : default;
    }

    private static IntegerValue Concat(NodeReading node)
    {
        var parts = Enumerable.Range(0, node.Inputs.Count)
            .Select(i => node.Input<IntegerValue>(i, "a list of integers")).ToArray();
        return !Array.Exists(parts, part => part.IsScalar)
            && parts.Sum(part => part.Items.Length) <= IntegerValue.MostItems
            ? IntegerValue.List([.. parts.SelectMany(part => part.Items)])
            : throw node.Unexpected($"lists of up to {IntegerValue.MostItems} integers");
    }

    private static IntegerValue Fill(NodeReading node, OnnxTensor value)
    {
        var shape = node.Input<IntegerValue>(0, "a list of integers");
        return value.Count == 1
            && shape is { IsScalar: false, Items: [{ Known: >= 0 and <= IntegerValue.MostItems and var count }] }
            ? IntegerValue.List([.. Enumerable.Repeat(new Size(value.Integers()[0]), (int)count)])
            : throw node.Unexpected($"a list of up to {IntegerValue.MostItems} integers");
    }

    private static IntegerValue Gather(NodeReading node, IntegerValue source)
    {
        var indices = node.Input<IntegerValue>(1, "constant integers");
        var count = source.Items.Length;
        return !source.IsScalar
            && Array.TrueForAll(indices.Items, index => index.Known is { } known && known >= -count && known < count)
            ? indices with
            {
                Items = Array.ConvertAll(
                    indices.Items,
                    index => source.Items[index.Known!.Value < 0 ? index.Known.Value + count : index.Known.Value]),
            }
            : throw node.Unexpected($"indices below {count}");
    }

    private static IntegerValue Reshape(NodeReading node, IntegerValue source)
    {
        var shape = node.FindIntegers(1, "shape");
        return shape is [] && source.Items.Length == 1 ? source with { IsScalar = true }
            : shape is [var size] && (size == -1 || size == source.Items.Length) ? source with { IsScalar = false }
            : throw node.Unexpected("a list of as many integers");
    }

    private static IntegerValue Slice(NodeReading node, IntegerValue source)
    {
        var starts = node.FindIntegers(1, "starts");
        var ends = node.FindIntegers(2, "ends");
        if (source.IsScalar || starts is not [var start] || ends is not [var end]
            || node.FindIntegers(3, "axes") is not (null or [0] or [-1])
            || node.FindIntegers(4, "steps") is not (null or [1]))
        {
            throw node.Unexpected("a list of integers, one start and one end");
        }

        var count = source.Items.Length;
        var first = (int)Math.Clamp(start < 0 ? start + count : start, 0, count);
        var last = (int)Math.Clamp(end < 0 ? end + count : end, first, count);
        return source with { Items = source.Items[first..last] };
    }

    private static IntegerValue Each(NodeReading node, Func<long, long, long> compute) => Pairs(
        node,
        node.Input<IntegerValue>(0, "integers"),
        node.Input<IntegerValue>(1, "integers"),
        (a, b) => new Size(a.Known is { } one && b.Known is { } other ? compute(one, other) : null));

    /// <summary>A size is not negative, whatever it is.</summary>
    private static IntegerValue Equal(NodeReading node) => Pairs(
        node,
        node.Input<IntegerValue>(0, "integers"),
        node.Input<IntegerValue>(1, "integers"),
        (a, b) => a.Known is { } one && b.Known is { } other ? one == other ? 1 : 0
            : a.Axis is not null && a.Axis == b.Axis ? 1
            : (a.Axis is not null && b.Known < 0) || (b.Axis is not null && a.Known < 0) ? 0
            : default(Size));

    private static IntegerValue Where(NodeReading node)
    {
        var condition = node.Input<IntegerValue>(0, "integers");
        var (yes, no) = (node.Input<IntegerValue>(1, "integers"), node.Input<IntegerValue>(2, "integers"));
        var chosen = Pairs(node, condition, yes, (test, value) => test.Known == 0 ? default : value);
        var rest = Pairs(node, condition, no, (test, value) => test.Known == 0 ? value : default);
        return Pairs(
            node,
            condition,
            Pairs(node, chosen, rest, (a, b) => a == default ? b : a),
            (test, value) => test.Known is null ? default : value);
    }

    /// <summary>Integers side by side; a single one stands beside each of a list.</summary>
    private static IntegerValue Pairs(
        NodeReading node, IntegerValue first, IntegerValue second, Func<Size, Size, Size> compute)
    {
        var (a, b) = (first.Items, second.Items);
        var count = a.Length == 1 ? b.Length : a.Length;
        return b.Length == 1 || b.Length == count
            ? new IntegerValue(
                first.IsScalar && second.IsScalar,
                [
                    .. Enumerable.Range(0, count)
                        .Select(i => compute(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i])),
                ])
            : throw node.Unexpected("lists of one length");
    }
}
