using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman;

/// <summary>The seven parameters in the forms that the kernels read. Immutable once made, shared by all runs.</summary>
internal sealed class PackedNetwork
{
    private readonly AlignedBuffer _hiddenBias;
    private readonly AlignedBuffer _outputBias;
    private readonly AlignedBuffer _initialState;
    private readonly AlignedBuffer _zeros;
    private readonly ElmanParameters _parameters;

    /// <param name="parameters">The plain form; its embeddings may be used where they lie, so nobody may write to it any more.</param>
    /// <param name="instructionSet">The one that will run.</param>
    /// <param name="precision">Of the recurrent and the output weights; floats where the instruction set has no other.</param>
    /// <param name="projectionBudget">Bytes that the table of projected embeddings may take.</param>
    public PackedNetwork(ElmanParameters parameters, InstructionSet instructionSet, WeightPrecision precision, long projectionBudget)
    {
        _parameters = parameters;
        Shape = parameters.Shape;
        var lanes = InstructionSets.Lanes(instructionSet);
        var hiddenStride = PackedMatrix.RoundUp(Shape.HiddenSize, lanes);
        var labelStride = PackedMatrix.RoundUp(Shape.LabelCount, lanes);
        if (ProjectedEmbeddings.SizeInBytes(Shape.VocabularySize + 1L, Shape.WindowSize, hiddenStride) <= Math.Min(projectionBudget, int.MaxValue))
        {
            Projection = ProjectedEmbeddings.Create(
                parameters.ArrayOf(ElmanTensor.Embeddings), parameters.ArrayOf(ElmanTensor.InputWeights), Shape.EmbeddingSize, Shape.HiddenSize, instructionSet);
        }
        else
        {
            var earlier = (Shape.InputSize - Shape.EmbeddingSize) * Shape.HiddenSize;
            EarlierInputWeights = new PackedMatrix(parameters.InputWeights[..earlier], Shape.HiddenSize, lanes);
            NewestInputWeights = new PackedMatrix(parameters.InputWeights[earlier..], Shape.HiddenSize, lanes);
        }

        RecurrentWeights = new PackedMatrix(parameters.RecurrentWeights, Shape.HiddenSize, lanes);
        OutputWeights = new PackedMatrix(parameters.OutputWeights, Shape.LabelCount, lanes);
        var magnitude = parameters.LargestMagnitude();
        HasModestParameters = magnitude <= ScreenedMatrix.LargestParameter;
        if (precision == WeightPrecision.Int16 && InstructionSets.HasInt16Products(instructionSet) && float.IsFinite(magnitude))
        {
            // The state before the first word may be larger than a sigmoid.
            var range = parameters.InitialState.ToArray().Aggregate(1f, (largest, unit) => Math.Max(largest, Math.Abs(unit)));
            RecurrentNumbers = new Int16Matrix(parameters.RecurrentWeights, Shape.HiddenSize, range, lanes);
            OutputNumbers = new Int16Matrix(parameters.OutputWeights, Shape.LabelCount, range: 1, lanes);
        }

        if (InstructionSets.HasByteProducts(instructionSet))
        {
            Screen = OutputNumbers is null
                ? ScreenedMatrix.TryCreate(parameters.OutputWeights, parameters.OutputBias, magnitude, lanes)
                : ScreenedMatrix.TryCreate(
                    OutputNumbers.ToFloats(Shape.HiddenSize, Shape.LabelCount), parameters.OutputBias, magnitude, lanes, Int16Matrix.LeftError);
        }

        var vectors = new Slab(hiddenStride, labelStride, Shape.HiddenSize, hiddenStride);
        (_hiddenBias, _outputBias, _initialState, _zeros) = (vectors.Part(0), vectors.Part(1), vectors.Part(2), vectors.Part(3));
        parameters.HiddenBias.CopyTo(_hiddenBias.Span);
        _outputBias.Span.Fill(float.NegativeInfinity);
        parameters.OutputBias.CopyTo(_outputBias.Span);
        parameters.InitialState.CopyTo(_initialState.Span);
    }

    public ElmanShape Shape { get; }

    /// <summary>[vocabulary + 1, embedding], row by row, the padding word last.</summary>
    public ReadOnlySpan<float> Embeddings => _parameters.Embeddings;

    /// <summary>The table that stands for embeddings and wx; null where it would be beyond the budget.</summary>
    public ProjectedEmbeddings? Projection { get; }

    /// <summary>The rows of wx for all places of the window but the last; null where there is a table.</summary>
    public PackedMatrix? EarlierInputWeights { get; }

    /// <summary>The rows of wx for the last place of the window; null where there is a table.</summary>
    public PackedMatrix? NewestInputWeights { get; }

    /// <summary>wh [hidden, hidden].</summary>
    public PackedMatrix RecurrentWeights { get; }

    /// <summary>w [hidden, labels].</summary>
    public PackedMatrix OutputWeights { get; }

    /// <summary>wh in 16-bit whole numbers, to be used instead; null unless asked for.</summary>
    public Int16Matrix? RecurrentNumbers { get; }

    /// <summary>w in 16-bit whole numbers, to be used instead; null unless asked for.</summary>
    public Int16Matrix? OutputNumbers { get; }

    /// <summary>w in bytes, to find the best label; null where the instruction set or the parameters do not allow it.</summary>
    public ScreenedMatrix? Screen { get; }

    /// <summary>Whether all parameters are at most <see cref="ScreenedMatrix.LargestParameter"/>: then no hidden unit is ever NaN.</summary>
    public bool HasModestParameters { get; }

    /// <summary>bh [padded hidden].</summary>
    public ReadOnlySpan<float> HiddenBias => _hiddenBias.Span;

    /// <summary>b [padded labels], −∞ in the padding: a label that does not exist is never the best.</summary>
    public ReadOnlySpan<float> OutputBias => _outputBias.Span;

    /// <summary>h0 [hidden].</summary>
    public ReadOnlySpan<float> InitialState => _initialState.Span;

    /// <summary>[padded hidden].</summary>
    public ReadOnlySpan<float> Zeros => _zeros.Span;
}
