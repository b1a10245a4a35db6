using CsCheck;
using FastElman.Training.Reports;

namespace FastElman.Training.Tests.Reports;

public sealed class LogScaleTests
{
    [Fact]
    public void Few_decades_have_marks_at_1_2_and_5() =>
        Assert.Equal([0.2, 0.5, 1], Rounded(LogScale.Of(0.25, 0.8).Marks));

    [Fact]
    public void More_decades_have_marks_at_powers_of_ten()
    {
        Assert.Equal([0.01, 0.1, 1], Rounded(LogScale.Of(0.0113, 0.8).Marks));
        Assert.Equal([1e-6, 1e-4, 0.01, 1], Rounded(LogScale.Of(2e-6, 0.8).Marks));
    }

    [Fact]
    public void Equal_ratios_are_equal_distances()
    {
        var scale = LogScale.Of(0.01, 1);

        Assert.Equal([0, 0.5, 1], new[] { 0.01, 0.1, 1 }.Select(value => Math.Round(scale.Share(value), 9)));
    }

    [Fact]
    public void A_value_that_has_no_logarithm_lies_at_the_lower_end() =>
        Assert.Equal(0, LogScale.Of(0.01, 1).Share(0));

    [Fact]
    public void Any_values_lie_on_their_axis_between_a_few_marks() =>
        Gen.Select(Gen.Double[-300, 300], Gen.Double[0, 600]).Sample((low, range) =>
    {
        var (first, last) = (Math.Pow(10, low), Math.Pow(10, Math.Min(low + range, 300)));

        var scale = LogScale.Of(first, last);

        Assert.InRange(scale.Marks.Count(), 2, 5);
        Assert.InRange(Math.Log10(first), Math.Log10(scale.Marks.First()) - 1e-9, Math.Log10(scale.Marks.Last()));
        Assert.InRange(Math.Log10(last), Math.Log10(scale.Marks.First()), Math.Log10(scale.Marks.Last()) + 1e-9);
    });

    private static IEnumerable<double> Rounded(IEnumerable<double> marks) =>
        marks.Select(mark => Math.Round(mark, 9));
}
