using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Roofline;

/// <summary>
/// What the limit study counted: all weights in 32-bit floats, and all that a step reads as if it lay in one piece. A
/// library that finds the best label with fewer bytes, or keeps some in a faster cache, can be below.
/// </summary>
internal static class TargetCost
{
    /// <summary>One word: the recurrent and the output weights and seven rows of the table.</summary>
    public static WorkCost Step(ElmanShape shape) =>
        Read((Recurrent(shape) + Output(shape) + TableRows(shape)) * sizeof(float));

    /// <summary>One word of a network whose recurrent and output weights are 16-bit numbers.</summary>
    public static WorkCost Int16Step(ElmanShape shape) =>
        Read(((Recurrent(shape) + Output(shape)) * sizeof(short)) + (TableRows(shape) * sizeof(float)));

    /// <summary>
    /// A sentence: the recurrent weights and the table rows are read word by word; the output layer is multiply-adds on
    /// registers.
    /// </summary>
    public static WorkCost Sentence(ElmanShape shape, int words) =>
        Read((Recurrent(shape) + TableRows(shape)) * sizeof(float)) with
        {
            Passes = words,
            MultiplyAdds = words * Output(shape),
        };

    /// <summary>Words that share weights: multiply-adds of the recurrence and the output layer, on registers.</summary>
    public static WorkCost Products(ElmanShape shape, int words) =>
        Read(0) with { MultiplyAdds = words * (Recurrent(shape) + Output(shape)) };

    /// <summary>
    /// Multiply-adds for each word of a sentence that is trained on, without the two products with the recurrent
    /// weights that go word by word: input and output layer forward, the errors back through them, and the updates of
    /// their weights; and the update of the recurrent weights.
    /// </summary>
    public static long TrainingProducts(ElmanShape shape) => (3 * (Input(shape) + Output(shape))) + Recurrent(shape);

    /// <summary>Bytes that each of these two products reads for each word: h·wh forward, errors·whᵀ back.</summary>
    public static long RecurrentBytes(ElmanShape shape) => Recurrent(shape) * sizeof(float);

    private static WorkCost Read(long bytes) =>
        new(Passes: 1, WeightBytes: bytes, Rows: 0, RowBytes: 0, TableRows: 0, StateBytes: 0, MultiplyAdds: 0);

    private static long Recurrent(ElmanShape shape) => (long)shape.HiddenSize * shape.HiddenSize;

    private static long Input(ElmanShape shape) => (long)shape.InputSize * shape.HiddenSize;

    private static long Output(ElmanShape shape) => (long)shape.HiddenSize * shape.LabelCount;

    private static long TableRows(ElmanShape shape) => (long)shape.WindowSize * shape.HiddenSize;
}
