namespace FastElman.Reference;

/// <summary>
/// A hidden layer over the words of a sentence, in the order in which the layer reads them.
/// <code>
/// h_t = σ(x_t·wx + state_(t−1)·wh + bh), state_(−1) = h0
/// state_t = h_t (J. L. Elman, 1990), in a Jordan network softmax(h_t·w + b) (M. I. Jordan, 1986)
/// </code>
/// </summary>
public sealed class ReferenceLayer
{
    private readonly bool _isBackward;

    /// <param name="network">The parameters.</param>
    /// <param name="words">In the order in which the layer reads them.</param>
    /// <param name="isBackward">Whether the layer is the backward one of a bidirectional network.</param>
    public ReferenceLayer(ReferenceNetwork network, IReadOnlyList<int> words, bool isBackward)
    {
        _isBackward = isBackward;
        Windows = new int[words.Count][];
        Inputs = new double[words.Count][];
        Sums = new double[words.Count][];
        Hidden = new double[words.Count][];
        States = new double[words.Count + 1][];
        States[0] = (double[])network[InitialState].Clone();
        for (var t = 0; t < words.Count; t++)
        {
            Windows[t] = Window(network.Shape, words, t);
            Inputs[t] = Input(network, Windows[t]);
            Sums[t] = (double[])network[Bias].Clone();
            ReferenceMatrix.AddProduct(Inputs[t], network[InputWeights], Sums[t]);
            ReferenceMatrix.AddProduct(States[t], network[RecurrentWeights], Sums[t]);
            Hidden[t] = Array.ConvertAll(Sums[t], sum => ReferenceActivation.Of(network.Shape.Variant.Activation, sum));
            States[t + 1] = network.Shape.Variant.Kind == NetworkKind.Jordan
                ? ReferenceSoftmax.Of(network.Logits(Hidden[t]))
                : Hidden[t];
        }
    }

    public ElmanTensor InputWeights => _isBackward ? ElmanTensor.BackwardInputWeights : ElmanTensor.InputWeights;

    public ElmanTensor RecurrentWeights =>
        _isBackward ? ElmanTensor.BackwardRecurrentWeights : ElmanTensor.RecurrentWeights;

    public ElmanTensor Bias => _isBackward ? ElmanTensor.BackwardHiddenBias : ElmanTensor.HiddenBias;

    public ElmanTensor InitialState => _isBackward ? ElmanTensor.BackwardInitialState : ElmanTensor.InitialState;

    /// <summary>[words][window]: rows of the embeddings.</summary>
    public int[][] Windows { get; }

    /// <summary>[words][window · embedding]: x_t.</summary>
    public double[][] Inputs { get; }

    /// <summary>[words][hidden]: the arguments of the activation function.</summary>
    public double[][] Sums { get; }

    /// <summary>[words][hidden]: h_t.</summary>
    public double[][] Hidden { get; }

    /// <summary>[1 + words][hidden], in a Jordan network [1 + words][labels]: h0, then state_t.</summary>
    public double[][] States { get; }

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
