namespace FastElman.Memory;

/// <summary>
/// Floats that begin at a multiple of 64 bytes, so that no vector load crosses a cache line. The array is pinned by the
/// garbage collector from birth: it never moves, and needs neither a finaliser nor a free.
/// </summary>
internal sealed class AlignedBuffer
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

    public int Length { get; }

    public Span<float> Span => _array.AsSpan(_offset, Length);

    /// <summary>A part of it, with one check of the bounds instead of two.</summary>
    public Span<float> Slice(int start, int length) => _array.AsSpan(_offset + start, length);
}
