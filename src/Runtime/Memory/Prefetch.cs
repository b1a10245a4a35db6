using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FastElman.Simd;

namespace FastElman.Memory;

/// <summary>Hints that memory will be read soon. Does nothing on machines without the instructions.</summary>
internal static class Prefetch
{
    private const int Line = AlignedBuffer.Alignment / sizeof(float);

    /// <summary>Into the first-level cache: for memory that is read next.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static unsafe void ToFirstLevel(ReadOnlySpan<float> values)
    {
        var first = AddressOf(values);
        for (nint i = 0; i < values.Length && Sse.IsSupported; i += Line)
        {
            Sse.Prefetch0(first + i);
        }
    }

    /// <summary>
    /// Into the second-level cache: for memory that is read while the first level is full of weights.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public static unsafe void ToSecondLevel(ReadOnlySpan<float> values)
    {
        var first = AddressOf(values);
        for (nint i = 0; i < values.Length && Sse.IsSupported; i += Line)
        {
            Sse.Prefetch1(first + i);
        }
    }

    /// <summary>Not pinned: a prefetch of an address that has become invalid does nothing.</summary>
    private static unsafe float* AddressOf(ReadOnlySpan<float> values) =>
        (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
}
