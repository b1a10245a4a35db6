namespace FastElman.Memory;

/// <summary>One aligned allocation cut into slices, each of them aligned: all the memory that a run needs, taken once.</summary>
internal sealed class Slab
{
    private const int Granularity = AlignedBuffer.Alignment / sizeof(float);

    private readonly AlignedBuffer _buffer;
    private readonly (int Start, int Length)[] _slices;

    /// <summary>Allocates slices of these lengths in floats, all zero.</summary>
    public Slab(params ReadOnlySpan<int> lengths)
    {
        _slices = new (int, int)[lengths.Length];
        var total = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            _slices[i] = (total, lengths[i]);
            total = checked(total + ((lengths[i] + Granularity - 1) / Granularity * Granularity));
        }

        _buffer = new AlignedBuffer(total);
    }

    public Span<float> this[int slice]
    {
        get
        {
            var (start, length) = _slices[slice];
            return _buffer.Slice(start, length);
        }
    }
}
