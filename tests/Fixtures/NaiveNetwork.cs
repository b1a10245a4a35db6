using FastElman.Kernels;

namespace FastElman.Fixtures;

/// <summary>
/// The network in double precision, written down from its equations and nothing else: x_t = embeddings of the words around t,
/// h_t = σ(x_t·wx + bh + s_t·wh), logits_t = h_t·w + b, p_t = softmax(logits_t). s_t is h_{t−1} in an Elman network, p_{t−1} in a Jordan network, and before
/// the first word h0; a bidirectional network is two Elman layers, the other of which reads the reversed sentence. What the fast forms are held against.
/// </summary>
internal sealed class NaiveNetwork(ElmanParameters parameters)
{
    private readonly ElmanShape _shape = parameters.Shape;

    /// <summary>Runs over one sentence.</summary>
    /// <returns>
    /// Hidden [words, hidden], or of both layers [words, 2 · hidden]; probabilities [words, labels], both row by row; and the label of each word by itself.
    /// </returns>
    public (double[] Hidden, double[] Probabilities, int[] Labels) Run(ReadOnlySpan<int> words)
    {
        var rows = HiddenStates(words);
        var probabilities = rows.Select(h => Softmax(Logits(h))).ToArray();
        var labels = probabilities.Select(p => p.Any(double.IsNaN) ? 0 : Array.IndexOf(p, p.Max()));
        return ([.. rows.SelectMany(h => h)], [.. probabilities.SelectMany(p => p)], [.. labels]);
    }

    /// <summary>The logits of each word of a sentence [words][labels].</summary>
    public double[][] Logits(ReadOnlySpan<int> words) => Array.ConvertAll(HiddenStates(words), Logits);

    /// <summary>What the output layer sees of each word.</summary>
    private double[][] HiddenStates(ReadOnlySpan<int> words)
    {
        var forward = Layer(words, ElmanTensor.InputWeights, ElmanTensor.RecurrentWeights, ElmanTensor.HiddenBias, ElmanTensor.InitialState);
        if (_shape.Variant.Kind != NetworkKind.Bidirectional)
        {
            return forward;
        }

        var last = words.Length - 1;
        int[] reversed = [.. words.ToArray().Reverse()];
        var backward = Layer(
            reversed, ElmanTensor.BackwardInputWeights, ElmanTensor.BackwardRecurrentWeights, ElmanTensor.BackwardHiddenBias, ElmanTensor.BackwardInitialState);
        return [.. forward.Select((h, t) => (double[])[.. h, .. backward[last - t]])];
    }

    /// <summary>A hidden layer over a sentence, in the order in which it reads it.</summary>
    private double[][] Layer(ReadOnlySpan<int> words, ElmanTensor wx, ElmanTensor wh, ElmanTensor bh, ElmanTensor h0)
    {
        var states = new double[words.Length][];
        var previous = parameters[h0].ToArray().Select(each => (double)each).ToArray();
        for (var t = 0; t < words.Length; t++)
        {
            states[t] = new double[_shape.HiddenSize];
            var x = Window(words, t);
            for (var unit = 0; unit < _shape.HiddenSize; unit++)
            {
                states[t][unit] = Activation(parameters[bh][unit] + Product(x, parameters[wx], unit) + Product(previous, parameters[wh], unit));
            }

            previous = _shape.Variant.Kind == NetworkKind.Jordan ? Softmax(Logits(states[t])) : states[t];
        }

        return states;
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

    private double Activation(double sum) => _shape.Variant.Activation switch
    {
        HiddenActivation.Sigmoid => 1 / (1 + Math.Exp(-sum)),
        HiddenActivation.Tanh => Math.Tanh(sum),
        _ => double.IsNaN(sum) ? sum : Math.Max(0, sum),
    };

    private double[] Logits(double[] h)
    {
        var z = new double[_shape.LabelCount];
        for (var label = 0; label < z.Length; label++)
        {
            z[label] = parameters.OutputBias[label] + Product(h, parameters.OutputWeights, label);
        }

        return z;
    }

    /// <summary>x times one column of a matrix that has a row for each of its values.</summary>
    private static double Product(double[] x, ReadOnlySpan<float> matrix, int column)
    {
        var columns = x.Length == 0 ? 0 : matrix.Length / x.Length;
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * matrix[(i * columns) + column];
        }

        return sum;
    }

    private static double[] Softmax(double[] z)
    {
        var maximum = z.Any(double.IsNaN) ? double.NaN : z.Max();
        var e = z.Select(each => Math.Exp(each - maximum)).ToArray();
        var sum = e.Sum();
        return [.. e.Select(each => each / sum)];
    }
}
