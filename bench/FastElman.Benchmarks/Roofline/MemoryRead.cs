using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FastElman.Simd;

namespace FastElman.Benchmarks.Roofline;

/// <summary>A plain vectorised read of memory: the fastest that anything can be which needs those bytes.</summary>
internal sealed unsafe class MemoryRead : IDisposable
{
    private const int CacheLine = 64;
    private const int Stride = 4 * CacheLine;

    private readonly byte* _bytes;

    /// <param name="length">Bytes; rounded up to whole strides of the loop.</param>
    public MemoryRead(long length)
    {
        Length = (length + Stride - 1) / Stride * Stride;
        // One line more than asked for: the last row may end within it.
        _bytes = (byte*)NativeMemory.AlignedAlloc((nuint)(Length + CacheLine), CacheLine);
        // Untouched pages all share one page of zeros, which would sit in the first-level cache.
        NativeMemory.Fill(_bytes, (nuint)(Length + CacheLine), 1);
    }

    /// <summary>The size of the memory.</summary>
    public long Length { get; }

    /// <summary>Reads all of it.</summary>
    public int Sum() => Sum(_bytes, Length);

    /// <summary>Reads rows of so many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int SumRows(ReadOnlySpan<int> rows, int rowBytes)
    {
        var sum = Vector512<int>.Zero;
        foreach (var place in rows)
        {
            var row = _bytes + ((long)place * rowBytes / CacheLine * CacheLine);
            for (var at = 0; at < rowBytes; at += CacheLine)
            {
                sum += Vector512.Load((int*)(row + at));
            }
        }

        return Vector512.Sum(sum);
    }

    public void Dispose() => NativeMemory.AlignedFree(_bytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sum(byte* bytes, long length)
    {
        var (a, b, c, d) = (Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero, Vector512<int>.Zero);
        for (long i = 0; i < length; i += Stride)
        {
            a += Vector512.Load((int*)(bytes + i));
            b += Vector512.Load((int*)(bytes + i + CacheLine));
            c += Vector512.Load((int*)(bytes + i + (2 * CacheLine)));
            d += Vector512.Load((int*)(bytes + i + (3 * CacheLine)));
        }

        return Vector512.Sum(a + b + c + d);
    }
}
