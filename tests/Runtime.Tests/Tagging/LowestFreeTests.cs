using FastElman.Tagging;

namespace FastElman.Tests.Tagging;

/// <summary>The set of free integers, against a sorted set.</summary>
public sealed class LowestFreeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(300_000)]
    public void All_integers_come_in_order_and_then_none(int count)
    {
        var free = new LowestFree(count);
        for (var i = 0; i < count; i++)
        {
            Assert.True(free.TryTake(out var taken));
            Assert.Equal(i, taken);
        }

        Assert.False(free.TryTake(out _));
        free.Return(count - 1);
        free.Return(count / 2);
        Assert.True(free.TryTake(out var lowest));
        Assert.Equal(Math.Min(count / 2, count - 1), lowest);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(64, 2)]
    [InlineData(130, 3)]
    [InlineData(5000, 4)]
    public void The_lowest_that_is_free_comes_whatever_was_returned(int count, int seed)
    {
        var random = new Random(seed);
        var free = new LowestFree(count);
        SortedSet<int> expected = [.. Enumerable.Range(0, count)];
        List<int> taken = [];
        for (var i = 0; i < 40_000; i++)
        {
            // Long stretches of mostly taking and mostly returning reach both ends.
            if (random.Next(100) < (i / 8000 % 2 == 0 ? 80 : 20))
            {
                Assert.Equal(expected.Count > 0, free.TryTake(out var lowest));
                if (expected.Count > 0)
                {
                    Assert.Equal(expected.Min, lowest);
                    expected.Remove(lowest);
                    taken.Add(lowest);
                }
            }
            else if (taken.Count > 0)
            {
                var place = random.Next(taken.Count);
                free.Return(taken[place]);
                expected.Add(taken[place]);
                (taken[place], taken[^1]) = (taken[^1], taken[place]);
                taken.RemoveAt(taken.Count - 1);
            }
        }
    }
}
