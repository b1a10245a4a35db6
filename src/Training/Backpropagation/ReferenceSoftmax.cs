namespace FastElman.Training.Backpropagation;

/// <summary>The softmax and its logarithm. The largest value is subtracted first, so that nothing overflows.</summary>
internal static class ReferenceSoftmax
{
    /// <summary>e^(x_i) / Σ_j e^(x_j).</summary>
    public static double[] Of(double[] values)
    {
        var largest = values.Max();
        var exponentials = Array.ConvertAll(values, value => Math.Exp(value - largest));
        var sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, exponential => exponential / sum);
    }

    /// <summary>log softmax: x_i − log Σ_j e^(x_j).</summary>
    public static double[] Log(double[] values)
    {
        var logOfSum = LogSumOfExponentials(values);
        return Array.ConvertAll(values, value => value - logOfSum);
    }

    /// <summary>log Σ_i e^(x_i).</summary>
    public static double LogSumOfExponentials(double[] values)
    {
        var largest = values.Max();
        return largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }

    /// <summary>The derivatives by x of a loss whose derivatives by p = softmax(x) are given: p_i · (by p_i − Σ_j p_j · by p_j).</summary>
    public static double[] Back(double[] probabilities, double[] byProbabilities)
    {
        var mean = 0.0;
        for (var j = 0; j < probabilities.Length; j++)
        {
            mean += probabilities[j] * byProbabilities[j];
        }

        var byValues = new double[probabilities.Length];
        for (var i = 0; i < probabilities.Length; i++)
        {
            byValues[i] = probabilities[i] * (byProbabilities[i] - mean);
        }

        return byValues;
    }
}
