namespace FastElman;

/// <summary>Facts about the packed form of a model, for reports and logs. Results do not depend on them.</summary>
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
    /// Whether the arg-max is first tried with a product in bytes, which is faster and gives the same label. It needs
    /// sigmoid units and an instruction set with byte products.
    /// </summary>
    public bool UsesByteArgMax { get; }
}
