using FastElman.Model;
using FastElman.Model.Subwords;

namespace FastElman;

/// <summary>
/// The five sizes of a network, and which network it is; everything else about its form follows from them. Immutable;
/// validated on construction.
/// </summary>
public sealed record ElmanShape
{
    /// <summary>
    /// The largest number of elements of a tensor. Its bytes can be counted with an <see cref="int"/>.
    /// </summary>
    public const int MaximumElementCount = int.MaxValue / sizeof(float);

    /// <summary>
    /// The largest number of hidden units, and of labels, far above any use. With this limit and
    /// <see cref="MaximumInputSize"/>, nothing that is computed from a shape overflows.
    /// </summary>
    public const int MaximumLayerSize = 1 << 16;

    /// <summary>The largest number of values that enter the hidden layer at one time step.</summary>
    public const int MaximumInputSize = 1 << 20;

    /// <summary>The fewest vectors of subwords that a network with subwords has.</summary>
    public const int MinimumSubwordCount = SubwordRows.FewestRows;

    /// <summary>Makes the shape of the tutorial's network and checks it.</summary>
    /// <param name="hiddenSize">
    /// Units of the hidden layer, from 1 to <see cref="MaximumLayerSize"/> (Theano's nh).
    /// </param>
    /// <param name="labelCount">Labels that can be predicted, from 1 to <see cref="MaximumLayerSize"/> (nc).</param>
    /// <param name="vocabularySize">Words that can be looked up, without the padding word; may be 0 (ne).</param>
    /// <param name="embeddingSize">Values in the embedding of a word, at least 1 (de).</param>
    /// <param name="windowSize">Words in the window around a word, itself included; odd (cs).</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A size is out of its range, the window is even, its input is larger than <see cref="MaximumInputSize"/>, or a
    /// tensor would have more than <see cref="MaximumElementCount"/> elements.
    /// </exception>
    public ElmanShape(int hiddenSize, int labelCount, int vocabularySize, int embeddingSize, int windowSize)
        : this(hiddenSize, labelCount, vocabularySize, embeddingSize, windowSize, NetworkVariant.Tutorial)
    {
    }

    /// <summary>Makes a shape and checks it.</summary>
    /// <param name="hiddenSize">
    /// Units of each hidden layer, from 1 to <see cref="MaximumLayerSize"/>.
    /// </param>
    /// <param name="labelCount">Labels that can be predicted, from 1 to <see cref="MaximumLayerSize"/>.</param>
    /// <param name="vocabularySize">Words that can be looked up, without the padding word; may be 0.</param>
    /// <param name="embeddingSize">Values in the embedding of a word, at least 1.</param>
    /// <param name="windowSize">Words in the window around a word, itself included; odd.</param>
    /// <param name="variant">Which network it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// As for the tutorial's network, or the variant is undefined.
    /// </exception>
    public ElmanShape(
        int hiddenSize, int labelCount, int vocabularySize, int embeddingSize, int windowSize, NetworkVariant variant)
        : this(hiddenSize, labelCount, vocabularySize, embeddingSize, windowSize, variant, subwordCount: 0)
    {
    }

    /// <summary>Makes the shape of a network whose unknown words have vectors, and checks it.</summary>
    /// <param name="hiddenSize">
    /// Units of each hidden layer, from 1 to <see cref="MaximumLayerSize"/>.
    /// </param>
    /// <param name="labelCount">Labels that can be predicted, from 1 to <see cref="MaximumLayerSize"/>.</param>
    /// <param name="vocabularySize">Words that can be looked up, without the padding word; may be 0.</param>
    /// <param name="embeddingSize">Values in the embedding of a word, at least 1.</param>
    /// <param name="windowSize">Words in the window around a word, itself included; odd.</param>
    /// <param name="variant">Which network it is.</param>
    /// <param name="subwordCount">
    /// Vectors of subwords, at least <see cref="MinimumSubwordCount"/>; 0 for none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// As for a network without them, or there are too few vectors of subwords.
    /// </exception>
    public ElmanShape(
        int hiddenSize,
        int labelCount,
        int vocabularySize,
        int embeddingSize,
        int windowSize,
        NetworkVariant variant,
        int subwordCount)
    {
        ArgumentNullException.ThrowIfNull(variant);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hiddenSize, MaximumLayerSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labelCount, MaximumLayerSize);
        ArgumentOutOfRangeException.ThrowIfNegative(vocabularySize);
        ArgumentOutOfRangeException.ThrowIfLessThan(embeddingSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        if (windowSize % 2 == 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(windowSize), windowSize, "The window has a word at its centre, so its size must be odd.");
        }

