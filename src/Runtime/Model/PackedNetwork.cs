using FastElman.Memory;
using FastElman.Packing;

namespace FastElman;

/// <summary>The seven parameters in the form that the kernels read. Immutable once made, shared by all runs.</summary>
internal sealed class PackedNetwork
{
    private readonly Slab _vectors;
    private readonly ElmanParameters _parameters;

    /// <param name="parameters">The plain form; its embeddings are used where they lie, so nobody may write to it any more.</param>
    /// <param name="lanes">Floats in a register of the instruction set that will run.</param>
    public PackedNetwork(ElmanParameters parameters, int lanes)
    {
        _parameters = parameters;
        Shape = parameters.Shape;
        InputWeights = new PackedMatrix(parameters.InputWeights, Shape.HiddenSize, lanes);
        RecurrentWeights = new PackedMatrix(parameters.RecurrentWeights, Shape.HiddenSize, lanes);
        OutputWeights = new PackedMatrix(parameters.OutputWeights, Shape.LabelCount, lanes);

        _vectors = new Slab(InputWeights.PaddedColumns, OutputWeights.PaddedColumns, Shape.HiddenSize);
        parameters.HiddenBias.CopyTo(_vectors[0]);
        parameters.OutputBias.CopyTo(_vectors[1]);
        parameters.InitialState.CopyTo(_vectors[2]);
    }

    public ElmanShape Shape { get; }

    /// <summary>[vocabulary + 1, embedding], row by row, the padding word last.</summary>
    public ReadOnlySpan<float> Embeddings => _parameters.Embeddings;

    /// <summary>wx [embedding · window, hidden].</summary>
    public PackedMatrix InputWeights { get; }

    /// <summary>wh [hidden, hidden].</summary>
    public PackedMatrix RecurrentWeights { get; }

    /// <summary>w [hidden, labels].</summary>
    public PackedMatrix OutputWeights { get; }

    /// <summary>bh [padded hidden].</summary>
    public ReadOnlySpan<float> HiddenBias => _vectors[0];

    /// <summary>b [padded labels].</summary>
    public ReadOnlySpan<float> OutputBias => _vectors[1];

    /// <summary>h0 [hidden].</summary>
    public ReadOnlySpan<float> InitialState => _vectors[2];
}
