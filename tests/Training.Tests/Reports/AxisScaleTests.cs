using CsCheck;
using FastElman.Training.Reports;

namespace FastElman.Training.Tests.Reports;

public class AxisScaleTests
{
    [Fact]
    public void Marks_are_round_and_reach_around_the_values()
    {
        Assert.Equal(
            [0.4, 0.6, 0.8, 1.0, 1.2], AxisScale.Of(0.4339, 1.1083, 1e-6).Marks.Select(mark => Math.Round(mark, 9)));
        Assert.Equal([50, 55, 60, 65, 70, 75], AxisScale.Of(52.05, 74.89, 0.1, 100).Marks);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    [InlineData(99.97)]
    public void One_value_has_an_axis_too_which_does_not_leave_its_bounds(double value)
    {
        var axis = AxisScale.Of(value, value, 0.1, 100);

        Assert.True(axis.Low < axis.High && axis.Low <= value && value <= axis.High + 1e-9 && axis.High <= 100);
    }

    [Fact]
    public void Any_values_lie_on_their_axis_with_a_few_marks() =>
        Gen.Select(Gen.Double[-1e12, 1e12], Gen.Double[0, 1e12]).Sample((low, range) =>
    {
        var axis = AxisScale.Of(low, low + range, 1e-6);

        // A mark is a multiple of the step as far as a double can say it.
        var rounding = axis.Step / 1000;
        Assert.InRange(low, axis.Low - rounding, axis.High + rounding);
        Assert.InRange(low + range, axis.Low - rounding, axis.High + rounding);
        Assert.InRange(axis.Marks.Count(), 2, 12);
    });
}
