using FastElman.Cli.Terminal;

namespace FastElman.Cli.Tests.Terminal;

public sealed class ProgressBarTests
{
    private const string Note = "epoch 12 of 60, 0:01:02 left, loss 0.1282, best valid F1 96.78, 61,269 words/s";

    [Theory]
    [InlineData(80, "Training [####......]  45 %  epoch 12 of 60, 0:01:02 left, loss 0.1282")]
    [InlineData(
        100,
        "Training [####......]  45 %  epoch 12 of 60, 0:01:02 left, loss 0.1282, best valid F1 96.78")]
    [InlineData(
        140,
        "Training [#############.................]  45 %  epoch 12 of 60, 0:01:02 left, loss 0.1282, "
        + "best valid F1 96.78, 61,269 words/s")]
    [InlineData(40, "Training [####......]  45 %")]
    [InlineData(20, "Training  45 %")]
    [InlineData(12, " 45 %")]
    [InlineData(1, "")]
    public void The_line_says_as_much_as_fits(int width, string line) =>
        Assert.Equal(line, ProgressBar.Of("Training", Note, 0.45, width));

    [Fact]
    public void No_line_reaches_the_last_column()
    {
        for (var width = 1; width < 200; width++)
        {
            Assert.InRange(ProgressBar.Of("Training", Note, 0.45, width).Length, 0, width - 1);
        }
    }

    [Theory]
    [InlineData(-0.1, "Scoring [..............................]   0 %")]
    [InlineData(0, "Scoring [..............................]   0 %")]
    [InlineData(0.999, "Scoring [#############################.]  99 %")]
    [InlineData(1, "Scoring [##############################] 100 %")]
    [InlineData(1.5, "Scoring [##############################] 100 %")]
    [InlineData(double.NaN, "Scoring [..............................]   0 %")]
    public void The_bar_is_full_only_at_the_end(double fraction, string line) =>
        Assert.Equal(line, ProgressBar.Of("Scoring", note: null, fraction, 80));
}
