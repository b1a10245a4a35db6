namespace FastElman.Kernels;

/// <summary>Copies rows of a table, side by side, in the order of their indices. The copy is the runtime's own, which is as fast as memory.</summary>
internal static class Gather
{
    /// <summary>
    /// <paramref name="output"/> [indices, width] = the rows of <paramref name="table"/> [rows, width] that <paramref name="indices"/>
    /// name.
    /// </summary>
    public static void Rows(ReadOnlySpan<float> table, int width, ReadOnlySpan<int> indices, Span<float> output)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            table.Slice(indices[i] * width, width).CopyTo(output.Slice(i * width, width));
        }
    }
}
