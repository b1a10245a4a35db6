using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastElman.Memory;

/// <summary>
/// Floats that begin at a multiple of 64 bytes, so that no vector load crosses a cache line. The array is pinned by the
/// garbage collector from birth: it never moves, and needs neither a finaliser nor a free. A value of three fields, to be kept in the object that uses it:
/// each object on the way to the memory is one more cache line that pushes out a line of weights.
/// </summary>
internal readonly struct AlignedBuffer
{
    /// <summary>Bytes in a cache line, and in the widest vector.</summary>
    public const int Alignment = 64;

    private const int AlignmentInFloats = Alignment / sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;

    /// <summary>Allocates <paramref name="length"/> floats, all zero.</summary>
    public unsafe AlignedBuffer(int length)
    {
        Length = length;
        _array = GC.AllocateArray<float>(checked(length + AlignmentInFloats - 1), pinned: true);
        fixed (float* start = _array)
        {
            var misaligned = (int)((nuint)start % Alignment) / sizeof(float);
            _offset = misaligned == 0 ? 0 : AlignmentInFloats - misaligned;
        }
    }

    private AlignedBuffer(float[] array, int offset, int length)
    {
        _array = array;
        _offset = offset;
        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => Slice(0, Length);

    /// <summary>A part of it as a buffer, aligned if its start is.</summary>
    public AlignedBuffer Part(int start, int length)
    {
        Debug.Assert(start >= 0 && length >= 0 && start <= Length - length);
        return new AlignedBuffer(_array, _offset + start, length);
    }

    /// <summary>A part of it, which nobody but the caller's arithmetic keeps inside: this stands in the innermost loops.</summary>
    public Span<float> Slice(int start, int length)
    {
        Debug.Assert(start >= 0 && length >= 0 && start <= Length - length);
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset + start), length);
    }
}
