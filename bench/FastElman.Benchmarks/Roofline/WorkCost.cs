using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Roofline;

/// <summary>
/// What a piece of work cannot do without, whoever does it: bytes that have to be read and products that have to be
/// formed. The recurrent product of one row reads four bytes for two operations and is bound by reading; from two rows
/// on it is bound by multiplying. The input product is a sum of rows of a table (embedding · block of wx, worked out
/// once) where a model would have that table, and else a product. Of the output weights one byte each is enough to know
/// the best label.
/// </summary>
/// <param name="Passes">Time steps of one row, one after another.</param>
/// <param name="WeightBytes">Weights that each of them reads again.</param>
/// <param name="Rows">Rows that are picked from a table, in all.</param>
/// <param name="RowBytes">Bytes of a row.</param>
/// <param name="TableRows">Rows of the table, which decide where they lie: in a cache or in memory.</param>
/// <param name="StateBytes">Hidden states that are read and written.</param>
/// <param name="MultiplyAdds">Products formed from weights that several rows share.</param>
internal sealed record WorkCost(
    int Passes, long WeightBytes, int Rows, int RowBytes, long TableRows, long StateBytes, long MultiplyAdds)
{
    /// <summary>A sentence: the recurrence word by word.</summary>
    public static WorkCost OfSentence(ElmanShape shape, int words)
    {
        var cost = WithInput(shape, words);
        return cost with { WeightBytes = cost.WeightBytes + (RecurrentWeights(shape) * sizeof(float)) };
    }

    /// <summary>A step of one live stream.</summary>
    public static WorkCost OfStep(ElmanShape shape) => OfSentence(shape, words: 1);

    /// <summary>
    /// A step of one live stream whose recurrent and output weights are 16-bit numbers: two bytes each.
    /// </summary>
    public static WorkCost OfInt16Step(ElmanShape shape) =>
        OfStep(shape) with { WeightBytes = (RecurrentWeights(shape) + OutputWeights(shape)) * sizeof(short) };

    /// <summary>Words of sentences that run side by side: the recurrent product has several rows.</summary>
    public static WorkCost OfBatch(ElmanShape shape, int words)
    {
        var cost = WithInput(shape, words);
        return cost with { MultiplyAdds = cost.MultiplyAdds + (words * RecurrentWeights(shape)) };
    }

    /// <summary>A tick of many live streams, whose states come and go.</summary>
    public static WorkCost OfTick(ElmanShape shape, int streams) =>
        OfBatch(shape, streams) with { StateBytes = 2L * streams * shape.HiddenSize * sizeof(float) };

    /// <summary>The same where all logits are wanted: products, not the least that the best label needs.</summary>
    public WorkCost WithAllOutputs(ElmanShape shape, int words) =>
        this with
        {
            WeightBytes = WeightBytes - OutputWeights(shape),
            MultiplyAdds = MultiplyAdds + (words * OutputWeights(shape)),
        };

    /// <summary>The input and the output layer.</summary>
    private static WorkCost WithInput(ElmanShape shape, int words)
    {
        // A word's rows for all places of the window can lie together, and are needed at successive steps.
        var rowBytes = shape.WindowSize * shape.HiddenSize * sizeof(float);
        var tableRows = shape.VocabularySize + 1L;
        if (tableRows * rowBytes <= CompileOptions.DefaultProjectionBudget)
        {
            return new WorkCost(words, OutputWeights(shape), words, rowBytes, tableRows, 0, 0);
        }

        // A product of one row reads all of wx, one of several rows multiplies with it.
        var embeddingBytes = shape.EmbeddingSize * sizeof(float);
        var products = (long)shape.InputSize * shape.HiddenSize;
        var embeddings = new WorkCost(words, OutputWeights(shape), words, embeddingBytes, tableRows, 0, 0);
        return words == 1
            ? embeddings with { WeightBytes = embeddings.WeightBytes + (products * sizeof(float)) }
            : embeddings with { MultiplyAdds = words * products };
    }

    private static long RecurrentWeights(ElmanShape shape) => (long)shape.HiddenSize * shape.HiddenSize;

    private static long OutputWeights(ElmanShape shape) => (long)shape.HiddenSize * shape.LabelCount;
}
