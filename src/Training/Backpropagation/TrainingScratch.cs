using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>All that a step over a sentence writes besides parameters, for sentences of up to a number of words.</summary>
internal sealed class TrainingScratch
{
    private readonly AlignedArena _slab;

    /// <param name="parameters">What it is to be used with.</param>
    /// <param name="capacity">Words in the longest sentence.</param>
    public TrainingScratch(TrainingParameters parameters, int capacity)
    {
        Capacity = capacity;
        var (hidden, labels) = (parameters.HiddenStride, parameters.LabelStride);
        var isJordan = parameters.Shape.Variant.Kind == NetworkKind.Jordan;
        Layers = [.. parameters.Layers.Select((_, i) => new LayerScratch(parameters, capacity, isReversed: i > 0))];
        Words = new int[capacity];
        _slab = new AlignedArena(
            checked(capacity * labels),
            checked(capacity * labels),
            checked(((capacity + parameters.Shape.WindowSize - 1) * parameters.Shape.EmbeddingSize) + parameters.Layers[0].InputStride - parameters.Shape.InputSize),
            Math.Max(hidden, labels),
            isJordan ? (capacity + 1) * labels : 0,
            isJordan ? labels * hidden : 0);
        Chain = parameters.HasTransitions ? new ChainScratch(parameters, capacity) : null;
    }

    /// <summary>Words in the longest sentence there is room for.</summary>
    public int Capacity { get; }

    /// <summary>Of each hidden layer.</summary>
    public LayerScratch[] Layers { get; }

    /// <summary>Of the labels' chain; null where there is none.</summary>
    public ChainScratch? Chain { get; }

    /// <summary>[words]: in reverse order, for a layer that reads from the last word on.</summary>
    public int[] Words { get; }

    /// <summary>[words, padded labels].</summary>
    public Span<float> Logits => _slab[0];

    /// <summary>[words, padded labels]: first the probabilities, then what is added by them to the logits.</summary>
    public Span<float> LogitGradients => _slab[1];

    /// <summary>[words + window − 1, embedding]: the errors of the embeddings at every place; then room for the padding of the last input.</summary>
    public Span<float> WindowErrors => _slab[2];

    /// <summary>Zeros, where nothing is to be added.</summary>
    public ReadOnlySpan<float> Zeros => _slab[3];

    /// <summary>[1 + words, padded labels], of a Jordan network: the state before the first word, then the probabilities after every word.</summary>
    public Span<float> Feedback => _slab[4];

    /// <summary>[labels, padded hidden], of a Jordan network: the output weights transposed.</summary>
    public Span<float> TransposedOutput => _slab[5];
}
