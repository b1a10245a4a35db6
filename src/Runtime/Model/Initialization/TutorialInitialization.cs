namespace FastElman.Model.Initialization;

/// <summary>
/// The parameters before training as the tutorial's <c>rnnslu.py</c> draws them after <c>numpy.random.seed(seed)</c>,
/// bit for bit: <c>0.2 * numpy.random.uniform(-1.0, 1.0, shape).astype(float32)</c> for the embeddings, wx, wh and w in
/// this order; 0 for bh, b and h0. Weights that only other variants have are drawn after these in the same way; all
/// other parameters are 0.
/// </summary>
internal static class TutorialInitialization
{
    private const float Scale = 0.2f;

    private static readonly ElmanTensor[] DrawnTensors =
    [
        ElmanTensor.Embeddings,
        ElmanTensor.InputWeights,
        ElmanTensor.RecurrentWeights,
        ElmanTensor.OutputWeights,
        ElmanTensor.BackwardInputWeights,
        ElmanTensor.BackwardRecurrentWeights,
    ];

    public static ElmanParameters Create(ElmanShape shape, uint seed)
    {
        var random = MersenneTwister.AsNumpy(seed);
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in DrawnTensors)
        {
            foreach (ref var value in parameters[tensor])
            {
                // Rounded to float twice, as numpy does: the number drawn, then its product with the rounded 0.2.
                value = Scale * (float)(-1.0 + (2.0 * random.NextDouble()));
            }
        }

        return parameters;
    }
}
