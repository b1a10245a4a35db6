namespace FastElman;

/// <summary>The seven parameters of the network, in the order in which the tutorial's <c>rnnslu.py</c> creates them.</summary>
public enum ElmanTensor
{
    /// <summary><c>embeddings</c> [vocabulary + 1, embedding]: one row a word, the padding word last.</summary>
    Embeddings,

    /// <summary><c>wx</c> [embedding · window, hidden]: from the words in the window to the hidden layer.</summary>
    InputWeights,

    /// <summary><c>wh</c> [hidden, hidden]: from the hidden layer of the previous time step to that of this one.</summary>
    RecurrentWeights,

    /// <summary><c>w</c> [hidden, labels]: from the hidden layer to the logits.</summary>
    OutputWeights,

    /// <summary><c>bh</c> [hidden]: added before the sigmoid.</summary>
    HiddenBias,

    /// <summary><c>b</c> [labels]: added before the softmax.</summary>
    OutputBias,

    /// <summary><c>h0</c> [hidden]: the learned state before the first word.</summary>
    InitialState,
}

/// <summary>The names that the seven parameters have in the tutorial's code, in its dumps and in the runtime format.</summary>
public static class ElmanTensorNames
{
    /// <summary>All seven, in the order of <see cref="ElmanTensor"/>.</summary>
    public static IReadOnlyList<ElmanTensor> All { get; } = Enum.GetValues<ElmanTensor>();

    /// <summary>The name in a file: <c>embeddings</c>, <c>wx</c>, <c>wh</c>, <c>w</c>, <c>bh</c>, <c>b</c> or <c>h0</c>.</summary>
    /// <param name="tensor">The parameter.</param>
    /// <returns>The name of <c>rnnslu.py</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such parameter.</exception>
    public static string FileName(this ElmanTensor tensor) => tensor switch
    {
        ElmanTensor.Embeddings => "embeddings",
        ElmanTensor.InputWeights => "wx",
        ElmanTensor.RecurrentWeights => "wh",
        ElmanTensor.OutputWeights => "w",
        ElmanTensor.HiddenBias => "bh",
        ElmanTensor.OutputBias => "b",
        ElmanTensor.InitialState => "h0",
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "There are seven parameters."),
    };
}
