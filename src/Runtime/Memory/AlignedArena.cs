namespace FastElman.Memory;

/// <summary>
/// One aligned allocation cut into slices that are aligned too: all the memory of a run or of a packed form, allocated
/// once. Why one: neighbouring slices share no cache line, and no allocation is left for the hot paths.
/// </summary>
internal sealed class AlignedArena
{
    private const int Granularity = AlignedBuffer.Alignment / sizeof(float);

    private readonly AlignedBuffer[] _slices;

    /// <param name="lengths">The length of each slice in floats. All floats are zero.</param>
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
            _slices[i] = buffer.SubBuffer(start, lengths[i]);
            start += RoundUp(lengths[i]);
        }
    }

    /// <summary>The memory of a slice, counted from 0.</summary>
    public Span<float> this[int slice] => _slices[slice].Span;

    /// <summary>A slice, counted from 0, as a value to keep.</summary>
    public AlignedBuffer Slice(int slice) => _slices[slice];

    private static int RoundUp(int length) => checked(length + Granularity - 1) / Granularity * Granularity;
}
