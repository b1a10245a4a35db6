using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// All memory besides parameters that the training step writes for one hidden layer. Rows of words are in the order in
/// which the layer reads the sentence, except in <see cref="StatesInOrder"/> and <see cref="GradientsInOrder"/>.
/// </summary>
internal sealed class LayerWorkspace
{
    private readonly AlignedArena _arena;

    /// <param name="parameters">The parameters that it is used with.</param>
    /// <param name="layer">The layer among them.</param>
    /// <param name="capacity">Words of the longest sentence.</param>
    public LayerWorkspace(TrainingParameters parameters, HiddenLayerParameters layer, int capacity)
    {
        var shape = parameters.Shape;
        var hidden = layer.Stride;
        var places = checked(capacity + shape.WindowSize - 1);
        WindowRows = new int[places];
        _arena = new AlignedArena(
            checked((places * shape.EmbeddingSize) + layer.InputStride - shape.InputSize),
            checked((capacity + 1) * hidden),
            checked(capacity * hidden),
            checked(hidden * Math.Max(hidden, parameters.LabelStride)),
            Math.Max(hidden, parameters.LabelStride),
            layer.IsReversed ? checked(capacity * hidden) : 0,
            layer.IsReversed ? checked(capacity * hidden) : 0);
    }

    /// <summary>[words + window − 1]: the embedding row at every place that a window of the sentence covers.</summary>
    public int[] WindowRows { get; }

    /// <summary>
    /// [words + window − 1, embedding]: those rows. The input x_t is the [window, embedding] that begins at place t, so
    /// inputs overlap. Then room for the padding of the last input.
    /// </summary>
    public Span<float> Window => _arena[0];

    /// <summary>
    /// [1 + words, padded hidden]: h0 (unused in a Jordan network), then h_t of every word; the padding is 0.
    /// </summary>
    public Span<float> Hidden => _arena[1];

    /// <summary>
    /// [words, padded hidden]: after the backward pass ∂z_t, the gradients of the sums whose activations the states
    /// are.
    /// </summary>
    public Span<float> SumGradients => _arena[2];

    /// <summary>whᵀ, in panels as wh itself.</summary>
    public Span<float> TransposedRecurrent => _arena[3];

    /// <summary>[padded state]: the gradient of one state s_t, in the end that of h0.</summary>
    public Span<float> StateGradients => _arena[4];

    /// <summary>[words, padded hidden], only of a reversed layer: h_t in the order of the sentence.</summary>
    public Span<float> StatesInOrder => _arena[5];

    /// <summary>
    /// [words, padded hidden], only of a reversed layer: ∂logits_t · wᵀ in the order of the sentence.
    /// </summary>
    public Span<float> GradientsInOrder => _arena[6];
}
