namespace FastElman.Interop.Onnx.Reading;

/// <summary>Operators on floats that are known: weights that a graph turns, cuts or joins before use.</summary>
/// <param name="budget">What new arrays may take.</param>
internal sealed class ConstantOperators(FoldingBudget budget)
{
    /// <summary>The value of a node; null where it is none of these operators.</summary>
    public ConstantValue? Find(NodeReading node) => node.Operator switch
    {
        "Transpose" => Transpose(node, Source(node)),
        "Squeeze" => Source(node) with { Dimensions = Squeeze(node, Source(node).Dimensions) },
        "Unsqueeze" => Source(node) with { Dimensions = Unsqueeze(node, Source(node).Dimensions, 1) },
        "Reshape" => Reshape(node, Source(node)),
        "Concat" => Concat(node),
        "Slice" => Slice(node, Source(node)),
        "Gather" => Gather(node, Source(node)),
        "Add" => Add(node, Source(node)),
        "Identity" => Source(node),
        "Cast" when node.Integer("to", 0) is 1 or 11 => Source(node),
        _ => null,
    };

    /// <summary>The dimensions that are left when dimensions of size 1 are taken out.</summary>
    private static long[] Squeeze(NodeReading node, long[] dimensions)
    {
        var axes = AxesOf(node, dimensions.Length)
            ?? [.. Enumerable.Range(0, dimensions.Length).Where(axis => dimensions[axis] == 1)];
        return Array.TrueForAll(axes, axis => dimensions[axis] == 1)
            ? [.. dimensions.Where((_, axis) => !axes.Contains(axis))]
            : throw node.Unexpected("dimensions of size 1");
    }

    /// <summary>Dimensions with new ones among them.</summary>
    public static T[] Unsqueeze<T>(NodeReading node, T[] dimensions, T one)
    {
        var axes = node.FindIntegers(1, "axes") ?? throw node.Error("its axes are missing");
        var rank = dimensions.Length + axes.Length;
        var places = Array.ConvertAll(axes, axis => node.Axis(axis, rank));
        if (places.Distinct().Count() < places.Length)
        {
            throw node.Error("it names a dimension twice");
        }

        var rest = new Queue<T>(dimensions);
        return [.. Enumerable.Range(0, rank).Select(axis => places.Contains(axis) ? one : rest.Dequeue())];
    }

    /// <summary>The axes of a node that may name them; null where it does not.</summary>
    public static int[]? AxesOf(NodeReading node, int rank) =>
        node.FindIntegers(1, "axes") is { } axes ? Array.ConvertAll(axes, axis => node.Axis(axis, rank)) : null;

    /// <summary>The order of the dimensions of Transpose.</summary>
    public static int[] Order(NodeReading node, int rank)
    {
        var order = node.FindIntegers(int.MaxValue, "perm") is { } permutation
            ? Array.ConvertAll(permutation, axis => node.Axis(axis, rank))
            : [.. Enumerable.Range(0, rank).Reverse()];
        return order.Length == rank && order.Distinct().Count() == rank
            ? order
            : throw node.Error("its order of dimensions is not one", $"each of 0 to {rank - 1} once");
    }

    private static ConstantValue Source(NodeReading node) => node.Input<ConstantValue>(0, "constant floats");

    private ConstantValue Transpose(NodeReading node, ConstantValue source)
    {
        var order = Order(node, source.Dimensions.Length);
        var dimensions = Array.ConvertAll(order, axis => source.Dimensions[axis]);
        var strides = Strides(source.Dimensions);
        var turned = Array.ConvertAll(order, axis => strides[axis]);
        return new ConstantValue(dimensions, Copy(source.Values, dimensions, turned, offset: 0));
    }

    private static ConstantValue Reshape(NodeReading node, ConstantValue source)
    {
        var shape = node.FindIntegers(1, "shape") ?? throw node.Error("its shape is missing");
        var dimensions = shape.Select((size, axis) =>
            size == 0 && node.Integer("allowzero", 0) == 0 && axis < source.Dimensions.Length
                ? source.Dimensions[axis]
                : size).ToArray();
        var known = Product(dimensions.Where(size => size != -1));
        var open = dimensions.Count(size => size == -1);
        if (open == 1 && known > 0 && source.Values.Length % known == 0)
        {
            dimensions[Array.IndexOf(dimensions, -1)] = source.Values.Length / known;
            known = source.Values.Length;
            open = 0;
        }

        // Where there are no values, any size beside 0 would do, and sums of such sizes overflow.
        return open == 0 && known == source.Values.Length
            && Array.TrueForAll(dimensions, size => size is >= 0 and <= ElmanShape.MaximumElementCount)
            ? source with { Dimensions = dimensions }
            : throw node.Unexpected($"a shape of {source.Values.Length} values");
    }

