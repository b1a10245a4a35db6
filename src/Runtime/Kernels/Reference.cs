namespace FastElman.Kernels;

/// <summary>
/// What each kernel computes, written down as plainly as can be and in double precision: the twins that the tests hold the
/// kernels against. Nothing else calls them.
/// </summary>
internal static partial class Reference
{
    /// <summary>start [columns] + x [depth] · W [depth, columns], W row by row.</summary>
    public static double[] MatrixVector(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> start)
    {
        var y = new double[start.Length];
        for (var column = 0; column < y.Length; column++)
        {
            double sum = start[column];
            for (var k = 0; k < x.Length; k++)
            {
                sum += (double)x[k] * w[(k * y.Length) + column];
            }

            y[column] = sum;
        }

        return y;
    }

    /// <summary>1 / (1 + e^−x), exactly 1 above 15 and exactly 0 below −88.</summary>
    public static double Sigmoid(double x) => x > 15 ? 1 : x < -88 ? 0 : 1 / (1 + Math.Exp(-x));

    /// <summary>h · (1 − h).</summary>
    public static double SigmoidSlope(double h) => h * (1 - h);

    public static double Tanh(double x) => Math.Tanh(x);

    /// <summary>1 − h².</summary>
    public static double HyperbolicTangentSlope(double h) => 1 - (h * h);

    /// <summary>max(0, x).</summary>
    public static double Relu(double x) => x > 0 || double.IsNaN(x) ? x : 0;

    /// <summary>1 where h &gt; 0, else 0.</summary>
    public static double RectifierSlope(double h) => h > 0 ? 1 : 0;

    /// <summary>e^(z_i − max z) / Σ_j e^(z_j − max z).</summary>
    public static double[] Softmax(ReadOnlySpan<float> z)
    {
        var p = new double[z.Length];
        var maximum = double.NegativeInfinity;
        var sum = 0.0;
        foreach (var value in z)
        {
            maximum = Math.Max(maximum, value);
        }

        for (var i = 0; i < z.Length; i++)
        {
            sum += p[i] = Math.Exp(z[i] - maximum);
        }

        for (var i = 0; i < z.Length; i++)
        {
            p[i] /= sum;
        }

        return p;
    }

    /// <summary>The place of the largest value, the first of equals; 0 where the softmax of the values is NaN.</summary>
    public static int ArgMax(ReadOnlySpan<float> z)
    {
        var best = 0;
        for (var i = 0; i < z.Length; i++)
        {
            if (float.IsNaN(z[i]) || float.IsPositiveInfinity(z[i]))
            {
                return 0;
            }

            if (z[i] > z[best])
            {
                best = i;
            }
        }

        return best;
    }
}
