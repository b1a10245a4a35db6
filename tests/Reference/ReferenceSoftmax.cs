namespace FastElman.Reference;

/// <summary>The softmax. The largest value is subtracted first, so that no exponential overflows.</summary>
public static class ReferenceSoftmax
{
    /// <summary>p_i = e^(x_i) / Σ_j e^(x_j).</summary>
    public static double[] Of(double[] values)
    {
        var largest = values.DefaultIfEmpty().Max();
        var exponentials = Array.ConvertAll(values, value => Math.Exp(value - largest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, exponential => exponential / sum);
    }

    /// <summary>log Σ_i e^(x_i).</summary>
    public static double LogSumExp(IReadOnlyCollection<double> values)
    {
        var largest = values.Max();
        return double.IsNegativeInfinity(largest)
            ? largest
            : largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }

    /// <summary>
    /// The derivatives of a loss with respect to x, from those with respect to p = softmax(x):
    /// dx_i = p_i · (dp_i − Σ_j p_j · dp_j).
    /// </summary>
    public static double[] Backward(double[] probabilities, double[] byProbabilities)
    {
        var mean = probabilities.Zip(byProbabilities, (p, by) => p * by).Sum();
        return [.. probabilities.Zip(byProbabilities, (p, by) => p * (by - mean))];
    }

    /// <summary>The index of the largest logit, the first of equals; 0 where the softmax is NaN.</summary>
    public static int ArgMax(IReadOnlyList<double> logits)
    {
        var best = 0;
        for (var i = 0; i < logits.Count; i++)
        {
            if (double.IsNaN(logits[i]) || double.IsPositiveInfinity(logits[i]))
            {
                return 0;
            }

            if (logits[i] > logits[best])
            {
                best = i;
            }
        }

        return best;
    }
}
