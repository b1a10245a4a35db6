using FastElman.Memory;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// All memory besides parameters that <see cref="ChainObjective{TSimd, TVector}"/> writes, for sentences of up to a
/// number of words.
/// </summary>
internal sealed class ChainWorkspace
{
    private readonly AlignedArena _arena;

    public ChainWorkspace(TrainingParameters parameters, int capacity)
    {
        var stride = parameters.LabelStride;
        var matrix = checked(stride * stride);
        var words = checked(capacity * stride);
        _arena = new AlignedArena(matrix, matrix, matrix, words, words);
    }

    /// <summary>
    /// [padded labels, padded labels]: e^(transition − the largest), with rows of zeros up to whole registers.
    /// </summary>
    public Span<float> Exponentials => _arena[0];

    /// <summary>[padded labels, padded labels]: the same transposed.</summary>
    public Span<float> TransposedExponentials => _arena[1];

    /// <summary>
    /// [labels, padded labels]: the marginal of each label (row) before another (column), summed over the sentence and
    /// not yet multiplied by the exponential of their transition.
    /// </summary>
    public Span<float> Pairs => _arena[2];

    /// <summary>[words, padded labels]: the scaled forward sums, up to and including the word's own logits.</summary>
    public Span<float> Forward => _arena[3];

    /// <summary>[words, padded labels]: the scaled backward factors, the word's own logits included.</summary>
    public Span<float> Backward => _arena[4];
}
