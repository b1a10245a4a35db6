namespace FastElman;

/// <summary>Facts about the packed form of a model that its results do not depend on: for reports and logs.</summary>
public sealed record CompiledModelDiagnostics
{
    internal CompiledModelDiagnostics(bool usesProjectedEmbeddings, bool usesByteArgMax)
    {
        UsesProjectedEmbeddings = usesProjectedEmbeddings;
        UsesByteArgMax = usesByteArgMax;
    }

    /// <summary>
    /// Whether a table of projected embeddings takes the place of the input product:
    /// <see cref="CompileOptions.ProjectionBudget"/>.
    /// </summary>
    public bool UsesProjectedEmbeddings { get; }

    /// <summary>
    /// Whether the best label is first sought by a product in bytes, which is exact and faster. It needs a sigmoid
    /// network and an instruction set with byte products.
    /// </summary>
    public bool UsesByteArgMax { get; }
}
