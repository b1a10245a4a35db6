using FastElman.Model;
using FastElman.Training.Randomness;

namespace FastElman.Training.Runs;

/// <summary>
/// Parameters before training whose scale fits the sizes, so that the sums of a wide layer are not larger than those of
/// a narrow one: normal numbers with mean 0. Their standard deviation is 0.1 for embeddings and for subwords, 2 /
/// √inputs for wx, whose inputs are as small as that, 0.5 / √states for wh, and 1 / √hidden for w. Biases, initial
/// states and transitions are 0.
/// </summary>
internal static class ScaledInitialization
{
    private const double EmbeddingDeviation = 0.1;
    private const double SubwordDeviation = 0.1;
    private const double InputGain = 2;
    private const double RecurrentGain = 0.5;

    /// <summary>The parameters that a seed gives.</summary>
    public static ElmanParameters Create(ElmanShape shape, uint seed)
    {
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in shape.Tensors)
        {
            if (DeviationOf(tensor, shape) is not { } deviation)
            {
                continue;
            }

            // Each tensor has a stream of its own, so that its values do not depend on the sizes of those before it.
            var random = new SplitMix64(new SplitMix64(seed).Next() + (ulong)tensor);
            foreach (ref var value in parameters[tensor])
            {
                value = (float)(deviation * Normal(random));
            }
        }

        return parameters;
    }

    private static double? DeviationOf(ElmanTensor tensor, ElmanShape shape) => tensor switch
    {
        ElmanTensor.Embeddings => EmbeddingDeviation,
        ElmanTensor.Subwords => SubwordDeviation,
        ElmanTensor.InputWeights or ElmanTensor.BackwardInputWeights => InputGain / Math.Sqrt(shape.InputSize),
        ElmanTensor.RecurrentWeights or ElmanTensor.BackwardRecurrentWeights =>
            RecurrentGain / Math.Sqrt(shape.RecurrentSize),
        ElmanTensor.OutputWeights => 1 / Math.Sqrt(shape.HiddenSize),
        _ => null,
    };

    /// <summary>A normal number with mean 0 and deviation 1 (G. Box and M. Muller, 1958).</summary>
    private static double Normal(SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Uniform(0, 1))) * Math.Cos(2 * Math.PI * random.Uniform(0, 1));
}
