using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FastElman.Simd;

namespace FastElman.Memory;

/// <summary>Asks for memory that will be read soon. Does nothing where the machine has no such instruction: it is a hint.</summary>
internal static class Prefetch
{
    private const int Line = AlignedBuffer.Alignment / sizeof(float);

    /// <summary>Into the first-level cache: for what is read next.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static unsafe void ToFirstLevel(ReadOnlySpan<float> values)
    {
        var first = AddressOf(values);
        for (nint i = 0; i < values.Length && Sse.IsSupported; i += Line)
        {
            Sse.Prefetch0(first + i);
        }
    }

    /// <summary>Into the second-level cache: for what is read later, when the first one is full of weights.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static unsafe void ToSecondLevel(ReadOnlySpan<float> values)
    {
        var first = AddressOf(values);
        for (nint i = 0; i < values.Length && Sse.IsSupported; i += Line)
        {
            Sse.Prefetch1(first + i);
        }
    }

    /// <summary>An address that has moved in the meantime does no harm: a prefetch never faults.</summary>
    private static unsafe float* AddressOf(ReadOnlySpan<float> values) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
}
