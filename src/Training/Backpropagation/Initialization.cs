using FastElman.Training.Randomness;

namespace FastElman.Training.Backpropagation;

/// <summary>The parameters before training, as in the tutorial: weights uniform in [−0.2, 0.2), biases and initial state zero.</summary>
internal static class Initialization
{
    private const double Range = 0.2;

    private static readonly ElmanTensor[] Weights =
        [ElmanTensor.Embeddings, ElmanTensor.InputWeights, ElmanTensor.RecurrentWeights, ElmanTensor.OutputWeights];

    /// <summary>The same seed gives the same parameters on every machine; they are not those that numpy draws for it.</summary>
    public static ElmanParameters Create(ElmanShape shape, SplitMix64 random)
    {
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in Weights)
        {
            foreach (ref var value in parameters[tensor])
            {
                value = (float)random.Uniform(-Range, Range);
            }
        }

        return parameters;
    }
}
