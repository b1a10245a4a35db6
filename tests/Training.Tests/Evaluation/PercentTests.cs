using FastElman.Training.Evaluation;

namespace FastElman.Training.Tests.Evaluation;

public class PercentTests
{
    [Theory]
    [InlineData(1, 32, "  3.12")]
    [InlineData(3, 32, "  9.38")]
    [InlineData(5, 32, " 15.62")]
    [InlineData(31, 32, " 96.88")]
    [InlineData(1, 800, "  0.12")]
    [InlineData(3, 800, "  0.38")]
    [InlineData(2, 3, " 66.67")]
    [InlineData(1, 20_000, "  0.01")]
    [InlineData(19_999, 20_000, "100.00")]
    [InlineData(201, 20_000, "  1.00")]
    [InlineData(1, 1, "100.00")]
    [InlineData(0, 5, "  0.00")]
    [InlineData(7, 0, "  0.00")]
    public void Is_rounded_as_C_rounds_it(long part, long whole, string expected) =>
        Assert.Equal(expected, Percent.Format(Percent.Of(part, whole)));

    [Theory]
    [InlineData(2.0 / 3, 0.67)]
    [InlineData(3.125, 3.12)]
    [InlineData(100, 100)]
    public void As_a_number_it_is_what_was_printed(double value, double expected) =>
        Assert.Equal(expected, Percent.AsPrinted(value));
}
