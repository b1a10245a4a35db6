using FastElman.Memory;
using FastElman.Training.Randomness;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// What dropout leaves of the values of a sentence, as factors: 0 where it drops a value, 1 / (1 − rate) where it keeps
/// one, so that the expected value stays the same and the trained network needs no factor (N. Srivastava et al., 2014).
/// A dimension of the embeddings is dropped at all words of a sentence or at none (Y. Gal and Z. Ghahramani, 2016). The
/// states that a time step passes on are never dropped.
/// </summary>
internal sealed class DropoutMasks
{
    private readonly AlignedArena _arena;
    private readonly DropoutRates _rates;
    private readonly int _layers;
    private readonly int _hidden;
    private readonly int _stride;

    /// <summary>Masks that keep everything.</summary>
    /// <param name="parameters">The parameters that they are used with.</param>
    /// <param name="rates">What they drop when they are drawn.</param>
    /// <param name="capacity">Words of the longest sentence.</param>
    public DropoutMasks(TrainingParameters parameters, DropoutRates rates, int capacity)
    {
        _rates = rates;
        _layers = parameters.Layers.Length;
        _hidden = parameters.Shape.HiddenSize;
        _stride = parameters.HiddenStride;
        var states = checked(capacity * _stride);
        _arena = new AlignedArena([parameters.Shape.EmbeddingSize, .. Enumerable.Repeat(states, 2 * _layers)]);
        Inputs.Fill(1);
        for (var layer = 0; layer < _layers; layer++)
        {
            Outputs(layer).Fill(1);
        }
    }

    /// <summary>[embedding]: the factors of every embedding of the sentence.</summary>
    public Span<float> Inputs => _arena[0];

    /// <summary>[words, padded hidden]: the factors of the states of a layer, in the order of the sentence.</summary>
    public Span<float> Outputs(int layer) => _arena[1 + (2 * layer)];

    /// <summary>[words, padded hidden]: the states of a layer times their factors, likewise.</summary>
    public Span<float> KeptStates(int layer) => _arena[2 + (2 * layer)];

    /// <summary>Draws the masks of a sentence.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="random">
    /// Where the numbers come from: always as many for the same sizes, none for the padding, whose width depends on the
    /// instruction set.
    /// </param>
    public void Draw(int words, SplitMix64 random)
    {
        Draw(Inputs, _rates.Inputs, random);
        for (var layer = 0; layer < _layers; layer++)
        {
            for (var t = 0; t < words; t++)
            {
                Draw(Outputs(layer).Slice(t * _stride, _hidden), _rates.Outputs, random);
            }
        }
    }

    private static void Draw(Span<float> factors, double rate, SplitMix64 random)
    {
        if (rate == 0)
        {
            return;
        }

        var kept = (float)(1 / (1 - rate));
        foreach (ref var factor in factors)
        {
            factor = random.Uniform(0, 1) < rate ? 0 : kept;
        }
    }
}
