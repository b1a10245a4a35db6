using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>What a step writes of one hidden layer besides parameters, for sentences of up to a number of words. Rows of words are in the order in which the layer reads.</summary>
internal sealed class LayerScratch
{
    private readonly AlignedArena _slab;

    /// <param name="parameters">What it is to be used with.</param>
    /// <param name="capacity">Words in the longest sentence.</param>
    /// <param name="isReversed">Whether the layer reads from the last word on.</param>
    public LayerScratch(TrainingParameters parameters, int capacity, bool isReversed)
    {
        var shape = parameters.Shape;
        var hidden = parameters.HiddenStride;
        var places = checked(capacity + shape.WindowSize - 1);
        WindowRows = new int[places];
        var window = checked((places * shape.EmbeddingSize) + parameters.Layers[0].InputStride - shape.InputSize);
        _slab = new AlignedArena(
            window,
            checked((capacity + 1) * hidden),
            checked(capacity * hidden),
            checked(hidden * Math.Max(hidden, parameters.LabelStride)),
            Math.Max(hidden, parameters.LabelStride),
            isReversed ? capacity * hidden : 0);
    }

    /// <summary>[words + window − 1]: the embedding row at every place that a window of the sentence covers.</summary>
    public int[] WindowRows { get; }

    /// <summary>[words + window − 1, embedding]: those rows. The input of time step t is the [window, embedding] that begins at place t: inputs overlap. Then room for the padding of the last.</summary>
    public Span<float> Window => _slab[0];

    /// <summary>[1 + words, padded hidden]: h0, then the state of every time step; the padding is 0. In a Jordan network the first row is not used.</summary>
    public Span<float> Hidden => _slab[1];

    /// <summary>[words, padded hidden]: the errors of the states, then those of the sums that the states are the activations of.</summary>
    public Span<float> HiddenErrors => _slab[2];

    /// <summary>The recurrent weights transposed, in panels like these.</summary>
    public Span<float> TransposedRecurrent => _slab[3];

    /// <summary>[padded state].</summary>
    public Span<float> InitialStateErrors => _slab[4];

    /// <summary>[words, padded hidden]: of a layer that reads from the last word on, the states, or their errors, in the order of the sentence.</summary>
    public Span<float> InOrder => _slab[5];
}
