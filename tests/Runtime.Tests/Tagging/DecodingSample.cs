using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Packing;

namespace FastElman.Tests.Tagging;

/// <summary>Models that decode the labels of a sentence together.</summary>
internal static class DecodingSample
{
    /// <summary>Thirteen labels, so that no instruction set's registers are full.</summary>
    private static readonly string[] Names =
        ["O", "B-a", "I-a", "B-b", "I-b", "I-c", "B-d", "other", "I-d", "B-e", "B-f", "I-e", "I-f"];

    /// <summary>Those that decode the labels of a sentence together.</summary>
    public static IReadOnlyList<LabelDecoding> Decodings { get; } =
        [LabelDecoding.Iob, LabelDecoding.Transitions, LabelDecoding.IobTransitions];

    /// <summary>
    /// Every kind with every decoding but that of the words by themselves, each with another activation.
    /// </summary>
    public static IEnumerable<CompiledModel> Models(InstructionSet instructionSet) =>
        from kind in Enum.GetValues<NetworkKind>()
        from decoding in Decodings
        let activation = (HiddenActivation)((int)decoding % 3)
        let variant = new NetworkVariant(kind, activation, decoding.UsesTransitions())
        select Model(Parameters(new ElmanShape(9, 13, 20, 4, 3, variant), seed: 2), instructionSet, decoding);

    /// <summary>Those of the other tests, with words and scores of transitions that matter more.</summary>
    public static ElmanParameters Parameters(ElmanShape shape, int seed)
    {
        var parameters = VariantSample.Parameters(shape, seed);
        foreach (var tensor
            in (ElmanTensor[])[ElmanTensor.Embeddings, ElmanTensor.OutputWeights, ElmanTensor.Transitions])
        {
            foreach (ref var value in parameters[tensor])
            {
                value *= 3;
            }
        }

        return parameters;
    }

    public static CompiledModel Model(
        ElmanParameters parameters, InstructionSet instructionSet, LabelDecoding? decoding = null) => ElmanModel.Create(
        parameters, labels: LabelsOf(parameters.Shape.LabelCount), allowNonFinite: true).Compile(
            new CompileOptions { InstructionSet = instructionSet, Decoding = decoding });

    public static LabelSet LabelsOf(int count) => new(Names[..count]);

    /// <summary>
    /// A model with constraints, to which the best labels word by word of padding words are allowed, so that these
    /// alone decode nothing; those of other words are not.
    /// </summary>
    public static CompiledModel ThatDecodesLate(InstructionSet instructionSet)
    {
        for (var seed = 1; ; seed++)
        {
            var parameters = Parameters(
                new ElmanShape(9, 13, 20, 4, 3, new(NetworkKind.Elman, HiddenActivation.Tanh)), seed);
            var (free, constrained) = (
                Model(parameters, instructionSet), Model(parameters, instructionSet, LabelDecoding.Iob));
            var constraints = (PackedConstraints)constrained.Network.Chain!;
            int[] padding = [-1, -1, -1, -1, -1];
            if (constraints.Allows(ModelSample.Labels(new Tagger(free), padding))
                && constraints.Allows(ModelSample.Labels(new Tagger(free), [-1]))
                && !constraints.Allows(
                    ModelSample.Labels(new Tagger(free), RandomModel.Sentence(parameters.Shape, 70, seed: 11))))
            {
                return constrained;
            }
        }
    }
}
