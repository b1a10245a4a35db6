namespace FastElman.Reference;

/// <summary>
/// A hidden layer over the words of a sentence, in the order in which the layer reads them.
/// <code>
/// h_t = σ(x_t·wx + state_(t−1)·wh + bh), state_(−1) = h0
/// state_t = h_t (J. L. Elman, 1990), in a Jordan network softmax(h_t·w + b) (M. I. Jordan, 1986)
/// </code>
/// Dropout puts x_t ∘ factors in the place of x_t, and h_t ∘ factors_t in that of h_t before w.
/// </summary>
public sealed class ReferenceLayer
{
    private readonly bool _isBackward;

    /// <param name="network">The parameters.</param>
    /// <param name="words">In the order in which the layer reads them.</param>
    /// <param name="isBackward">Whether the layer is the backward one of a bidirectional network.</param>
    /// <param name="inputFactors">[embedding]: see <see cref="ReferenceDropout"/>; null for no dropout.</param>
    /// <param name="stateFactors">[words][hidden], in the order in which the layer reads; null likewise.</param>
    public ReferenceLayer(
        ReferenceNetwork network,
        IReadOnlyList<int> words,
        bool isBackward,
        double[]? inputFactors = null,
        double[][]? stateFactors = null)
    {
        _isBackward = isBackward;
        InputFactors = inputFactors ?? [.. Enumerable.Repeat(1.0, network.Shape.EmbeddingSize)];
        StateFactors = stateFactors
            ?? [.. words.Select(_ => Enumerable.Repeat(1.0, network.Shape.HiddenSize).ToArray())];
        Windows = new int[words.Count][];
        Inputs = new double[words.Count][];
        Sums = new double[words.Count][];
        Hidden = new double[words.Count][];
        Kept = new double[words.Count][];
        States = new double[words.Count + 1][];
        States[0] = (double[])network[InitialState].Clone();
        for (var t = 0; t < words.Count; t++)
        {
            Windows[t] = Window(network.Shape, words, t);
            Inputs[t] = Input(network, Windows[t]);
            Scale(Inputs[t], InputFactors);
            Sums[t] = (double[])network[Bias].Clone();
            ReferenceMatrix.AddProduct(Inputs[t], network[InputWeights], Sums[t]);
            ReferenceMatrix.AddProduct(States[t], network[RecurrentWeights], Sums[t]);
            Hidden[t] = Array.ConvertAll(Sums[t], sum => ReferenceActivation.Of(network.Shape.Variant.Activation, sum));
            Kept[t] = (double[])Hidden[t].Clone();
            Scale(Kept[t], StateFactors[t]);
            States[t + 1] = network.Shape.Variant.Kind == NetworkKind.Jordan
                ? ReferenceSoftmax.Of(network.Logits(Kept[t]))
                : Hidden[t];
        }
    }

    public ElmanTensor InputWeights => _isBackward ? ElmanTensor.BackwardInputWeights : ElmanTensor.InputWeights;

    public ElmanTensor RecurrentWeights =>
        _isBackward ? ElmanTensor.BackwardRecurrentWeights : ElmanTensor.RecurrentWeights;

    public ElmanTensor Bias => _isBackward ? ElmanTensor.BackwardHiddenBias : ElmanTensor.HiddenBias;

    public ElmanTensor InitialState => _isBackward ? ElmanTensor.BackwardInitialState : ElmanTensor.InitialState;

    /// <summary>[embedding]: the factors of every embedding, all 1 without dropout.</summary>
    public double[] InputFactors { get; }

    /// <summary>[words][hidden]: the factors of h_t where the logits come from it, all 1 without dropout.</summary>
    public double[][] StateFactors { get; }

    /// <summary>[words][window]: rows of the embeddings.</summary>
    public int[][] Windows { get; }

    /// <summary>[words][window · embedding]: what dropout leaves of x_t.</summary>
    public double[][] Inputs { get; }

    /// <summary>[words][hidden]: the arguments of the activation function.</summary>
    public double[][] Sums { get; }

    /// <summary>[words][hidden]: h_t.</summary>
    public double[][] Hidden { get; }

    /// <summary>[words][hidden]: what dropout leaves of h_t, for the logits.</summary>
    public double[][] Kept { get; }

    /// <summary>[1 + words][hidden], in a Jordan network [1 + words][labels]: h0, then state_t.</summary>
    public double[][] States { get; }

    /// <summary>values *= factors, which begin again behind their last one.</summary>
    public static void Scale(double[] values, double[] factors)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= factors[i % factors.Length];
        }
    }

    /// <summary>[window]: the words around word t; outside of the sentence is padding.</summary>
    private static int[] Window(ElmanShape shape, IReadOnlyList<int> words, int t)
    {
        var rows = new int[shape.WindowSize];
        for (var i = 0; i < rows.Length; i++)
        {
            var place = t + i - (shape.WindowSize / 2);
            var isPadding = place < 0 || place >= words.Count || words[place] == -1;
            rows[i] = isPadding ? shape.PaddingRow : words[place];
        }

        return rows;
    }

    /// <summary>[window · embedding]: the embeddings of a window, one after the other.</summary>
    private static double[] Input(ReferenceNetwork network, int[] window)
    {
        var size = network.Shape.EmbeddingSize;
        var input = new double[window.Length * size];
        for (var i = 0; i < window.Length; i++)
        {
            Array.Copy(network[ElmanTensor.Embeddings], window[i] * size, input, i * size, size);
        }

        return input;
    }
}
