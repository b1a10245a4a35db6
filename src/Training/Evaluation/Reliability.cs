using System.Globalization;

namespace FastElman.Training;

/// <summary>
/// How well the confidence of predictions agrees with how often they are right: the bins of a reliability diagram, and
/// the expected calibration error that they give.
/// </summary>
/// <remarks>
/// C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 2, with
/// <see cref="BinCount"/> bins of equal width. Immutable and thread-safe.
/// </remarks>
public sealed class Reliability
{
    /// <summary>Bins of equal width, the number that the paper uses.</summary>
    public const int BinCount = 15;

    private readonly ReliabilityBin[] _bins;

    /// <param name="confidence">[n]: the confidence of each prediction, 0 to 1.</param>
    /// <param name="isRight">[n]: whether it is right.</param>
    internal Reliability(ReadOnlySpan<float> confidence, ReadOnlySpan<bool> isRight)
    {
        Span<long> counts = stackalloc long[BinCount];
        Span<long> right = stackalloc long[BinCount];
        Span<double> sums = stackalloc double[BinCount];
        for (var i = 0; i < confidence.Length; i++)
        {
            // Bin m holds what is above (m − 1) / M and at most m / M, m from 1 on; the first one holds 0 too.
            var bin = Math.Clamp((int)Math.Ceiling((double)confidence[i] * BinCount) - 1, 0, BinCount - 1);
            counts[bin]++;
            right[bin] += isRight[i] ? 1 : 0;
            sums[bin] += confidence[i];
        }

        _bins = new ReliabilityBin[BinCount];
        for (var bin = 0; bin < BinCount; bin++)
        {
            var count = Math.Max(counts[bin], 1);
            _bins[bin] = new ReliabilityBin(
                (double)bin / BinCount,
                (bin + 1.0) / BinCount,
                counts[bin],
                sums[bin] / count,
                (double)right[bin] / count);
        }
    }

    /// <summary>[<see cref="BinCount"/>]: the bins from confidence 0 to 1, including the empty ones.</summary>
    public IReadOnlyList<ReliabilityBin> Bins => _bins;

    /// <summary>The number of predictions.</summary>
    public long Count => _bins.Sum(bin => bin.Count);

    /// <summary>
    /// The expected calibration error, 0 to 1: Σ over the bins of count / n · |accuracy − mean confidence|. 0 if there
    /// are no predictions.
    /// </summary>
    public double ExpectedCalibrationError =>
        WeightedMean(bin => Math.Abs(bin.Accuracy - bin.MeanConfidence));

    /// <summary>The mean confidence of all predictions, 0 to 1; 0 if there are none.</summary>
    public double MeanConfidence => WeightedMean(bin => bin.MeanConfidence);

    /// <summary>The share of all predictions that are right, 0 to 1; 0 if there are none.</summary>
    public double Accuracy => WeightedMean(bin => bin.Accuracy);

    /// <summary>The error, the mean confidence and the accuracy.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"expected calibration error {ExpectedCalibrationError:F4}, mean confidence {MeanConfidence:F4}, "
        + $"accuracy {Accuracy:F4}, {Count} predictions");

    private double WeightedMean(Func<ReliabilityBin, double> value) =>
        _bins.Sum(bin => bin.Count * value(bin)) / Math.Max(Count, 1);
}
