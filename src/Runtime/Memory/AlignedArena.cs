namespace FastElman.Memory;

/// <summary>One aligned allocation cut into slices, each of them aligned: all the memory that a run needs, taken once.</summary>
internal sealed class AlignedArena
{
    private const int Granularity = AlignedBuffer.Alignment / sizeof(float);

    private readonly AlignedBuffer[] _slices;

    /// <summary>Allocates slices of these lengths in floats, all zero.</summary>
    public AlignedArena(params ReadOnlySpan<int> lengths)
    {
        var total = 0;
        foreach (var length in lengths)
        {
            total = checked(total + RoundUp(length));
        }

        var buffer = new AlignedBuffer(total);
        _slices = new AlignedBuffer[lengths.Length];
        var start = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            _slices[i] = buffer.Part(start, lengths[i]);
            start += RoundUp(lengths[i]);
        }
    }

    public Span<float> this[int slice] => _slices[slice].Span;

    /// <summary>A slice, to be kept.</summary>
    public AlignedBuffer Part(int slice) => _slices[slice];

    private static int RoundUp(int length) => checked(length + Granularity - 1) / Granularity * Granularity;
}
