using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// All memory besides parameters that the training step of a sentence writes, for sentences of up to a number of words.
/// </summary>
internal sealed class TrainingWorkspace
{
    private readonly AlignedArena _arena;

    /// <param name="parameters">The parameters that it is used with.</param>
    /// <param name="capacity">Words of the longest sentence.</param>
    /// <param name="dropout">What dropout drops; null for no dropout.</param>
    public TrainingWorkspace(TrainingParameters parameters, int capacity, DropoutRates? dropout = null)
    {
        Capacity = capacity;
        var shape = parameters.Shape;
        var (hidden, labels) = (parameters.HiddenStride, parameters.LabelStride);
        var isJordan = shape.Variant.Kind == NetworkKind.Jordan;
        Layers = [.. parameters.Layers.Select(layer => new LayerWorkspace(parameters, layer, capacity))];
        Chain = parameters.HasTransitions ? new ChainWorkspace(parameters, capacity) : null;
        Dropout = dropout is { } rates ? new DropoutMasks(parameters, rates, capacity) : null;
        var inputPadding = parameters.Layers[0].InputStride - shape.InputSize;
        _arena = new AlignedArena(
            checked(capacity * labels),
            checked(capacity * labels),
            checked(((capacity + shape.WindowSize - 1) * shape.EmbeddingSize) + inputPadding),
            Math.Max(hidden, labels),
            isJordan ? checked((capacity + 1) * labels) : 0,
            isJordan ? checked(labels * hidden) : 0);
    }

    /// <summary>Words of the longest sentence that fits.</summary>
    public int Capacity { get; }

    /// <summary>The part of each hidden layer.</summary>
    public LayerWorkspace[] Layers { get; }

    /// <summary>
    /// The part of <see cref="ChainObjective{TSimd, TVector}"/>; null in a network without transitions.
    /// </summary>
    public ChainWorkspace? Chain { get; }

    /// <summary>The masks of the sentence; null without dropout.</summary>
    public DropoutMasks? Dropout { get; }

    /// <summary>
    /// [words, padded labels]: the label probabilities that teachers give the words of the sentence, 0 in the padding;
    /// empty without teachers.
    /// </summary>
    public ReadOnlyMemory<float> Taught { get; set; }

    /// <summary>[words, padded labels].</summary>
    public Span<float> Logits => _arena[0];

    /// <summary>
    /// [words, padded labels]. After the forward pass: p_t. After the backward pass: factor / words · (p_t − target_t),
    /// in a Jordan network with the gradient that comes from the next word besides.
    /// </summary>
    public Span<float> LogitGradients => _arena[1];

    /// <summary>
    /// [words + window − 1, embedding]: ∂x at every place that a window covers; then room for the padding of the last
    /// input.
    /// </summary>
    public Span<float> WindowGradients => _arena[2];

    /// <summary>Zeros, for products that nothing is added to; at least the padded hidden units or labels.</summary>
    public ReadOnlySpan<float> Zeros => _arena[3];

    /// <summary>[1 + words, padded labels], only in a Jordan network: h0, then p_t of every word.</summary>
    public Span<float> Feedback => _arena[4];

    /// <summary>[labels, padded hidden], only in a Jordan network: wᵀ.</summary>
    public Span<float> TransposedOutput => _arena[5];
}
