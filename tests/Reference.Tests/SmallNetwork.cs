namespace FastElman.Reference.Tests;

/// <summary>Small networks of every variant, whose sizes are all different, with random parameters.</summary>
public static class SmallNetwork
{
    /// <summary>Every kind with every activation, without transitions and with them.</summary>
    public static MatrixTheoryData<NetworkKind, HiddenActivation, bool> Variants =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<HiddenActivation>(), [false, true]);

    public static ElmanShape Shape(
        NetworkKind kind = NetworkKind.Elman,
        HiddenActivation activation = HiddenActivation.Sigmoid,
        bool hasTransitions = false) =>
        new(
            hiddenSize: 4,
            labelCount: 3,
            vocabularySize: 5,
            embeddingSize: 2,
            windowSize: 3,
            new NetworkVariant(kind, activation, hasTransitions));

    /// <summary>Parameters uniform in [−1, 1).</summary>
    public static ReferenceNetwork Create(ElmanShape shape, int seed)
    {
        var random = new Random(seed);
        var tensors = ReferenceNetwork.Zeros(shape);
        foreach (var tensor in tensors)
        {
            for (var i = 0; i < tensor.Length; i++)
            {
                tensor[i] = (random.NextDouble() * 2) - 1;
            }
        }

        return new ReferenceNetwork(shape, tensors);
    }
}
