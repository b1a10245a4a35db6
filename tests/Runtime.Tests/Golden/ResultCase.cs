using FastElman.Model;

namespace FastElman.Tests.Golden;

/// <summary>
/// A model whose results are recorded, with its sentences. All of it comes from whole numbers by operations that are
/// exact or rounded as IEEE 754 says, so that it is the same bits on every machine.
/// </summary>
internal sealed record ResultCase(
    NetworkKind Kind,
    HiddenActivation Activation,
    LabelDecoding Decoding,
    int Hidden,
    int Labels,
    int Window,
    WeightPrecision Precision = WeightPrecision.Float32,
    bool HasTable = true,
    LabelDecoding? AskedDecoding = null,
    int PiecesInTen = 10)
{
    private const int EmbeddingSize = 5;

    /// <summary>More words than a sentence has.</summary>
    private const int VocabularySize = 150;

    /// <summary>Of all lengths; as many as it takes for two threads to share a batch, and streams two tiles.</summary>
    private static readonly int[] Lengths =
    [
        0, 1, 2, 3, 5, 11, 33, 70, 33, 11, 5, 3, 2, 1, 0, 70,
        .. Enumerable.Repeat((int[])[1, 2, 3, 5], 6).SelectMany(each => each),
    ];

    private static readonly int[] HiddenSizes = [7, 16, 33, 100];
    private static readonly int[] LabelCounts = [5, 17, 127];
    private static readonly int[] Windows = [1, 3, 7];

    /// <summary>All that are recorded: every variant, but not every variant in every size.</summary>
    public static IReadOnlyList<ResultCase> All { get; } =
    [
        .. Variants,
        .. OtherInputs,
        .. OtherSizes,
        .. WholeNumbers,
        AskedForConstraints,
        .. Sparse,
    ];

    /// <summary>
    /// Those of whose recurrent weights pieces of 16 columns are zero, not the same number in each block of columns.
    /// </summary>
    public static IEnumerable<ResultCase> Sparse =>
    [
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 100, 127, 7, PiecesInTen: 3),
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 33, 17, 3, HasTable: false, PiecesInTen: 5),
        new(NetworkKind.Elman, HiddenActivation.Tanh, LabelDecoding.Iob, 16, 17, 3, PiecesInTen: 2),
        new(NetworkKind.Elman, HiddenActivation.Tanh, default, 225, 5, 1, PiecesInTen: 4),
        new(NetworkKind.Bidirectional, HiddenActivation.Sigmoid, default, 100, 17, 7, PiecesInTen: 3),
        new(NetworkKind.Jordan, HiddenActivation.Sigmoid, default, 33, 127, 3, PiecesInTen: 3),
        new(NetworkKind.Elman, HiddenActivation.Relu, default, 33, 17, 3, PiecesInTen: 1),
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 100, 17, 7, WeightPrecision.Int16, PiecesInTen: 2),
        new(
            NetworkKind.Bidirectional, HiddenActivation.Tanh, default, 33, 17, 3, WeightPrecision.Int16,
            PiecesInTen: 1),
    ];

    /// <summary>Whether words can be labelled as they come.</summary>
    public bool CanStream => Kind != NetworkKind.Bidirectional && (AskedDecoding ?? Decoding) == LabelDecoding.ArgMax;

    /// <summary>What the case is called in the file.</summary>
    public string Name
    {
        get
        {
            var decoding = NameOf(Decoding) + (AskedDecoding is { } asked ? $"-as-{NameOf(asked)}" : string.Empty);
            var input = HasTable ? "table" : "product";
            var sizes = $"h{Hidden}-l{Labels}-w{Window}";
            var pieces = PiecesInTen == 10 ? string.Empty : $"-{PiecesInTen}in10";
            return $"{Kind}-{Activation}-{decoding}-{sizes}-{Precision}-{input}{pieces}".ToLowerInvariant();
        }
    }

    /// <summary>The sentences as word indices, the two indices of the padding word among them.</summary>
    public static int[][] Sentences()
    {
        var numbers = new Numbers(2);
        return [.. Lengths.Select(Sentence)];

        int[] Sentence(int length) => [.. Enumerable.Range(0, length).Select(_ => Word())];

        int Word() => numbers.Next(VocabularySize + 2) - 1;
    }

    /// <summary>
    /// The network's parameters, as large as lets labels change from word to word and no label have all probability.
    /// </summary>
    public ElmanParameters Parameters()
    {
        var shape = new ElmanShape(
            Hidden,
            Labels,
            VocabularySize,
            EmbeddingSize,
            Window,
            new NetworkVariant(Kind, Activation, Decoding.UsesTransitions()));
        var parameters = new ElmanParameters(shape);
        var numbers = new Numbers(1);
        foreach (var tensor in shape.Tensors)
        {
            var range = RangeOf(tensor, shape);
            foreach (ref var value in parameters[tensor])
            {
                value = numbers.NextSingle() * range;
            }

            if (tensor is ElmanTensor.RecurrentWeights or ElmanTensor.BackwardRecurrentWeights)
            {
                ClearPieces(parameters[tensor]);
            }
        }

        return parameters;
    }

    private void ClearPieces(Span<float> weights)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var (row, column) = Math.DivRem(i, Hidden);
            var block = column / 16;
            if (((row * 7) + (row / 10) + (block * 3)) % 10 >= PiecesInTen)
            {
                // Zeros of both signs.
                weights[i] = row % 2 == 0 ? 0f : -0f;
            }
        }
    }

    /// <summary>O, then for each slot the label that begins it and the one that goes on with it.</summary>
    public LabelSet LabelSet() => new(
        Enumerable.Range(0, Labels).Select(label => label == 0 ? "O" : $"{"IB"[label % 2]}-{(label - 1) / 2}"));

    private static IEnumerable<ResultCase> Variants =>
        from kind in Enum.GetValues<NetworkKind>()
        from activation in Enum.GetValues<HiddenActivation>()
        from decoding in Enum.GetValues<LabelDecoding>()
        let sum = (int)kind + (int)activation + (int)decoding
        select new ResultCase(
            kind,
            activation,
            decoding,
            HiddenSizes[sum % 4],
            LabelCounts[(sum + (int)activation) % 3],
            Windows[(sum + (int)decoding) % 3],
            HasTable: sum % 2 == 0);

    /// <summary>Those without a decoding, with the table where they had none, and the other way round.</summary>
    private static IEnumerable<ResultCase> OtherInputs =>
        from each in Variants
        where each.Decoding == LabelDecoding.ArgMax
        select each with { HasTable = !each.HasTable };

    /// <summary>The tutorial's network.</summary>
    private static IEnumerable<ResultCase> OtherSizes =>
    [
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 16, 17, 7),
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 33, 5, 3, HasTable: false),
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 100, 127, 7),
    ];

    /// <summary>Those that may have the other precision; scalar code computes in floats.</summary>
    private static IEnumerable<ResultCase> WholeNumbers =>
    [
        .. from kind in (NetworkKind[])[NetworkKind.Elman, NetworkKind.Bidirectional]
           from activation in (HiddenActivation[])[HiddenActivation.Sigmoid, HiddenActivation.Tanh]
           from hasTable in (bool[])[true, false]
           let place = (3 * (int)kind) + (2 * (int)activation) + (hasTable ? 0 : 1)
           select new ResultCase(
               kind,
               activation,
               default,
               HiddenSizes[place % 4],
               LabelCounts[place % 3],
               Windows[(place + 1) % 3],
               WeightPrecision.Int16,
               hasTable),
        new(NetworkKind.Elman, HiddenActivation.Sigmoid, default, 100, 127, 7, WeightPrecision.Int16),
        new(
            NetworkKind.Elman, HiddenActivation.Sigmoid, LabelDecoding.IobTransitions, 100, 17, 7,
            WeightPrecision.Int16),
    ];

    /// <summary>A model that was made for no decoding, but is asked for one.</summary>
    private static ResultCase AskedForConstraints => new(
        NetworkKind.Elman, HiddenActivation.Sigmoid, default, 33, 17, 3, AskedDecoding: LabelDecoding.Iob);

    private static string NameOf(LabelDecoding decoding) => decoding switch
    {
        LabelDecoding.ArgMax => "argmax",
        LabelDecoding.Iob => "iob",
        LabelDecoding.Transitions => "transitions",
        _ => "iob+transitions",
    };

    private static float RangeOf(ElmanTensor tensor, ElmanShape shape) => tensor switch
    {
        // A sigmoid is the flattest of the functions.
        ElmanTensor.InputWeights or ElmanTensor.BackwardInputWeights =>
            (shape.Variant.Activation == HiddenActivation.Sigmoid ? 5 : 2) / MathF.Sqrt(shape.InputSize),
        ElmanTensor.RecurrentWeights or ElmanTensor.BackwardRecurrentWeights =>
            shape.Variant.Kind == NetworkKind.Jordan ? 3 : 1 / MathF.Sqrt(shape.HiddenSize),
        ElmanTensor.OutputWeights => 8 / MathF.Sqrt(shape.OutputDepth),
        ElmanTensor.Embeddings => 2,
        _ => 1,
    };

    /// <summary>SplitMix64 (G. L. Steele et al., 2014); that of .NET may change with its version.</summary>
    private sealed class Numbers(ulong state)
    {
        public int Next(int limit) => (int)((NextBits() >> 32) * (ulong)limit >> 32);

        /// <summary>From −1 to below 1, exact.</summary>
        public float NextSingle() => ((int)(NextBits() >> 40) - (1 << 23)) / (float)(1 << 23);

        private ulong NextBits()
        {
            state += 0x9E3779B97F4A7C15;
            var bits = state;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return bits ^ (bits >> 31);
        }
    }
}
