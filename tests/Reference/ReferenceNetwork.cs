namespace FastElman.Reference;

/// <summary>
/// A network of any variant, in double precision. The tutorial's, for the words t of a sentence:
/// <code>
/// x_t = embeddings of the window around word t      h_t = sigmoid(x_t·wx + h_(t−1)·wh + bh), h_(−1) = h0
/// logits_t = h_t·w + b                              p_t = softmax(logits_t)
/// </code>
/// <see cref="ReferenceLayer"/> and <see cref="ReferenceChain"/> say what the other variants compute instead.
/// </summary>
public sealed class ReferenceNetwork
{
    private readonly double[][] _tensors;

    /// <summary>Copies the parameters.</summary>
    public ReferenceNetwork(ElmanParameters parameters)
        : this(
            parameters.Shape,
            [
                .. Enum.GetValues<ElmanTensor>()
                    .Select(tensor => Array.ConvertAll(parameters[tensor].ToArray(), value => (double)value)),
            ])
    {
    }

    /// <summary>Keeps the arrays, in the order of <see cref="ElmanTensor"/>; trailing ones may be missing.</summary>
    public ReferenceNetwork(ElmanShape shape, double[][] tensors)
    {
        Shape = shape;
        _tensors = tensors;
    }

    public ElmanShape Shape { get; }

    /// <summary>Every tensor, in the order of <see cref="ElmanTensor"/>; empty where the variant lacks it.</summary>
    public double[][] Tensors => [.. Enum.GetValues<ElmanTensor>().Select(tensor => this[tensor])];

    /// <summary>A parameter, row by row; empty where the variant lacks it. Writing changes the network.</summary>
    public double[] this[ElmanTensor tensor] => (int)tensor < _tensors.Length ? _tensors[(int)tensor] : [];

    /// <summary>Zeros in the shape of every parameter, in the order of <see cref="ElmanTensor"/>.</summary>
    public static double[][] Zeros(ElmanShape shape) =>
    [
        .. Enum.GetValues<ElmanTensor>()
            .Select(tensor => new double[shape.Tensors.Contains(tensor) ? shape.GetElementCount(tensor) : 0]),
    ];

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

    /// <summary>[labels]: hidden · w + b.</summary>
    public double[] Logits(double[] hidden)
    {
        var logits = (double[])this[ElmanTensor.OutputBias].Clone();
        ReferenceMatrix.AddProduct(hidden, this[ElmanTensor.OutputWeights], logits);
        return logits;
    }

    /// <summary>The forward pass over a sentence of word indices; −1 is the padding word, as in the tutorial.</summary>
    public ReferenceForward Run(IReadOnlyList<int> words, ReferenceDropout? dropout = null) =>
        new(this, words, dropout);
}
