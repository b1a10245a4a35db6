namespace FastElman.Model;

/// <summary>The names that the parameters have in the runtime format; those of the seven are the tutorial's.</summary>
internal static class TensorNames
{
    /// <summary>The number of values of <see cref="ElmanTensor"/>: of all tensors that a network may have.</summary>
    public const int Count = (int)ElmanTensor.Subwords + 1;

    /// <summary>
    /// The tutorial's seven, in the order of <see cref="ElmanTensor"/>. A variant may have more:
    /// <see cref="ElmanShape.Tensors"/>.
    /// </summary>
    public static IReadOnlyList<ElmanTensor> Tutorial { get; } =
    [
        ElmanTensor.Embeddings,
        ElmanTensor.InputWeights,
        ElmanTensor.RecurrentWeights,
        ElmanTensor.OutputWeights,
        ElmanTensor.HiddenBias,
        ElmanTensor.OutputBias,
        ElmanTensor.InitialState,
    ];

    /// <summary>Those of the network that reads the sentence from its end.</summary>
    internal static IReadOnlyList<ElmanTensor> Backward { get; } =
    [
        ElmanTensor.BackwardInputWeights,
        ElmanTensor.BackwardRecurrentWeights,
        ElmanTensor.BackwardHiddenBias,
        ElmanTensor.BackwardInitialState,
    ];

    /// <summary>
    /// The name in a file: <c>embeddings</c>, <c>wx</c>, <c>wh</c>, <c>w</c>, <c>bh</c>, <c>b</c>, <c>h0</c>, or
    /// one that only variants have.
    /// </summary>
    /// <param name="tensor">The parameter.</param>
    /// <returns>The name; of the seven, that of <c>rnnslu.py</c>.</returns>
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
        ElmanTensor.BackwardInputWeights => "backward.wx",
        ElmanTensor.BackwardRecurrentWeights => "backward.wh",
        ElmanTensor.BackwardHiddenBias => "backward.bh",
        ElmanTensor.BackwardInitialState => "backward.h0",
        ElmanTensor.Transitions => "transitions",
        ElmanTensor.Subwords => "subwords",
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "There is no such parameter."),
    };
}
