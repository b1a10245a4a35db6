namespace FastElman.Training.Backpropagation;

/// <summary>
/// The tutorial's training step, written as its equations and in double precision: the yardstick that faster code is held to. One
/// loop per sum, no cleverness.
/// <code>
/// x_t = embeddings of the window around word t      h_t = sigmoid(x_t·wx + h_(t−1)·wh + bh), h_(−1) = h0
/// p_t = softmax(h_t·w + b)                          loss = −(1/words) · Σ_t log p_t[label_t]
/// </code>
/// </summary>
/// <remarks>
/// A word is an index from 0 to the padding row; −1 is the padding word too, as the tutorial writes it. Mutable and not synchronised.
/// </remarks>
internal sealed class ReferenceTrainer
{
    private readonly double[][] _tensors;

    /// <summary>Starts from a copy of <paramref name="parameters"/>.</summary>
    public ReferenceTrainer(ElmanParameters parameters)
        : this(parameters.Shape, [.. ElmanTensorNames.All.Select(tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value))])
    {
    }

    /// <summary>Takes the seven arrays over, in the order of <see cref="ElmanTensor"/>.</summary>
    public ReferenceTrainer(ElmanShape shape, double[][] tensors)
    {
        Shape = shape;
        _tensors = tensors;
    }

    public ElmanShape Shape { get; }

    /// <summary>The part of every word's target that all labels share evenly; the rest is the right label's.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>One of the seven parameters, row by row; writing to it changes the parameters.</summary>
    public double[] this[ElmanTensor tensor] => _tensors[(int)tensor];

    /// <summary>The parameters rounded to float.</summary>
    public ElmanParameters ToParameters()
    {
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in ElmanTensorNames.All)
        {
            Array.ConvertAll(this[tensor], value => (float)value).CopyTo(parameters[tensor]);
        }

        return parameters;
    }

    /// <summary>The states and probabilities of a sentence.</summary>
    public ReferenceForward Forward(ReadOnlySpan<int> words) => new(this, words);

    /// <summary>The mean negative log-likelihood of a sentence.</summary>
    public double Loss(ReadOnlySpan<int> words, ReadOnlySpan<int> labels) => Forward(words).Loss(labels);

    /// <summary>The mean cross-entropy with the smoothed targets: what is descended on.</summary>
    public double SmoothedLoss(ReadOnlySpan<int> words, ReadOnlySpan<int> labels) => Forward(words).SmoothedLoss(labels, LabelSmoothing);

    /// <summary>The smoothed loss's derivatives by the seven parameters, in the order of <see cref="ElmanTensor"/>.</summary>
    public double[][] Gradients(ReadOnlySpan<int> words, ReadOnlySpan<int> labels) =>
        ReferenceGradients.Of(this, Forward(words), labels);

    /// <summary>One step: gradient descent on a sentence, then every embedding back to length 1.</summary>
    /// <returns>The loss before the step.</returns>
    public double Train(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate)
    {
        var loss = Descend(words, labels, learningRate);
        NormalizeEmbeddings();
        return loss;
    }

    /// <summary>Gradient descent alone.</summary>
    /// <returns>The loss before the step.</returns>
    public double Descend(ReadOnlySpan<int> words, ReadOnlySpan<int> labels, double learningRate)
    {
        var forward = Forward(words);
        var gradients = ReferenceGradients.Of(this, forward, labels);
        for (var tensor = 0; tensor < _tensors.Length; tensor++)
        {
            for (var i = 0; i < _tensors[tensor].Length; i++)
            {
                _tensors[tensor][i] -= learningRate * gradients[tensor][i];
            }
        }

        return forward.Loss(labels);
    }

    /// <summary>
    /// Divides every row of the embeddings, the padding word's too, by its length. A row of zeros stays as it is, where the tutorial
    /// makes it NaN.
    /// </summary>
    public void NormalizeEmbeddings()
    {
        var size = Shape.EmbeddingSize;
        var embeddings = this[ElmanTensor.Embeddings]; // [vocabulary + 1, embedding]
        for (var row = 0; row < embeddings.Length; row += size)
        {
            var sumOfSquares = 0.0;
            for (var i = row; i < row + size; i++)
            {
                sumOfSquares += embeddings[i] * embeddings[i];
            }

            var length = Math.Sqrt(sumOfSquares);
            for (var i = row; i < row + size && length > 0; i++)
            {
                embeddings[i] /= length;
            }
        }
    }
}
