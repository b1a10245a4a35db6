namespace FastElman.Fixtures;

/// <summary>
/// The network in double precision, written down from its equations and nothing else: x_t = embeddings of the words around t,
/// h_t = sigmoid(x_t·wx + bh + h_{t−1}·wh) with h_{−1} = h0, p_t = softmax(h_t·w + b). What the fast forms are held against.
/// </summary>
internal sealed class NaiveNetwork(ElmanParameters parameters)
{
    private readonly ElmanShape _shape = parameters.Shape;

    /// <summary>Runs over one sentence.</summary>
    /// <returns>Hidden [words, hidden], probabilities [words, labels], both row by row, and the label of each word.</returns>
    public (double[] Hidden, double[] Probabilities, int[] Labels) Run(ReadOnlySpan<int> words)
    {
        var hidden = new double[words.Length * _shape.HiddenSize];
        var probabilities = new double[words.Length * _shape.LabelCount];
        var labels = new int[words.Length];
        var previous = parameters.InitialState.ToArray().Select(each => (double)each).ToArray();
        for (var t = 0; t < words.Length; t++)
        {
            previous = HiddenState(Window(words, t), previous);
            var p = Softmax(Logits(previous));
            previous.CopyTo(hidden, t * _shape.HiddenSize);
            p.CopyTo(probabilities, t * _shape.LabelCount);
            labels[t] = p.Any(double.IsNaN) ? 0 : Array.IndexOf(p, p.Max());
        }

        return (hidden, probabilities, labels);
    }

    private double[] Window(ReadOnlySpan<int> words, int t)
    {
        var x = new double[_shape.InputSize];
        for (var place = 0; place < _shape.WindowSize; place++)
        {
            var at = t - _shape.WindowReach + place;
            var row = at < 0 || at >= words.Length || words[at] == -1 ? _shape.PaddingRow : words[at];
            for (var i = 0; i < _shape.EmbeddingSize; i++)
            {
                x[(place * _shape.EmbeddingSize) + i] = parameters.Embeddings[(row * _shape.EmbeddingSize) + i];
            }
        }

        return x;
    }

    private double[] HiddenState(double[] x, double[] previous)
    {
        var h = new double[_shape.HiddenSize];
        for (var unit = 0; unit < h.Length; unit++)
        {
            double sum = parameters.HiddenBias[unit];
            for (var i = 0; i < x.Length; i++)
            {
                sum += x[i] * parameters.InputWeights[(i * h.Length) + unit];
            }

            for (var i = 0; i < previous.Length; i++)
            {
                sum += previous[i] * parameters.RecurrentWeights[(i * h.Length) + unit];
            }

            h[unit] = 1 / (1 + Math.Exp(-sum));
        }

        return h;
    }

    private double[] Logits(double[] h)
    {
        var z = new double[_shape.LabelCount];
        for (var label = 0; label < z.Length; label++)
        {
            z[label] = parameters.OutputBias[label];
            for (var i = 0; i < h.Length; i++)
            {
                z[label] += h[i] * parameters.OutputWeights[(i * z.Length) + label];
            }
        }

        return z;
    }

    private static double[] Softmax(double[] z)
    {
        var maximum = z.Any(double.IsNaN) ? double.NaN : z.Max();
        var e = z.Select(each => Math.Exp(each - maximum)).ToArray();
        var sum = e.Sum();
        return [.. e.Select(each => each / sum)];
    }
}
