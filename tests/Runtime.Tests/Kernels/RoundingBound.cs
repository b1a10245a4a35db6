namespace FastElman.Tests.Kernels;

/// <summary>
/// How far a sum of products in float may lie from the exact one: N. J. Higham, Accuracy and Stability, section 3.1.
/// </summary>
internal static class RoundingBound
{
    /// <summary>Half the distance from 1 to the next float.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>
    /// (depth + 1) · u · (|start| + Σ |x · w|) for one column of W [depth, columns], and the denormals' own unit.
    /// </summary>
    public static double OfSum(ReadOnlySpan<float> x, ReadOnlySpan<float> w, int columns, int column, float start)
    {
        double magnitude = Math.Abs(start);
        for (var k = 0; k < x.Length; k++)
        {
            magnitude += Math.Abs((double)x[k] * w[(k * columns) + column]);
        }

        return ((x.Length + 1) * UnitRoundoff * magnitude) + ((x.Length + 1) * float.Epsilon);
    }
}
