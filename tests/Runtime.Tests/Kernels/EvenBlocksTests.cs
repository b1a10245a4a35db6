using FastElman.Kernels;

namespace FastElman.Tests.Kernels;

public sealed class EvenBlocksTests
{
    [Theory]
    [InlineData(0, 4, new int[0])]
    [InlineData(1, 4, new[] { 1 })]
    [InlineData(4, 4, new[] { 4 })]
    [InlineData(5, 4, new[] { 3, 2 })]
    [InlineData(9, 4, new[] { 3, 3, 3 })]
    [InlineData(7, 3, new[] { 3, 2, 2 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    public void Blocks_are_as_few_and_as_even_as_they_can_be(int count, int largest, int[] expected) =>
        Assert.Equal(expected, Sizes(count, largest));

    [Fact]
    public void Blocks_contain_everything_once() => Assert.All(
        Enumerable.Range(0, 200),
        count => Assert.All(Enumerable.Range(1, 8), largest => Assert.Equal(count, Sizes(count, largest).Sum())));

    private static List<int> Sizes(int count, int largest)
    {
        var sizes = new List<int>();
        foreach (var size in new EvenBlocks(count, largest))
        {
            sizes.Add(size);
        }

        return sizes;
    }
}