        if ((long)embeddingSize * windowSize > MaximumInputSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(windowSize),
                $"The window takes in {(long)embeddingSize * windowSize} values, more than {MaximumInputSize}.");
        }

        if (subwordCount != 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(subwordCount, MinimumSubwordCount);
        }

        HiddenSize = hiddenSize;
        LabelCount = labelCount;
        VocabularySize = vocabularySize;
        EmbeddingSize = embeddingSize;
        WindowSize = windowSize;
        variant.Validate(nameof(variant));
        Variant = variant;
        SubwordCount = subwordCount;
        Tensors = TensorsOf(variant, hasSubwords: subwordCount > 0);
        foreach (var tensor in Tensors)
        {
            var (rows, columns) = Dimensions64(tensor);
            if ((Int128)rows * (columns ?? 1) > MaximumElementCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(hiddenSize),
                    $"The tensor {tensor.FileName()} would have more than {MaximumElementCount} elements.");
            }
        }
    }

    /// <summary>Units of the hidden layer (Theano's nh).</summary>
    public int HiddenSize { get; }

    /// <summary>Labels that can be predicted (nc).</summary>
    public int LabelCount { get; }

    /// <summary>Words that can be looked up, without the padding word (ne).</summary>
    public int VocabularySize { get; }

    /// <summary>Values in the embedding of a word (de).</summary>
    public int EmbeddingSize { get; }

    /// <summary>Words in the window around a word, itself included; odd (cs).</summary>
    public int WindowSize { get; }

    /// <summary>Which network it is.</summary>
    public NetworkVariant Variant { get; }

    /// <summary>
    /// Vectors of character n-grams and of word shapes, of which the embeddings of unknown words are made; 0 where all
    /// unknown words have one embedding, that of <see cref="Vocabulary.UnknownWord"/>.
    /// </summary>
    public int SubwordCount { get; }

    /// <summary>
    /// The parameters that the network has, in the order of <see cref="ElmanTensor"/>: the tutorial's seven, then those
    /// that only its variant has.
    /// </summary>
    public IReadOnlyList<ElmanTensor> Tensors { get; }

    /// <summary>
    /// Values that a time step receives from the previous one: the hidden units, or in a Jordan network the
    /// probabilities of the labels.
    /// </summary>
    public int RecurrentSize => Variant.Kind == NetworkKind.Jordan ? LabelCount : HiddenSize;

    /// <summary>
    /// Values that the output layer sees at a time step: <see cref="HiddenSize"/>, or twice as many where the sentence
    /// is read from both ends.
    /// </summary>
    public int OutputDepth => Variant.Kind == NetworkKind.Bidirectional ? 2 * HiddenSize : HiddenSize;

    /// <summary>Words that the window reaches to either side: (<see cref="WindowSize"/> − 1) / 2.</summary>
    public int WindowReach => WindowSize / 2;

    /// <summary>The row of the padding word in the embeddings, which is the last.</summary>
    public int PaddingRow => VocabularySize;

    /// <summary>
    /// Values that enter the hidden layer at one time step: <see cref="EmbeddingSize"/> · <see cref="WindowSize"/>.
    /// </summary>
    public int InputSize => EmbeddingSize * WindowSize;

    /// <summary>Elements of all parameters together.</summary>
    public long ParameterCount => Tensors.Sum(tensor => (long)GetElementCount(tensor));

    /// <summary>
    /// The shape of a network whose sizes were read from a file. The exception names the file if they are impossible.
    /// </summary>
    internal static ElmanShape OfFile(
        int hiddenSize,
        int labelCount,
        int vocabularySize,
        int embeddingSize,
        int windowSize,
        string? file,
        NetworkVariant? variant = null,
        int subwordCount = 0)
    {
        try
        {
            return new ElmanShape(
                hiddenSize,
                labelCount,
                vocabularySize,
                embeddingSize,
                windowSize,
                variant ?? NetworkVariant.Tutorial,
                subwordCount);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new ModelFormatException(
                $"the sizes are impossible: {e.Message.ReplaceLineEndings(" ")}", file, innerException: e);
        }
    }

    /// <summary>The dimensions of a parameter.</summary>
    /// <param name="tensor">The parameter.</param>
    /// <returns>One number for a vector, rows and columns for a matrix.</returns>
    public int[] GetDimensions(ElmanTensor tensor) => Dimensions64(tensor) switch
    {
        (var rows, null) => [(int)rows],
        (var rows, { } columns) => [(int)rows, (int)columns],
    };

    /// <summary>The number of elements of a parameter.</summary>
    /// <param name="tensor">The parameter.</param>
    /// <returns>The product of its dimensions.</returns>
    public int GetElementCount(ElmanTensor tensor)
    {
        var (rows, columns) = Dimensions64(tensor);
        return (int)(rows * (columns ?? 1));
    }

    /// <summary>The parameters that a variant has.</summary>
    internal static ElmanTensor[] TensorsOf(NetworkVariant variant, bool hasSubwords) =>
    [
        .. TensorNames.Tutorial,
        .. variant.Kind == NetworkKind.Bidirectional ? TensorNames.Backward : [],
        .. variant.HasTransitions ? [ElmanTensor.Transitions] : Array.Empty<ElmanTensor>(),
        .. hasSubwords ? [ElmanTensor.Subwords] : Array.Empty<ElmanTensor>(),
    ];

    /// <summary>Whether two shapes are the same.</summary>
    /// <param name="other">The other.</param>
    /// <returns>Whether all sizes and the variant are equal.</returns>
    public bool Equals(ElmanShape? other) => other is not null && Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>For messages.</summary>
    /// <returns>The sizes, and the variant where it is not the tutorial's.</returns>
    public override string ToString() =>
        $"hidden {HiddenSize}, labels {LabelCount}, vocabulary {VocabularySize}, embedding {EmbeddingSize}, "
        + $"window {WindowSize}"
        + (Variant == NetworkVariant.Tutorial ? string.Empty : $", {Variant}")
        + (SubwordCount == 0 ? string.Empty : $", subwords {SubwordCount}");

    /// <summary>The same shape without vectors of subwords.</summary>
    internal ElmanShape WithoutSubwords() => WithSubwords(0);

    /// <summary>The same shape with another number of vectors of subwords; 0 for none.</summary>
    internal ElmanShape WithSubwords(int count) =>
        new(HiddenSize, LabelCount, VocabularySize, EmbeddingSize, WindowSize, Variant, count);

    /// <summary>
    /// The embedding row of a word index that is in range. Both −1 and the vocabulary size are the padding word.
    /// </summary>
    internal int RowOf(int word) => (uint)word < (uint)PaddingRow ? word : PaddingRow;

    private (int Hidden, int Labels, int Vocabulary, int Embedding, int Window, NetworkVariant Variant, int Subwords)
        Key => (HiddenSize, LabelCount, VocabularySize, EmbeddingSize, WindowSize, Variant, SubwordCount);

    private (long Rows, long? Columns) Dimensions64(ElmanTensor tensor) => tensor switch
    {
        ElmanTensor.Embeddings => (VocabularySize + 1L, EmbeddingSize),
        ElmanTensor.InputWeights or ElmanTensor.BackwardInputWeights => ((long)EmbeddingSize * WindowSize, HiddenSize),
        ElmanTensor.RecurrentWeights or ElmanTensor.BackwardRecurrentWeights => (RecurrentSize, HiddenSize),
        ElmanTensor.OutputWeights => (OutputDepth, LabelCount),
        ElmanTensor.HiddenBias or ElmanTensor.BackwardHiddenBias => (HiddenSize, null),
        ElmanTensor.InitialState or ElmanTensor.BackwardInitialState => (RecurrentSize, null),
        ElmanTensor.OutputBias => (LabelCount, null),
        ElmanTensor.Transitions => (LabelCount + 1L, LabelCount),
        ElmanTensor.Subwords => (SubwordCount, EmbeddingSize),
        _ => throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "There is no such parameter."),
    };
}
