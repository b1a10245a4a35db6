namespace FastElman.Training.Backpropagation;

/// <summary>Which rows of the embeddings a training step divides by their length.</summary>
internal enum EmbeddingNormalization
{
    /// <summary>All, as the tutorial does.</summary>
    EveryRow,

    /// <summary>
    /// Those that the step moved, and all of them before the first step ends. A row that has length 1 keeps it, so the results differ from
    /// <see cref="EveryRow"/> only by the rounding that this does again at each step; a step does not grow with the vocabulary.
    /// </summary>
    ChangedRows,
}
