using FastElman.Fixtures;
using FastElman.Fuzz.Inputs;
using FastElman.Model;

namespace FastElman.Fuzz.Targets;

/// <summary>A model of any kind and size with sentences for it, all of it chosen by the bytes of an input.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Range">The largest magnitude of most of them.</param>
/// <param name="Decoding">How labels are found.</param>
/// <param name="Precision">The precision of the recurrent weights.</param>
/// <param name="ProjectionBudget">Bytes for projected embeddings.</param>
/// <param name="Sentences">Word indices; the padding word, by both its indices, among them.</param>
internal sealed record DifferentialSample(
    ElmanParameters Parameters,
    float Range,
    LabelDecoding Decoding,
    WeightPrecision Precision,
    long ProjectionBudget,
    int[][] Sentences)
{
    /// <summary>Whether tests/Reference computes the same.</summary>
    public bool CanCompareWithReference =>
        Precision == WeightPrecision.Float32 && Decoding == LabelDecoding.ArgMax;

    /// <summary>A number for the kind of the sample.</summary>
    public int Kind => HashCode.Combine(
        Parameters.Shape.Variant, Decoding, Precision, ProjectionBudget > 0, Parameters.Shape.HiddenSize / 16);

    public static DifferentialSample Of(ref Choices choices)
    {
        var kind = choices.Of(Enum.GetValues<NetworkKind>());
        var activation = choices.Of(Enum.GetValues<HiddenActivation>());
        var decoding = choices.Of(Enum.GetValues<LabelDecoding>());

        // Weights of 16 bits are for bounded activations; in a Jordan network probabilities take the state's place.
        var allowsInt16 = kind != NetworkKind.Jordan && activation != HiddenActivation.Relu;
        var precision = allowsInt16
            ? choices.Of(WeightPrecision.Float32, WeightPrecision.Int16)
            : WeightPrecision.Float32;
        var shape = new ElmanShape(
            hiddenSize: 1 + choices.Below(70),
            labelCount: 1 + choices.Below(choices.Of(4, 40, 140)),
            vocabularySize: 1 + choices.Below(30),
            embeddingSize: 1 + choices.Below(6),
            windowSize: 1 + (2 * choices.Below(4)),
            new NetworkVariant(kind, activation, decoding.UsesTransitions()));
        var range = choices.Of(0.01f, 0.05f, 0.25f, 1f, 8f);
        var parameters = RandomModel.Parameters(shape, choices.Below(1 << 16), range);
        Disturb(parameters, ref choices);
        ClearPieces(parameters, choices.Of(10, 10, 5, 2), choices.Below(100));
        return new DifferentialSample(
            parameters,
            range,
            decoding,
            precision,
            choices.Of(CompileOptions.DefaultProjectionBudget, 0, 1 << 12),
            Words(shape, ref choices));
    }

    public CompiledModel Compile(InstructionSet instructionSet)
    {
        var labels = new LabelSet(Enumerable.Range(0, Parameters.Shape.LabelCount).Select(
            label => label == 0 ? "O" : $"{"IB"[label % 2]}-{(label - 1) / 2}"));
        return ElmanModel.Create(Parameters, labels: labels, decoding: Decoding).Compile(new CompileOptions
        {
            InstructionSet = instructionSet,
            Precision = Precision,
            ProjectionBudget = ProjectionBudget,
        });
    }

    /// <summary>A few odd values: zeros of both signs, denormal and large numbers.</summary>
    private static void Disturb(ElmanParameters parameters, ref Choices choices)
    {
        for (var count = choices.Below(4); count > 0; count--)
        {
            var tensor = parameters[choices.Of([.. parameters.Shape.Tensors])];
            tensor[choices.Below(tensor.Length)] = choices.Of(0f, -0f, float.Epsilon, -1e-39f, 1f, -2f);
        }
    }

    /// <summary>Pieces of 16 recurrent weights become zero, so that the product may leave them out.</summary>
    private static void ClearPieces(ElmanParameters parameters, int keptInTen, int seed)
    {
        var random = new Random(seed);
        var weights = parameters[ElmanTensor.RecurrentWeights];
        var columns = parameters.Shape.HiddenSize;
        for (var row = 0; row < weights.Length / columns; row++)
        {
            for (var column = 0; column < columns; column += 16)
            {
                if (random.Next(10) >= keptInTen)
                {
                    weights.Slice((row * columns) + column, Math.Min(16, columns - column)).Clear();
                }
            }
        }
    }

    private static int[][] Words(ElmanShape shape, ref Choices choices)
    {
        var sentences = new int[1 + choices.Below(40)][];
        for (var i = 0; i < sentences.Length; i++)
        {
            var length = choices.Below(choices.Of(4, 12, 70));
            sentences[i] = RandomModel.Sentence(shape, length, choices.Below(1 << 16), withPadding: i % 3 == 0);
        }

        return sentences;
    }
}
