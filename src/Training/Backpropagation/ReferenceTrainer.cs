namespace FastElman.Training.Backpropagation;

/// <summary>
/// The training step of every variant of the network, written as its equations and in double precision: the yardstick that faster code is held to. One
/// loop per sum, no cleverness. The tutorial's:
/// <code>
/// x_t = embeddings of the window around word t      h_t = sigmoid(x_t·wx + h_(t−1)·wh + bh), h_(−1) = h0
/// p_t = softmax(h_t·w + b)                          loss = −(1/words) · Σ_t log p_t[label_t]
/// </code>
/// What the others do instead stands where it is computed: <see cref="ReferenceActivation"/>, <see cref="ReferenceLayer"/>, <see cref="ReferenceChain"/>.
/// </summary>
/// <remarks>
/// A word is an index from 0 to the padding row; −1 is the padding word too, as the tutorial writes it. Constraints of the labels' names are no part
/// of training. Mutable and not synchronised.
/// </remarks>
internal sealed class ReferenceTrainer
{
    private readonly double[][] _tensors;

    /// <summary>Starts from a copy of <paramref name="parameters"/>.</summary>
    public ReferenceTrainer(ElmanParameters parameters)
        : this(parameters.Shape, [.. Enum.GetValues<ElmanTensor>().Select(tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value))])
    {
    }

    /// <summary>Takes the arrays over, in the order of <see cref="ElmanTensor"/>; those behind the last that the network has may be left out.</summary>
    public ReferenceTrainer(ElmanShape shape, double[][] tensors)
    {
        Shape = shape;
        _tensors = tensors;
    }

    public ElmanShape Shape { get; }

    /// <summary>
    /// The part of every word's target that all labels share evenly, the rest being the right label's; where transitions are learned, the part of the sentence's
    /// target that all sequences share evenly.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>One of the parameters, row by row; writing to it changes the parameters.</summary>
    public double[] this[ElmanTensor tensor] => _tensors[(int)tensor];

    /// <summary>Zeros for every parameter, in the order of <see cref="ElmanTensor"/>; empty where the network has none of the name.</summary>
    public static double[][] Zeros(ElmanShape shape) =>
        [.. Enum.GetValues<ElmanTensor>().Select(tensor => new double[shape.Tensors.Contains(tensor) ? shape.ElementCount(tensor) : 0])];

    /// <summary>The parameters rounded to float.</summary>
    public ElmanParameters ToParameters()
    {
        var parameters = new ElmanParameters(Shape);
        foreach (var tensor in Shape.Tensors)
        {
            Array.ConvertAll(this[tensor], value => (float)value).CopyTo(parameters[tensor]);
        }

        return parameters;
    }

    /// <summary>[labels]: hidden·w + b.</summary>
    public double[] Logits(double[] hidden)
    {
        var logits = (double[])this[ElmanTensor.OutputBias].Clone();
        ReferenceSums.AddProduct(hidden, this[ElmanTensor.OutputWeights], logits);
        return logits;
    }

    /// <summary>The states and probabilities of a sentence.</summary>
    public ReferenceForward Forward(ReadOnlySpan<int> words) => new(this, words);

    /// <summary>The negative log-likelihood of a sentence, by its words.</summary>
    public double Loss(ReadOnlySpan<int> words, ReadOnlySpan<int> labels) => Forward(words).Loss(labels);

    /// <summary>The cross-entropy a word with the smoothed targets: what is descended on.</summary>
    public double SmoothedLoss(ReadOnlySpan<int> words, ReadOnlySpan<int> labels) => Forward(words).SmoothedLoss(labels, LabelSmoothing);

    /// <summary>The smoothed loss's derivatives by the parameters, in the order of <see cref="ElmanTensor"/>; empty where the network has none of the name.</summary>
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
        var loss = forward.Loss(labels);
        var gradients = ReferenceGradients.Of(this, forward, labels);
        foreach (var tensor in Shape.Tensors)
        {
            for (var i = 0; i < this[tensor].Length; i++)
            {
                this[tensor][i] -= learningRate * gradients[(int)tensor][i];
            }
        }

        return loss;
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
