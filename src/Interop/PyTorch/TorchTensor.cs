namespace FastElman.Interop.PyTorch;

/// <summary>A storage that a pickle of PyTorch refers to: an entry of the archive around it.</summary>
/// <param name="Key">The name of the entry: decimal digits.</param>
/// <param name="ElementType">As safetensors calls it.</param>
/// <param name="ElementSize">Bytes of an element.</param>
/// <param name="Count">Elements, as the pickle says.</param>
internal sealed record TorchStorage(string Key, string ElementType, int ElementSize, long Count);

/// <summary>
/// A view of a storage: the element at [i, j, ...] is at <paramref name="Offset"/> + i·strides[0] + j·strides[1] + ....
/// It lies within the storage, and no element of the storage is in it twice.
/// </summary>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>The elements, at most as many as the storage has.</summary>
    public long Count => Shape.Aggregate(1L, (product, dimension) => product * dimension);

    /// <summary>Elements of the storage from the first to the last one of the tensor, both included.</summary>
    public long Extent => Count == 0 ? 0 : 1 + Shape.Zip(Strides).Sum(axis => (axis.First - 1) * axis.Second);

    /// <summary>Whether the elements lie row by row without gaps.</summary>
    public bool IsContiguous => Extent == Count && IsDescending();

    /// <summary>
    /// Whether an element of the storage may be in both. Views that do not meet are usual: PyTorch keeps all weights of
    /// a layer on a GPU in one storage, and columns of one matrix may be two tensors.
    /// </summary>
    public bool MayOverlap(TorchTensor other) =>
        other.Storage.Key == Storage.Key
        && other.Offset < Offset + Extent
        && Offset < other.Offset + other.Extent
        && !AreColumnsApart(other);

    /// <summary>
    /// Whether sizes and strides are those of a view within a storage in which no element is twice. Without the second
    /// a storage of one element could be a tensor of any size.
    /// </summary>
    public static bool IsSound(TorchStorage storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length || offset < 0 || offset > storage.Count
            || shape.Any(size => size < 0) || strides.Any(stride => stride < 0))
        {
            return false;
        }

        if (shape.Contains(0))
        {
            return true;
        }

        // From the axis of the smallest stride to that of the largest: each step has to pass all that lies below it.
        Int128 last = 0;
        foreach (var (size, stride) in shape.Zip(strides).Where(axis => axis.First > 1).OrderBy(axis => axis.Second))
        {
            if (stride <= last)
            {
                return false;
            }

            last += (Int128)(size - 1) * stride;
            if (last >= storage.Count)
            {
                return false;
            }
        }

        return offset + last < storage.Count;
    }

    /// <summary>Whether both are columns of one matrix, which lies row by row, and none is in both.</summary>
    private bool AreColumnsApart(TorchTensor other)
    {
        if (Strides is not [> 0 and var row, 1] || other.Strides is not [var otherRow, 1] || row != otherRow)
        {
            return false;
        }

        var (first, second) = (Offset % row, other.Offset % row);
        var (end, otherEnd) = (first + Shape[1], second + other.Shape[1]);
        return end <= row && otherEnd <= row && (end <= second || otherEnd <= first);
    }

    private bool IsDescending()
    {
        var expected = 1L;
        for (var axis = Shape.Length - 1; axis >= 0; axis--)
        {
            if (Shape[axis] > 1 && Strides[axis] != expected)
            {
                return false;
            }

            expected *= Shape[axis];
        }

        return true;
    }
}
