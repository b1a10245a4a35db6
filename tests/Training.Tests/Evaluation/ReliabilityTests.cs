namespace FastElman.Training.Tests.Evaluation;

public sealed class ReliabilityTests
{
    [Fact]
    public void The_error_is_that_of_a_computation_by_hand()
    {
        // Bins of width 1/15: 0.6 is the end of bin 9, 0.95 lies in the last, 0.5 in bin 8.
        float[] confidence = [0.95f, 0.97f, 0.99f, 0.5f, 0.5f, 0.05f];
        bool[] isRight = [true, true, false, true, false, false];

        var reliability = new Reliability(confidence, isRight);

        // 3/6 · |2/3 − 0.97| + 2/6 · |1/2 − 0.5| + 1/6 · |0 − 0.05|
        Assert.Equal((3.0 / 6 * (0.97 - (2.0 / 3))) + (1.0 / 6 * 0.05), reliability.ExpectedCalibrationError, 1e-7);
        Assert.Equal(3.96 / 6, reliability.MeanConfidence, 1e-7);
        Assert.Equal(0.5, reliability.Accuracy, 1e-12);
        Assert.Equal((6, 15), (reliability.Count, reliability.Bins.Count));
        Assert.Equal((3, 2, 1), (reliability.Bins[14].Count, reliability.Bins[7].Count, reliability.Bins[0].Count));
    }

    [Fact]
    public void The_error_is_that_of_a_plain_computation()
    {
        var random = new Random(5);
        float[] confidence = [.. Enumerable.Range(0, 4000).Select(_ => random.NextSingle())];

        // Too low below a half and too high above it: of errors of one sign the sum would not depend on the bins.
        bool[] isRight = Array.ConvertAll(confidence, each => random.NextSingle() < 1 - each);
        var found = new Reliability(confidence, isRight);
        var expected = 0.0;
        for (var bin = 1; bin <= 15; bin++)
        {
            var members = confidence.Zip(isRight).Where(each =>
                each.First > (bin - 1) / 15.0 && each.First <= bin / 15.0).ToArray();
            Assert.Equal(members.Length, found.Bins[bin - 1].Count);
            expected += members.Length / 4000.0 * Math.Abs(
                members.Average(each => (double)each.First) - members.Average(each => each.Second ? 1.0 : 0));
        }

        Assert.Equal(expected, found.ExpectedCalibrationError, 1e-9);
        Assert.True(expected > 0.1);
    }

    [Fact]
    public void Confidence_0_and_1_lie_in_the_first_and_the_last_bin()
    {
        var bins = new Reliability([0f, 1f, 0.2f], [true, true, true]).Bins;

        Assert.Equal((1, 1), (bins[0].Count, bins[14].Count));
        Assert.Equal((0.0, 1.0), (bins[0].Low, bins[14].High));
        Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.Equal(pair.First.High, pair.Second.Low));
    }

    [Fact]
    public void Without_predictions_all_is_0()
    {
        var reliability = new Reliability([], []);

        Assert.Equal(
            (0L, 0.0, 0.0),
            (reliability.Count, reliability.ExpectedCalibrationError, reliability.MeanConfidence));
        Assert.Equal(0, reliability.Accuracy);
    }
}
