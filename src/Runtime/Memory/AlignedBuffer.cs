using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FastElman.Memory;

/// <summary>
/// Floats that begin at a multiple of 64 bytes, so that no load of a register crosses a cache line. The array is
/// allocated pinned: it never moves, and needs no finaliser and no call to free it. A struct, to be kept in the object
/// that uses it: each object on the way to the weights costs one more cache line, which evicts a line of weights.
/// </summary>
internal readonly struct AlignedBuffer
{
    /// <summary>Bytes in a cache line, and in the widest vector.</summary>
    public const int Alignment = 64;

    private const int AlignmentInFloats = Alignment / sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;

    /// <summary>Allocates <paramref name="length"/> floats, all zero.</summary>
    public AlignedBuffer(int length)
        : this(GC.AllocateArray<float>(ArrayLength(length), pinned: true), length)
    {
    }

    private unsafe AlignedBuffer(float[] array, int length)
    {
        Length = length;
        _array = array;
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

    /// <summary>Floats in the buffer.</summary>
    public int Length { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => Slice(0, Length);

    /// <summary>
    /// Allocates <paramref name="length"/> floats of any value, for a caller that writes to all of them. In debug
    /// builds they are NaN, so that one that is left out shows in every result.
    /// </summary>
    public static AlignedBuffer Uninitialized(int length)
    {
        var array = GC.AllocateUninitializedArray<float>(ArrayLength(length), pinned: true);
        FillWithNaN(array);
        return new AlignedBuffer(array, length);
    }

    /// <summary>
    /// The floats from <paramref name="start"/> on as a buffer of their own, aligned if <paramref name="start"/> is a
    /// multiple of 16.
    /// </summary>
    public AlignedBuffer SubBuffer(int start, int length)
    {
        Debug.Assert(start >= 0 && length >= 0 && start <= Length - length);
        return new AlignedBuffer(_array, _offset + start, length);
    }

    /// <summary>The address of floats of a buffer, which is valid as long as the buffer is in use.</summary>
    public static unsafe nint AddressOf(Span<float> floats) =>
        (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(floats));

    /// <summary>
    /// The floats from <paramref name="start"/> on. Checked in Debug builds only, since the innermost loops call it.
    /// </summary>
    public Span<float> Slice(int start, int length)
    {
        Debug.Assert(start >= 0 && length >= 0 && start <= Length - length);
        return MemoryMarshal.CreateSpan(
            ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _offset + start), length);
    }

    [Conditional("DEBUG")]
    private static void FillWithNaN(float[] array) => Array.Fill(array, float.NaN);

    private static int ArrayLength(int length) => checked(length + AlignmentInFloats - 1);
}
