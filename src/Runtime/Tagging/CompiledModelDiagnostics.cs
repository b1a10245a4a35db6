using FastElman.Packing;

namespace FastElman;

/// <summary>
/// Facts about the packed form of a model, for reports and logs. Labels do not depend on them; the last bits of
/// probabilities depend on whether words are projected.
/// </summary>
public sealed record CompiledModelDiagnostics
{
    internal CompiledModelDiagnostics(in PackingPlan plan, PackedNetwork network)
    {
        ProjectionCapacity = plan.ProjectionCapacity;
        UsesProjectedEmbeddings = plan.UsesProjectedEmbeddings;
        UsesByteArgMax = plan.UsesByteArgMax;
        RecurrentDensity = plan.RecurrentDensity;
        UsesSparseRecurrence = Array.TrueForAll(network.Layers, layer => layer.SkipsZeros);
    }

    /// <summary>
    /// Whether the projected embeddings of words take the place of the input product:
    /// <see cref="CompileOptions.ProjectionBudget"/>.
    /// </summary>
    public bool UsesProjectedEmbeddings { get; }

    /// <summary>
    /// The number of words, of which the padding word is one, whose projected embeddings the budget holds: all of them,
    /// or fewer. 0 where there are none.
    /// </summary>
    public int ProjectionCapacity { get; }

    /// <summary>
    /// Whether the arg-max is first tried with a product in bytes, which is faster and gives the same label. It needs
    /// sigmoid units and an instruction set with byte products.
    /// </summary>
    public bool UsesByteArgMax { get; }

    /// <summary>
    /// The share of the recurrent weights, 0 to 1, that is left where each block of 16 columns goes without the rows
    /// that are zero in it; every block keeps as many rows as the one with the fewest such rows. In a bidirectional
    /// network that of the denser layer.
    /// </summary>
    public double RecurrentDensity { get; }

    /// <summary>
    /// Whether the recurrent product leaves those zeros out, which is faster and gives the same results. It needs a
    /// <see cref="RecurrentDensity"/> of about one half at most, and hidden units that are bounded: not ReLU.
    /// </summary>
    public bool UsesSparseRecurrence { get; }
}