    private ConstantValue Concat(NodeReading node)
    {
        var parts = Enumerable.Range(0, node.Inputs.Count)
            .Select(i => node.Input<ConstantValue>(i, "constant floats")).ToArray();
        var rank = parts[0].Dimensions.Length;
        var axis = node.Axis(node.Integer("axis", 0), rank);
        if (!Array.TrueForAll(parts, part => part.Dimensions.Length == rank
            && !part.Dimensions.Where((size, i) => i != axis && size != parts[0].Dimensions[i]).Any()))
        {
            throw node.Unexpected("constants that differ in one dimension");
        }

        long[] dimensions = [.. parts[0].Dimensions];
        dimensions[axis] = parts.Sum(part => part.Dimensions[axis]);
        var values = budget.Floats(parts.Sum(part => (long)part.Values.Length));
        var inner = Product(dimensions[(axis + 1)..]);
        var place = 0;
        var outers = values.Length > 0 ? Product(dimensions[..axis]) : 0;

        // Parts without values would cost time for each row of the others.
        parts = Array.FindAll(parts, part => part.Values.Length > 0);
        for (var outer = 0L; outer < outers; outer++)
        {
            foreach (var part in parts)
            {
                var count = (int)(part.Dimensions[axis] * inner);
                part.Values.AsSpan((int)(outer * count), count).CopyTo(values.AsSpan(place));
                place += count;
            }
        }

        return new ConstantValue(dimensions, values);
    }

    private ConstantValue Slice(NodeReading node, ConstantValue source)
    {
        var starts = node.FindIntegers(1, "starts") ?? throw node.Error("its starts are missing");
        var ends = node.FindIntegers(2, "ends") ?? throw node.Error("its ends are missing");
        var axes = node.FindIntegers(3, "axes") ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.FindIntegers(4, "steps");
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps?.All(step => step == 1) == false)
        {
            throw node.Error("it cuts in another way", "a start and an end for each dimension, and steps of 1");
        }

        long[] dimensions = [.. source.Dimensions];
        var strides = Strides(source.Dimensions);
        var offset = 0L;
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = node.Axis(axes[i], dimensions.Length);
            var size = dimensions[axis];
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], start, size);
            dimensions[axis] = end - start;
            offset += start * strides[axis];
        }

        return new ConstantValue(dimensions, Copy(source.Values, dimensions, strides, offset));
    }

    /// <summary>One or more rows of a constant, by indices that are known.</summary>
    private ConstantValue Gather(NodeReading node, ConstantValue source)
    {
        var rank = source.Dimensions.Length;
        var axis = node.Axis(node.Integer("axis", 0), rank);
        var indices = node.Input<IntegerValue>(1, "constant integers");
        var size = source.Dimensions[axis];
        if (indices.Items.Length != 1 || indices.Items[0].Known is not { } index || index < -size || index >= size)
        {
            throw node.Unexpected($"one index below {size}");
        }

        var strides = Strides(source.Dimensions);
        long[] dimensions = [.. source.Dimensions];
        dimensions[axis] = 1;
        var offset = (index < 0 ? index + size : index) * strides[axis];
        var values = Copy(source.Values, dimensions, strides, offset);
        return new ConstantValue(
            indices.IsScalar ? [.. dimensions.Where((_, i) => i != axis)] : dimensions, values);
    }

    private ConstantValue Add(NodeReading node, ConstantValue first)
    {
        var second = node.Input<ConstantValue>(1, "constant floats");
        if (!first.Dimensions.SequenceEqual(second.Dimensions))
        {
            throw node.Unexpected("two constants of the same dimensions");
        }

        var sums = budget.Floats(first.Values.Length);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = first.Values[i] + second.Values[i];
        }

        return first with { Values = sums };
    }

    /// <summary>Values in the order of other dimensions.</summary>
    /// <param name="values">All values.</param>
    /// <param name="dimensions">The dimensions of the result.</param>
    /// <param name="strides">How far values lie apart in each of them.</param>
    /// <param name="offset">Where the first value lies.</param>
    private float[] Copy(float[] values, long[] dimensions, long[] strides, long offset)
    {
        var result = budget.Floats(Product(dimensions));
        var place = new long[dimensions.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[offset];
            for (var axis = place.Length - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++place[axis] < dimensions[axis])
                {
                    break;
                }

                offset -= strides[axis] * dimensions[axis];
                place[axis] = 0;
            }
        }

        return result;
    }

    private static long[] Strides(long[] dimensions) =>
        [.. dimensions.Select((_, axis) => Product(dimensions[(axis + 1)..]))];

    /// <summary>The product of dimensions, each of which may be any number that a file has.</summary>
    private static long Product(IEnumerable<long> dimensions)
    {
        var product = 1L;
        foreach (var dimension in dimensions)
        {
            product = (long)Int128.Clamp((Int128)product * dimension, -1, 1L << 40);
        }

        return product;
    }
}
