using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Model;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The parameters of a hidden layer in the forms that the kernels read. Immutable, shared by all runs.
/// </summary>
internal sealed class PackedHiddenLayer
{
    /// <summary>Floats in a register of AVX-512.</summary>
    private const int MostLanes = 16;

    private readonly AlignedBuffer _bias;
    private readonly AlignedBuffer _initialState;
    private readonly AlignedBuffer _zeros;
    private readonly ElmanParameters _parameters;

    /// <param name="parameters">
    /// The parameters, which must not change afterwards: the embeddings are not copied.
    /// </param>
    /// <param name="tensors">The names of this layer's tensors.</param>
    /// <param name="plan">Which forms to make.</param>
    public PackedHiddenLayer(ElmanParameters parameters, HiddenLayerTensors tensors, PackingPlan plan)
    {
        _parameters = parameters;
        Shape = parameters.Shape;
        var lanes = InstructionSets.TraitsOf(plan.InstructionSet).Lanes;
        Stride = StrideOf(Shape, lanes);
        PaddedColumns = PanelLayout.RoundUp(Shape.HiddenSize, lanes);
        if (plan.UsesProjectedEmbeddings)
        {
            Projection = new ProjectedEmbeddings(
                parameters[tensors.InputWeights],
                Shape.PaddingRow + 1,
                Shape.EmbeddingSize,
                Shape.HiddenSize,
                lanes,
                Stride,
                plan.ProjectionCapacity,
                plan.UnknownCapacity);
        }
        else
        {
            var weights = parameters[tensors.InputWeights];
            var context = (Shape.InputSize - Shape.EmbeddingSize) * Shape.HiddenSize;
            ContextWeights = new PackedMatrix(weights[..context], Shape.HiddenSize, lanes);
            LookaheadWeights = new PackedMatrix(weights[context..], Shape.HiddenSize, lanes);
        }

        var recurrent = parameters[tensors.RecurrentWeights];
        var initialState = parameters[tensors.InitialState];
        if (plan.UsesInt16)
        {
            // h0 may be larger than any later hidden unit.
            var range = initialState.ToArray().Aggregate(1f, (largest, unit) => Math.Max(largest, Math.Abs(unit)));
            RecurrentInt16 = new Int16Matrix(recurrent, Shape.HiddenSize, range, lanes, plan.SkipsZeros);
        }
        else if (plan.SkipsZeros)
        {
            RecurrentSparse = new BlockSparseMatrix(recurrent, Shape.HiddenSize, lanes, PaddedColumns);
        }
        else
        {
            RecurrentWeights = new PackedMatrix(recurrent, Shape.HiddenSize, lanes);
        }

        var vectors = new AlignedArena(Stride, initialState.Length, Stride);
        (_bias, _initialState, _zeros) = (vectors.Slice(0), vectors.Slice(1), vectors.Slice(2));
        for (var i = 0; i < Shape.HiddenSize; i++)
        {
            // −0 becomes 0: the zeros that a block-sparse product leaves out would change the sign of such a sum. A
            // product that underflows may still give −0, which changes no label and no probability.
            _bias.Span[i] = parameters[tensors.Bias][i] + 0f;
        }

        initialState.CopyTo(_initialState.Span);
    }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape { get; }

    /// <summary>The stride in floats between the hidden states of two time steps: a multiple of the lanes.</summary>
    public int Stride { get; }

    /// <summary>
    /// The hidden units, padded to whole registers: the columns of a product with any of the layer's weights. Fewer
    /// than the stride only in a Jordan network of more labels than hidden units, whose weights would otherwise grow
    /// with the square of the labels.
    /// </summary>
    public int PaddedColumns { get; }

    /// <summary>The largest stride that a layer has with any instruction set.</summary>
    public static int WidestStrideOf(ElmanShape shape) => StrideOf(shape, MostLanes);

    /// <summary>The stride of a layer in a network of this shape.</summary>
    public static int StrideOf(ElmanShape shape, int lanes) => PanelLayout.RoundUp(WidthOf(shape), lanes);

    /// <summary>A Jordan network keeps hidden states and label probabilities in the same rows.</summary>
    private static int WidthOf(ElmanShape shape) => Math.Max(shape.HiddenSize, shape.RecurrentSize);

    /// <summary>[vocabulary + 1, embedding], row by row; the last row is that of the padding word.</summary>
    public ReadOnlySpan<float> Embeddings => _parameters.Embeddings;

    /// <summary>The table that replaces the product with wx; null where it has no budget.</summary>
    public ProjectedEmbeddings? Projection { get; }

    /// <summary>
    /// [(window − 1) · embedding, hidden]: the rows of wx for all places of the window but the last; null where there
    /// is a table.
    /// </summary>
    public PackedMatrix? ContextWeights { get; }

    /// <summary>
    /// [embedding, hidden]: the rows of wx for the last place of the window; null where there is a table.
    /// </summary>
    public PackedMatrix? LookaheadWeights { get; }

    /// <summary>wh [state, hidden]; null where its zeros are left out, or integers are used.</summary>
    public PackedMatrix? RecurrentWeights { get; }

    /// <summary>wh [state, hidden] without its zeros; null where that does not pay, or integers are used.</summary>
    public BlockSparseMatrix? RecurrentSparse { get; }

    /// <summary>Whether the product with wh leaves its zeros out.</summary>
    public bool SkipsZeros =>
        RecurrentInt16 is { } quantised ? quantised.Sparse is not null : RecurrentSparse is not null;

    /// <summary>wh in 16-bit integers, used instead of the floats; null for floats.</summary>
    public Int16Matrix? RecurrentInt16 { get; }

    /// <summary>[padded hidden]: bh.</summary>
    public ReadOnlySpan<float> Bias => _bias.Span;

    /// <summary>[state]: h0.</summary>
    public ReadOnlySpan<float> InitialState => _initialState.Span;

    /// <summary>[padded hidden]: zeros, the start of a sum without a bias.</summary>
    public ReadOnlySpan<float> Zeros => _zeros.Span;
}
