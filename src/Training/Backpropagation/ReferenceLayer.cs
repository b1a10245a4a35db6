using FastElman.Model;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// A hidden layer over the words of a sentence in the order in which it reads them, all of it kept.
/// <code>
/// h_t = σ(x_t·wx + state_(t−1)·wh + bh), state_(−1) = h0
/// state_t = h_t, in a Jordan network softmax(h_t·w + b)
/// </code>
/// </summary>
internal sealed class ReferenceLayer
{
    /// <summary>Runs the layer of <paramref name="trainer"/> that has the <paramref name="tensors"/>.</summary>
    /// <param name="trainer">The parameters.</param>
    /// <param name="tensors">Which of them are this layer's.</param>
    /// <param name="words">In the order in which the layer reads; checked already.</param>
    public ReferenceLayer(ReferenceTrainer trainer, HiddenLayerTensors tensors, ReadOnlySpan<int> words)
    {
        var shape = trainer.Shape;
        Tensors = tensors;
        Rows = WindowRows(shape, words);
        Inputs = new double[words.Length][];
        Sums = new double[words.Length][];
        Hidden = new double[words.Length][];
        States = new double[words.Length + 1][];
        States[0] = (double[])trainer[tensors.InitialState].Clone();
        for (var t = 0; t < words.Length; t++)
        {
            Inputs[t] = Input(shape, trainer[ElmanTensor.Embeddings], Rows[t]);
            Sums[t] = (double[])trainer[tensors.Bias].Clone();
            ReferenceSums.AddProduct(Inputs[t], trainer[tensors.InputWeights], Sums[t]);
            ReferenceSums.AddProduct(States[t], trainer[tensors.RecurrentWeights], Sums[t]);
            Hidden[t] = Array.ConvertAll(Sums[t], sum => ReferenceActivation.Of(shape.Variant.Activation, sum));
            States[t + 1] = shape.Variant.Kind == NetworkKind.Jordan ? ReferenceSoftmax.Of(trainer.Logits(Hidden[t])) : Hidden[t];
        }
    }

    /// <summary>Which parameters are this layer's.</summary>
    public HiddenLayerTensors Tensors { get; }

    /// <summary>[words][window]: the embedding rows of the window around each word.</summary>
    public int[][] Rows { get; }

    /// <summary>[words][embedding · window].</summary>
    public double[][] Inputs { get; }

    /// <summary>[words][hidden]: what the activation is taken of.</summary>
    public double[][] Sums { get; }

    /// <summary>[words][hidden].</summary>
    public double[][] Hidden { get; }

    /// <summary>[1 + words][state]: h0, then what each word hands on to the next.</summary>
    public double[][] States { get; }

    private static int[][] WindowRows(ElmanShape shape, ReadOnlySpan<int> words)
    {
        var rows = new int[words.Length][];
        for (var t = 0; t < words.Length; t++)
        {
            rows[t] = new int[shape.WindowSize];
            for (var place = 0; place < shape.WindowSize; place++)
            {
                var neighbour = t + place - shape.WindowReach;
                var isPadding = neighbour < 0 || neighbour >= words.Length || words[neighbour] == -1;
                rows[t][place] = isPadding ? shape.PaddingRow : words[neighbour];
            }
        }

        return rows;
    }

    /// <summary>[embedding · window]: the embeddings of the window's words, one behind the other.</summary>
    private static double[] Input(ElmanShape shape, double[] embeddings, int[] rows)
    {
        var input = new double[shape.InputSize];
        for (var place = 0; place < rows.Length; place++)
        {
            for (var i = 0; i < shape.EmbeddingSize; i++)
            {
                input[(place * shape.EmbeddingSize) + i] = embeddings[(rows[place] * shape.EmbeddingSize) + i];
            }
        }

        return input;
    }
}
