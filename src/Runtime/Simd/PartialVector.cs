using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastElman.Simd;

/// <summary>Loads and stores of fewer values than a register has lanes: the ends of spans whose length is no multiple of it.</summary>
internal static class PartialVector
{
    /// <summary>The first <paramref name="count"/> lanes from memory, the rest <paramref name="filler"/>.</summary>
    public static TVector Load<TSimd, TVector>(ref float source, int count, float filler)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var vector = TSimd.Broadcast(filler);
        MemoryMarshal.CreateReadOnlySpan(ref source, count).CopyTo(Lanes<TSimd, TVector>(ref vector));
        return vector;
    }

    /// <summary>The first <paramref name="count"/> lanes to memory; what lies behind them is not touched.</summary>
    public static void Store<TSimd, TVector>(TVector vector, ref float target, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        Lanes<TSimd, TVector>(ref vector)[..count].CopyTo(MemoryMarshal.CreateSpan(ref target, count));

    private static Span<float> Lanes<TSimd, TVector>(ref TVector vector)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<TVector, float>(ref vector), TSimd.Lanes);
}
