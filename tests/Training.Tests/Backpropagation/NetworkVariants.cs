using FastElman.Kernels;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The variants of the network, and what the tests of all of them have in common.</summary>
internal static class NetworkVariants
{
    /// <summary>Those that <see cref="SentenceTrainer"/> trains.</summary>
    public static IReadOnlyList<NetworkVariant> Trained { get; } =
    [
        .. from kind in Enum.GetValues<NetworkKind>()
           from activation in Enum.GetValues<HiddenActivation>()
           from hasTransitions in (bool[])[false, true]
           select new NetworkVariant(kind, activation, hasTransitions),
    ];

    /// <summary>Those of <see cref="Trained"/>, in every instruction set.</summary>
    public static MatrixTheoryData<NetworkKind, HiddenActivation, bool, InstructionSet>
        TrainedInEveryInstructionSet => new(
            Enum.GetValues<NetworkKind>(), Enum.GetValues<HiddenActivation>(), [false, true], SimdInfo.Supported);

    /// <summary>Small sizes, all different.</summary>
    public static ElmanShape Shape(NetworkKind kind, HiddenActivation activation, bool hasTransitions) =>
        new(
            hiddenSize: 4,
            labelCount: 3,
            vocabularySize: 5,
            embeddingSize: 2,
            windowSize: 3,
            new NetworkVariant(kind, activation, hasTransitions));

    /// <summary>
    /// How large random parameters may be: as asked, but where the activation does not dampen, so small that a
    /// recurrence does not magnify, by about range · √(hidden / 3) a word. It would magnify the rounding of float with
    /// all else, until nothing could be told from it.
    /// </summary>
    public static float Range(ElmanShape shape, float largest) =>
        shape.Variant.Activation == HiddenActivation.Sigmoid ? largest : Math.Min(
            largest, 1.5f / MathF.Sqrt(shape.HiddenSize));
}
