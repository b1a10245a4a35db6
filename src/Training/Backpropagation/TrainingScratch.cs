using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>All that a step over a sentence writes besides parameters, for sentences of up to a number of words.</summary>
internal sealed class TrainingScratch
{
    private readonly Slab _slab;

    /// <param name="parameters">What it is to be used with.</param>
    /// <param name="capacity">Words in the longest sentence.</param>
    /// <param name="blockRows">Rows of a weight matrix that go backward at a time.</param>
    public TrainingScratch(TrainingParameters parameters, int capacity, int blockRows)
    {
        Capacity = capacity;
        var shape = parameters.Shape;
        var (hidden, labels) = (parameters.HiddenStride, parameters.LabelStride);
        var places = checked(capacity + shape.WindowSize - 1);
        WindowRows = new int[places];
        var window = checked(places * shape.EmbeddingSize);
        _slab = new Slab(
            window,
            checked((capacity + 1) * hidden),
            checked(capacity * labels),
            checked(capacity * labels),
            checked(capacity * hidden),
            checked(capacity * blockRows),
            window,
            checked(blockRows * Math.Max(hidden, labels)),
            checked(hidden * hidden),
            hidden,
            Math.Max(blockRows, hidden));
    }

    /// <summary>Words in the longest sentence there is room for.</summary>
    public int Capacity { get; }

    /// <summary>[words + window − 1]: the embedding row at every place that a window of the sentence covers.</summary>
    public int[] WindowRows { get; }

    /// <summary>[words + window − 1, embedding]: those rows. The input of time step t is the [window, embedding] that begins at place t: inputs overlap.</summary>
    public Span<float> Window => _slab[0];

    /// <summary>[1 + words, padded hidden]: h0, then the state of every time step; the padding is 0.</summary>
    public Span<float> Hidden => _slab[1];

    /// <summary>[words, padded labels].</summary>
    public Span<float> Logits => _slab[2];

    /// <summary>[words, padded labels]: first the probabilities, then what is added by them to the logits.</summary>
    public Span<float> LogitErrors => _slab[3];

    /// <summary>[words, padded hidden]: the errors of the states, then those of the sums that the states are the sigmoids of.</summary>
    public Span<float> HiddenErrors => _slab[4];

    /// <summary>[words, block]: the errors of a block of the inputs.</summary>
    public Span<float> InputErrors => _slab[5];

    /// <summary>[words + window − 1, embedding]: the errors of the embeddings at every place.</summary>
    public Span<float> WindowErrors => _slab[6];

    /// <summary>[columns, block]: a block of rows of a weight matrix, transposed.</summary>
    public Span<float> TransposedBlock => _slab[7];

    /// <summary>The recurrent weights transposed, in panels like these.</summary>
    public Span<float> TransposedRecurrent => _slab[8];

    /// <summary>[padded hidden].</summary>
    public Span<float> InitialStateErrors => _slab[9];

    /// <summary>Zeros, where nothing is to be added.</summary>
    public ReadOnlySpan<float> Zeros => _slab[10];
}
