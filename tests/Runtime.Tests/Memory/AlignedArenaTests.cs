using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Memory;

namespace FastElman.Tests.Memory;

public sealed class AlignedArenaTests
{
    [Fact]
    public unsafe void Every_slice_has_its_length_is_zero_and_begins_at_a_cache_line()
    {
        int[] lengths = [1, 0, 15, 16, 17, 100, 3];
        var arena = new AlignedArena(lengths);
        for (var i = 0; i < lengths.Length; i++)
        {
            Assert.Equal(lengths[i], arena[i].Length);
            Assert.All(arena[i].ToArray(), value => Assert.Equal(0f, value));
            Assert.Equal(
                0u, (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(arena[i])) % AlignedBuffer.Alignment);
        }
    }

    [Fact]
    public void Slices_do_not_share_memory()
    {
        var arena = new AlignedArena(5, 16, 33, 1);
        for (var i = 0; i < 4; i++)
        {
            arena[i].Fill(i + 1);
        }

        for (var i = 0; i < 4; i++)
        {
            Assert.All(arena[i].ToArray(), value => Assert.Equal(i + 1, value));
        }
    }

    [Fact]
    public void Slices_that_are_too_long_together_are_refused() =>
        Assert.Throws<OverflowException>(() => new AlignedArena(1 << 30, 1 << 30));
}
