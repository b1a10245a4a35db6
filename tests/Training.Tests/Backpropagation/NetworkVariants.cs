using FastElman.Kernels;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The variants of the network, and what the tests of all of them have in common.</summary>
internal static class NetworkVariants
{
    /// <summary>Every kind with every activation, with the losses of words and with that of a chain.</summary>
    public static MatrixTheoryData<NetworkKind, HiddenActivation, LabelDecoding> All =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<HiddenActivation>(), [LabelDecoding.ArgMax, LabelDecoding.TransitionScores]);

    /// <summary>Those that <see cref="SentenceTrainer"/> trains.</summary>
    public static IReadOnlyList<NetworkVariant> Trained { get; } =
    [
        .. from kind in Enum.GetValues<NetworkKind>()
           from activation in Enum.GetValues<HiddenActivation>()
           from decoding in TrainedDecodings
           select new NetworkVariant(kind, activation, decoding),
    ];

    /// <summary>Those of <see cref="Trained"/>, in every instruction set.</summary>
    public static MatrixTheoryData<NetworkKind, HiddenActivation, LabelDecoding, InstructionSet> TrainedInEveryInstructionSet =>
        new(Enum.GetValues<NetworkKind>(), Enum.GetValues<HiddenActivation>(), TrainedDecodings, SimdInfo.Supported);

    private static IEnumerable<LabelDecoding> TrainedDecodings => [LabelDecoding.ArgMax, LabelDecoding.TransitionScores];

    /// <summary>Small sizes, all different.</summary>
    public static ElmanShape Shape(NetworkKind kind, HiddenActivation activation, LabelDecoding decoding) =>
        new(hiddenSize: 4, labelCount: 3, vocabularySize: 5, embeddingSize: 2, windowSize: 3, new NetworkVariant(kind, activation, decoding));

    /// <summary>Parameters uniform in [−1, 1).</summary>
    public static ReferenceTrainer Trainer(ElmanShape shape, ulong seed, double labelSmoothing = 0)
    {
        var random = new SplitMix64(seed);
        var tensors = ReferenceTrainer.Zeros(shape);
        foreach (var tensor in tensors)
        {
            for (var i = 0; i < tensor.Length; i++)
            {
                tensor[i] = random.Uniform(-1, 1);
            }
        }

        return new ReferenceTrainer(shape, tensors) { LabelSmoothing = labelSmoothing };
    }

    /// <summary>
    /// How large random parameters may be: as asked, but where the activation does not dampen, so small that a recurrence does not magnify, by about
    /// range · √(hidden / 3) a word. It would magnify the rounding of float with all else, until nothing could be told from it.
    /// </summary>
    public static float Range(ElmanShape shape, float largest) =>
        shape.Variant.Activation == HiddenActivation.Sigmoid ? largest : Math.Min(largest, 1.5f / MathF.Sqrt(shape.HiddenSize));

    /// <summary>
    /// How far from 0 the nearest sum of a rectifier is in a sentence, ∞ where there is none: where it is so near that rounding or a small step takes it across, its
    /// slope is a matter of luck.
    /// </summary>
    public static double DistanceFromKink(ReferenceTrainer trainer, ReadOnlySpan<int> words)
    {
        if (trainer.Shape.Variant.Activation != HiddenActivation.Relu)
        {
            return double.PositiveInfinity;
        }

        var forward = trainer.Forward(words);
        return forward.FromTheFirst.Sums.Concat(forward.FromTheLast?.Sums ?? []).SelectMany(sums => sums).Min(Math.Abs);
    }
}
