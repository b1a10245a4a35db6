using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Kernels;

/// <summary>
/// Copies rows of a table side by side, in the order of their indices. The copy is that of the runtime, which is as
/// fast as memory.
/// </summary>
internal static class Gather
{
    /// <summary>output [n, width] = the rows of a table [rows, width] that have the indices [n].</summary>
    [MethodImpl(HotPath.Compiled)]
    public static void Rows(ReadOnlySpan<float> table, int width, ReadOnlySpan<int> indices, Span<float> output)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            table.Slice(indices[i] * width, width).CopyTo(output.Slice(i * width, width));
        }
    }
}
