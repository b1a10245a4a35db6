using FastElman.Memory;
using FastElman.Model;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>The parameters of a hidden layer in the forms that the kernels read. Immutable once made, shared by all runs.</summary>
internal sealed class PackedHiddenLayer
{
    private readonly AlignedBuffer _bias;
    private readonly AlignedBuffer _initialState;
    private readonly AlignedBuffer _zeros;
    private readonly ElmanParameters _parameters;

    /// <param name="parameters">The plain form; its embeddings may be used where they lie, so nobody may write to it any more.</param>
    /// <param name="tensors">Which of them are this layer's.</param>
    /// <param name="plan">Which forms to make.</param>
    public PackedHiddenLayer(ElmanParameters parameters, HiddenLayerTensors tensors, PackingPlan plan)
    {
        _parameters = parameters;
        Shape = parameters.Shape;
        var lanes = InstructionSets.Lanes(plan.InstructionSet);
        var width = WidthOf(Shape);
        Stride = StrideOf(Shape, lanes);
        if (plan.UsesProjectedEmbeddings)
        {
            Projection = ProjectedEmbeddings.Create(
                parameters.ArrayOf(ElmanTensor.Embeddings),
                parameters.ArrayOf(tensors.InputWeights),
                Shape.EmbeddingSize,
                Shape.HiddenSize,
                width,
                plan.InstructionSet);
        }
        else
        {
            var weights = parameters[tensors.InputWeights];
            var earlier = (Shape.InputSize - Shape.EmbeddingSize) * Shape.HiddenSize;
            ContextWeights = new PackedMatrix(weights[..earlier], Shape.HiddenSize, lanes, width);
            LookaheadWeights = new PackedMatrix(weights[earlier..], Shape.HiddenSize, lanes, width);
        }

        RecurrentWeights = new PackedMatrix(parameters[tensors.RecurrentWeights], Shape.HiddenSize, lanes, width);
        var initialState = parameters[tensors.InitialState];
        if (plan.UsesInt16)
        {
            // The state before the first word may be larger than a hidden unit.
            var range = initialState.ToArray().Aggregate(1f, (largest, unit) => Math.Max(largest, Math.Abs(unit)));
            RecurrentInt16 = new Int16Matrix(parameters[tensors.RecurrentWeights], Shape.HiddenSize, range, lanes);
        }

        var vectors = new AlignedArena(Stride, initialState.Length, Stride);
        (_bias, _initialState, _zeros) = (vectors.Part(0), vectors.Part(1), vectors.Part(2));
        parameters[tensors.Bias].CopyTo(_bias.Span);
        initialState.CopyTo(_initialState.Span);
    }

    public ElmanShape Shape { get; }

    /// <summary>Floats from the hidden units of one time step to those of the next: their number, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>The stride of a layer in a network of this shape.</summary>
    public static int StrideOf(ElmanShape shape, int lanes) => PackedMatrix.RoundUp(WidthOf(shape), lanes);

    /// <summary>In a Jordan network a row of memory holds hidden units or the probabilities of the labels by turns.</summary>
    private static int WidthOf(ElmanShape shape) => Math.Max(shape.HiddenSize, shape.RecurrentSize);

    /// <summary>[vocabulary + 1, embedding], row by row, the padding word last.</summary>
    public ReadOnlySpan<float> Embeddings => _parameters.Embeddings;

    /// <summary>The table that stands for embeddings and wx; null where it would be beyond the budget.</summary>
    public ProjectedEmbeddings? Projection { get; }

    /// <summary>The rows of wx for all places of the window but the last; null where there is a table.</summary>
    public PackedMatrix? ContextWeights { get; }

    /// <summary>The rows of wx for the last place of the window; null where there is a table.</summary>
    public PackedMatrix? LookaheadWeights { get; }

    /// <summary>wh [state, hidden].</summary>
    public PackedMatrix RecurrentWeights { get; }

    /// <summary>wh in 16-bit whole numbers, to be used instead; null unless asked for.</summary>
    public Int16Matrix? RecurrentInt16 { get; }

    /// <summary>bh [padded hidden].</summary>
    public ReadOnlySpan<float> Bias => _bias.Span;

    /// <summary>h0 [state].</summary>
    public ReadOnlySpan<float> InitialState => _initialState.Span;

    /// <summary>[padded hidden].</summary>
    public ReadOnlySpan<float> Zeros => _zeros.Span;
}
