using CsCheck;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Randomness;

public class SplitMix64Tests
{
    [Fact]
    public void Draws_the_published_sequence()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Numbers_below_a_count_are_all_drawn_and_equally_often()
    {
        var random = new SplitMix64(1);
        var drawn = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            drawn[random.Below(7)]++;
        }

        Assert.All(drawn, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Uniform_numbers_stay_in_their_range() =>
        Gen.ULong.Sample(seed => Assert.InRange(new SplitMix64(seed).Uniform(-3, 2), -3, 2));

    [Fact]
    public void Shuffling_keeps_every_item() => Gen.Select(Gen.ULong, Gen.Int.Array[0, 20]).Sample((seed, items) =>
    {
        int[] shuffled = [.. items];
        new SplitMix64(seed).Shuffle(shuffled.AsSpan());
        Assert.Equal(items.Order(), shuffled.Order());
    });
}
