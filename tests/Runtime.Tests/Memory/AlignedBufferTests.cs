using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Memory;

namespace FastElman.Tests.Memory;

public sealed class AlignedBufferTests
{
    [Fact]
    public unsafe void It_begins_at_a_cache_line_is_zero_and_has_its_length()
    {
        for (var length = 0; length <= 200; length++)
        {
            var buffer = new AlignedBuffer(length);
            Assert.Equal(length, buffer.Length);
            Assert.Equal(length, buffer.Span.Length);
            Assert.All(buffer.Span.ToArray(), value => Assert.Equal(0f, value));
            Assert.Equal(
                0u, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span)) % AlignedBuffer.Alignment);
            buffer.Span.Fill(1f);
        }
    }

    [Fact]
    public unsafe void Without_zeros_it_begins_at_a_cache_line_too()
    {
        foreach (var length in (int[])[0, 1, 100, 511, 512, 513, 100_000])
        {
            var buffer = AlignedBuffer.Uninitialized(length);
            Assert.Equal(length, buffer.Span.Length);
            Assert.Equal(
                0u, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span)) % AlignedBuffer.Alignment);
            buffer.Span.Fill(1f);
        }
    }

    [Fact]
    public unsafe void It_stays_where_it_is_when_the_garbage_collector_compacts()
    {
        var buffer = new AlignedBuffer(100);
        var before = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span));
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        Assert.Equal(before, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(buffer.Span)));
    }

    [Fact]
    public void A_length_that_no_array_can_have_is_refused() =>
        Assert.Throws<OverflowException>(() => new AlignedBuffer(int.MaxValue));
}
