using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FastElman.Memory;

/// <summary>Asks for memory that will be read soon. Does nothing where the machine has no such instruction: it is a hint.</summary>
internal static class Prefetch
{
    /// <summary>Brings the cache lines of <paramref name="values"/> nearer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Lines(ReadOnlySpan<float> values)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // An address that has moved in the meantime does no harm: a prefetch never faults.
        var first = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(values));
        for (nint i = 0; i < values.Length; i += AlignedBuffer.Alignment / sizeof(float))
        {
            Sse.Prefetch0(first + i);
        }
    }
}
