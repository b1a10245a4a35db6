using FastElman.Kernels;
using FastElman.Model;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// Which packed forms a network gets. This is decided before anything is packed, so that <c>info</c> can report it
/// without the cost of packing.
/// </summary>
/// <param name="InstructionSet">The instruction set that will run.</param>
/// <param name="UsesInt16">Whether recurrent and output weights are quantised to 16-bit integers.</param>
/// <param name="ProjectionCapacity">
/// Words of which a layer may hold the projected embeddings, which replace the input product; 0 where they do not. The
/// sums of both have other bits, so this is the same for every instruction set.
/// </param>
/// <param name="UsesByteArgMax">Whether the arg-max is first tried with a product in bytes.</param>
/// <param name="StaysFinite">
/// Whether no hidden unit is ever NaN: all parameters are at most <see cref="ByteWeights.LargestParameter"/>, and the
/// activation is bounded.
/// </param>
/// <param name="RecurrentDensity">
/// The share of recurrent weights that a block-sparse product reads, 0 to 1; in a bidirectional network the larger one.
/// </param>
/// <param name="SkipsZeros">Whether the recurrent product leaves out the pieces that are zero.</param>
internal readonly record struct PackingPlan(
    InstructionSet InstructionSet,
    bool UsesInt16,
    int ProjectionCapacity,
    bool UsesByteArgMax,
    bool StaysFinite,
    double RecurrentDensity,
    bool SkipsZeros)
{
    /// <summary>
    /// The largest density at which the block-sparse product is the faster one, of floats or of groups of integers.
    /// </summary>
    public const double LargestSparseDensity = 0.55;

    /// <summary>
    /// The same of words that the vocabulary does not have, in a network with subwords: what the words of the
    /// vocabulary leave of the budget.
    /// </summary>
    public long UnknownCapacity { get; init; }

    /// <summary>Whether projected embeddings replace the input product.</summary>
    public bool UsesProjectedEmbeddings => ProjectionCapacity > 0;

    /// <summary>Decides the forms for a network.</summary>
    /// <param name="parameters">The network.</param>
    /// <param name="instructionSet">The instruction set that will run.</param>
    /// <param name="precision">The requested precision; float32 is used where Int16 is not available.</param>
    /// <param name="projectionBudget">Bytes that the tables of projected embeddings may take together.</param>
    /// <param name="largestMagnitude">Their largest magnitude, which a model knows.</param>
    public static PackingPlan For(
        ElmanParameters parameters,
        InstructionSet instructionSet,
        WeightPrecision precision,
        long projectionBudget,
        float largestMagnitude)
    {
        var shape = parameters.Shape;
        var (kind, activation, _) = shape.Variant;
        var isModest = largestMagnitude <= ByteWeights.LargestParameter;
        var traits = InstructionSets.TraitsOf(instructionSet);
        var layers = kind == NetworkKind.Bidirectional ? 2 : 1;
        var capacity = ProjectedEmbeddings.CapacityOf(
            shape.PaddingRow + 1, shape.WindowSize, PackedHiddenLayer.WidestStrideOf(shape), projectionBudget / layers);

        var left = (projectionBudget / layers) - ProjectedEmbeddings.SizeInBytes(
            shape.PaddingRow + 1, shape.WindowSize, PackedHiddenLayer.WidestStrideOf(shape));
        var unknownCapacity = shape.SubwordCount > 0 && capacity == shape.PaddingRow + 1
            ? left / ProjectedEmbeddings.SizeInBytes(
                1, shape.WindowSize, PackedHiddenLayer.WidestStrideOf(shape))
            : 0;
        var staysFinite = isModest && activation != HiddenActivation.Relu;
        var density = HiddenLayerTensors.Of(kind).Max(
            tensors => (double)BlockSparseMatrix.PiecesOf(parameters[tensors.RecurrentWeights], shape.HiddenSize)
                / shape.RecurrentSize);

        // ReLU is unbounded: its values have no range to quantise, and may become infinite. In a Jordan network the
        // recurrent product multiplies probabilities, most of which would become 0 as integers.
        return new PackingPlan(
            instructionSet,
            UsesInt16: precision == WeightPrecision.Int16 && traits.HasInt16Products
                && float.IsFinite(largestMagnitude) && activation != HiddenActivation.Relu
                && kind != NetworkKind.Jordan,
            ProjectionCapacity: capacity,
            // Bytes stand for hidden units from 0 to 1.
            UsesByteArgMax: traits.HasByteProducts && activation == HiddenActivation.Sigmoid
                && isModest,
            StaysFinite: staysFinite,
            RecurrentDensity: density,
            // Zero times infinity, which ReLU may reach, would be NaN.
            SkipsZeros: staysFinite && density <= LargestSparseDensity
                && shape.RecurrentSize <= BlockSparseLayout.MostRows)
        {
            UnknownCapacity = unknownCapacity,
        };
    }
}
