using FastElman.Training.Evaluation;

namespace FastElman.Training.Tests.Evaluation;

public sealed class GoldenSectionTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(-1.9)]
    [InlineData(0.0)]
    [InlineData(2.0)]
    [InlineData(-2.0)]
    public void The_minimum_of_a_parabola_is_found(double minimum) =>
        Assert.Equal(
            minimum, GoldenSection.Minimize(x => (x - minimum) * (x - minimum), -2, 2, 1e-6), 1e-6);

    [Fact]
    public void The_lower_of_two_minima_is_found() =>
        Assert.Equal(
            1.5,
            GoldenSection.Minimize(x => Math.Min(Math.Abs(x + 1) + 0.6, 2 * Math.Abs(x - 1.5)), -2, 2, 1e-5),
            1e-5);

    [Fact]
    public void The_search_takes_few_steps()
    {
        var count = 0;
        GoldenSection.Minimize(x => x * x * ++count / count, -2.3, 2.3, 1e-3);
        Assert.InRange(count, 13, 32);
    }
}
