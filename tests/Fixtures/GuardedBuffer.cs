using FastElman.Memory;

namespace FastElman.Fixtures;

/// <summary>
/// Floats that begin a chosen number of floats after a multiple of 64 bytes, with guards on both sides. The guards are
/// NaN: reading one by mistake spoils the result, and writing to one is found.
/// </summary>
public sealed class GuardedBuffer
{
    private const int GuardLength = 32;
    private const int GuardBits = 0x7FC0BEEF;

    private readonly AlignedBuffer _memory;
    private readonly int _start;
    private readonly int _length;

    public GuardedBuffer(int length, int offset = 0)
    {
        _start = GuardLength + offset;
        _length = length;
        _memory = new AlignedBuffer(_start + length + GuardLength);
        _memory.Span.Fill(BitConverter.Int32BitsToSingle(GuardBits));
        Span.Clear();
    }

    public GuardedBuffer(ReadOnlySpan<float> values, int offset = 0)
        : this(values.Length, offset) => values.CopyTo(Span);

    public Span<float> Span => _memory.Span.Slice(_start, _length);

    public void AssertGuardsUntouched()
    {
        AssertGuards(0, _start);
        AssertGuards(_start + _length, _memory.Length);
    }

    private void AssertGuards(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (BitConverter.SingleToInt32Bits(_memory.Span[i]) != GuardBits)
            {
                Assert.Fail($"The float {i - _start} places from the start of {_length} was written to.");
            }
        }
    }
}
