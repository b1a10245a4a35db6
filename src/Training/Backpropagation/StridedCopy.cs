namespace FastElman.Training.Backpropagation;

/// <summary>Copies matrices whose rows lie a stride apart, in floats.</summary>
internal static class StridedCopy
{
    /// <summary>Copies the first <paramref name="columns"/> values of every row that both matrices have.</summary>
    public static void Copy(
        ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int columns)
    {
        while (source.Length >= columns && target.Length >= columns)
        {
            source[..columns].CopyTo(target);
            source = source[Math.Min(sourceStride, source.Length)..];
            target = target[Math.Min(targetStride, target.Length)..];
        }
    }

    /// <summary>target [source columns, target columns] = source [target columns, source columns]ᵀ.</summary>
    public static void CopyTransposed(
        ReadOnlySpan<float> source,
        int sourceStride,
        int sourceColumns,
        Span<float> target,
        int targetStride,
        int targetColumns)
    {
        for (var row = 0; row < sourceColumns; row++)
        {
            var to = target.Slice(row * targetStride, targetColumns);
            for (var column = 0; column < to.Length; column++)
            {
                to[column] = source[(column * sourceStride) + row];
            }
        }
    }

    /// <summary>target [rows, stride] = the rows of source [rows, stride], the last one first.</summary>
    public static void CopyReversed(ReadOnlySpan<float> source, int stride, Span<float> target)
    {
        for (var row = 0; row < source.Length; row += stride)
        {
            source.Slice(row, stride).CopyTo(target[(source.Length - stride - row)..]);
        }
    }
}
