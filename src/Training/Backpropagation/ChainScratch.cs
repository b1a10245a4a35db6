using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>What a step writes besides parameters where the labels' scores behind each other are learned, for sentences of up to a number of words.</summary>
internal sealed class ChainScratch
{
    private readonly AlignedArena _slab;

    public ChainScratch(TrainingParameters parameters, int capacity)
    {
        var stride = parameters.LabelStride;
        var matrix = checked(stride * stride);
        var words = checked(capacity * stride);
        _slab = new AlignedArena(matrix, matrix, matrix, words, words);
    }

    /// <summary>[padded labels, padded labels]: e^(transition − the largest), with rows of zeros up to whole registers.</summary>
    public Span<float> Exponentials => _slab[0];

    /// <summary>The same transposed.</summary>
    public Span<float> TransposedExponentials => _slab[1];

    /// <summary>[labels, padded labels]: what the probabilities of each label (row) before another (column) are, but for the factor of the exponential, summed over the sentence.</summary>
    public Span<float> Pairs => _slab[2];

    /// <summary>[words, padded labels]: how probable each label is by the words up to its own.</summary>
    public Span<float> Forward => _slab[3];

    /// <summary>[words, padded labels]: the factor of each label by its own logit and all that follows.</summary>
    public Span<float> Backward => _slab[4];
}
