namespace FastElman.Benchmarks.Roofline;

/// <summary>
/// What a piece of work cannot do without, whoever does it: bytes that have to be read and products that have to be formed.
/// A product of one row with a matrix reads four bytes for two operations and is bound by reading; from two rows on it is bound
/// by multiplying. The input product is a sum of rows of a table (embedding · block of wx, worked out once) where that table
/// fits <see cref="LargestTable"/>, and else a product.
/// </summary>
/// <param name="WeightBytes">Weights that are read again in every pass.</param>
/// <param name="Passes">How often.</param>
/// <param name="Rows">Rows that are picked from a table.</param>
/// <param name="RowBytes">Bytes of a row.</param>
/// <param name="TableBytes">The size of the table, which decides where its rows lie: in a cache or in memory.</param>
/// <param name="StateBytes">Hidden states that are read and written.</param>
/// <param name="MultiplyAdds">Products formed from weights that several rows share.</param>
internal sealed record WorkCost(
    long WeightBytes, int Passes, int Rows, int RowBytes, long TableBytes, long StateBytes, long MultiplyAdds)
{
    /// <summary>Tables beyond this size are not built.</summary>
    public const long LargestTable = 256L << 20;

    /// <summary>A sentence: the recurrence word by word, the output layer as one product.</summary>
    public static WorkCost OfSentence(ElmanShape shape, int words)
    {
        var single = words == 1;
        var cost = WithInput(shape, words, single);
        return cost with
        {
            WeightBytes = cost.WeightBytes + RecurrentBytes(shape) + (single ? OutputBytes(shape) : 0),
            Passes = words,
            MultiplyAdds = cost.MultiplyAdds + (single ? 0 : words * OutputProducts(shape)),
        };
    }

    /// <summary>A step of one live stream.</summary>
    public static WorkCost OfStep(ElmanShape shape) => OfSentence(shape, 1);

    /// <summary>Words of sentences that run side by side: every product has several rows.</summary>
    public static WorkCost OfBatch(ElmanShape shape, int words)
    {
        var cost = WithInput(shape, words, single: false);
        return cost with { MultiplyAdds = cost.MultiplyAdds + (words * (RecurrentProducts(shape) + OutputProducts(shape))) };
    }

    /// <summary>A tick of many live streams, whose states come and go.</summary>
    public static WorkCost OfTick(ElmanShape shape, int streams) =>
        OfBatch(shape, streams) with { StateBytes = 2L * streams * shape.HiddenSize * sizeof(float) };

    private static WorkCost WithInput(ElmanShape shape, int words, bool single)
    {
        var tableBytes = (shape.VocabularySize + 1L) * shape.WindowSize * shape.HiddenSize * sizeof(float);
        if (tableBytes <= LargestTable)
        {
            return new WorkCost(0, 0, words * shape.WindowSize, shape.HiddenSize * sizeof(float), tableBytes, 0, 0);
        }

        var products = (long)shape.InputSize * shape.HiddenSize;
        return new WorkCost(
            WeightBytes: single ? products * sizeof(float) : 0,
            Passes: 0,
            Rows: words,
            RowBytes: shape.EmbeddingSize * sizeof(float),
            TableBytes: (shape.VocabularySize + 1L) * shape.EmbeddingSize * sizeof(float),
            StateBytes: 0,
            MultiplyAdds: single ? 0 : words * products);
    }

    private static long RecurrentProducts(ElmanShape shape) => (long)shape.HiddenSize * shape.HiddenSize;

    private static long OutputProducts(ElmanShape shape) => (long)shape.HiddenSize * shape.LabelCount;

    private static long RecurrentBytes(ElmanShape shape) => RecurrentProducts(shape) * sizeof(float);

    private static long OutputBytes(ElmanShape shape) => OutputProducts(shape) * sizeof(float);
}
