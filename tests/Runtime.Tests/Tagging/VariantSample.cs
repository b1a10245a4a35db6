using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>Models of every kind and activation, on which every form of running must agree.</summary>
internal static class VariantSample
{
    /// <summary>Every kind with every activation, the tutorial's among them.</summary>
    public static IReadOnlyList<NetworkVariant> All { get; } =
    [
        .. from kind in Enum.GetValues<NetworkKind>()
           from activation in Enum.GetValues<HiddenActivation>()
           select new NetworkVariant(kind, activation),
    ];

    /// <summary>Those that a live stream can run.</summary>
    public static IEnumerable<NetworkVariant> Streaming =>
        All.Where(variant => variant.Kind != NetworkKind.Bidirectional);

    /// <summary>
    /// Fewer hidden units than labels and more, one of each, whole registers of either, without words, with more words
    /// than a block of the table.
    /// </summary>
    private static readonly (int Hidden, int Labels, int Vocabulary, int Embedding, int Window)[] Sizes =
    [
        (1, 1, 0, 1, 1),
        (1, 2, 1, 1, 3),
        (5, 40, 20, 4, 3),
        (16, 16, 7, 3, 7),
        (33, 17, 1000, 2, 3),
        (200, 3, 10, 5, 1),
        (70, 127, 50, 4, 7),
    ];

    /// <summary>Shapes of all sizes.</summary>
    public static IEnumerable<ElmanShape> Shapes(NetworkVariant variant) =>
        Sizes.Select(
            each => new ElmanShape(each.Hidden, each.Labels, each.Vocabulary, each.Embedding, each.Window, variant));

    /// <summary>Models of all sizes, with the table of projected embeddings and without.</summary>
    public static IEnumerable<CompiledModel> Models(NetworkVariant variant, InstructionSet instructionSet) =>
        Shapes(variant).SelectMany(
            (shape, seed) => ModelSample.WithTableAndWithout(Parameters(shape, seed), instructionSet));

    /// <summary>
    /// Parameters large enough that labels change from word to word; but what a step adds to the next fades, as in a
    /// trained network: where it grew, units without bounds would overflow, and those of a hyperbolic tangent be a
    /// matter of rounding after some words, in double as well.
    /// </summary>
    public static ElmanParameters Parameters(ElmanShape shape, int seed)
    {
        var parameters = RandomModel.Parameters(shape, seed, range: 0.6f);
        foreach (var tensor in (ElmanTensor[])[ElmanTensor.RecurrentWeights, ElmanTensor.BackwardRecurrentWeights])
        {
            foreach (ref var weight in parameters[tensor])
            {
                weight *= (shape.Variant.Kind == NetworkKind.Jordan ? 3 : 1) / MathF.Sqrt(shape.HiddenSize);
            }
        }

        return parameters;
    }

    /// <summary>No word, one, two, as many as a block, one more and less, and more than two blocks.</summary>
    public static IEnumerable<int[]> Sentences(ElmanShape shape) =>
        ((int[])[0, 1, 2, 31, 32, 33, 70]).Select(
            (length, seed) => RandomModel.Sentence(shape, length, seed, withPadding: true));
}
