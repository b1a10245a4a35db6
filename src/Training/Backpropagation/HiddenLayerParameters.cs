using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Model;
using FastElman.Packing;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The parameters of one hidden layer where training reads and writes them, and the rows of the output weights that it is multiplied by. Of an Elman network the
/// recurrent weights lie in panels as <see cref="PackedMatrix"/> describes, for they are read for one time step at a time; everything else lies row by row.
/// </summary>
internal sealed class HiddenLayerParameters
{
    private readonly HiddenLayerTensors _tensors;
    private readonly ElmanShape _shape;
    private readonly int _firstOutputRow;
    private readonly AlignedArena _slab;

    /// <param name="shape">Of the network.</param>
    /// <param name="tensors">Which of its parameters are this layer's.</param>
    /// <param name="firstOutputRow">The row of the output weights that belongs to the first hidden unit.</param>
    /// <param name="lanes">Floats in a register.</param>
    public HiddenLayerParameters(ElmanShape shape, HiddenLayerTensors tensors, int firstOutputRow, int lanes)
    {
        (_shape, _tensors, _firstOutputRow) = (shape, tensors, firstOutputRow);
        Stride = PackedMatrix.RoundUp(shape.HiddenSize, lanes);
        var labels = PackedMatrix.RoundUp(shape.LabelCount, lanes);
        var state = PackedMatrix.RoundUp(shape.StateSize, lanes);
        var panelWidth = shape.Variant.Kind == NetworkKind.Jordan ? Stride : PanelWidth.Maximum * lanes;
        Panels = [.. Enumerable.Range(0, (Stride + panelWidth - 1) / panelWidth)
            .Select(panel => (panel * panelWidth, Math.Min(panelWidth, Stride - (panel * panelWidth))))];

        // The others are transposed in blocks: they have rows of zeros up to the next multiple of the lanes, too.
        InputStride = PackedMatrix.RoundUp(shape.InputSize, lanes);
        _slab = new AlignedArena(
            checked(shape.HiddenSize * InputStride),
            checked(state * Stride),
            checked(Stride * labels),
            Stride,
            state);
        LabelStride = labels;
    }

    /// <summary>Hidden units with their padding.</summary>
    public int Stride { get; }

    /// <summary>The panels of the recurrent weights: where each begins in a padded row, and how wide it is; of a Jordan network there is one.</summary>
    public (int First, int Width)[] Panels { get; }

    /// <summary>Values in the input of a time step with their padding.</summary>
    public int InputStride { get; }

    /// <summary>
    /// [hidden, padded input]: wx transposed. Forward its rows are multiplied by those of the inputs, the errors of the inputs are sums of its rows, and its padding is
    /// that of the inputs, of which there are more than hidden units.
    /// </summary>
    public Span<float> InputWeights => _slab[0];

    /// <summary>Panels of [state, their width] one after another; <see cref="Panels"/> counts them out.</summary>
    public Span<float> RecurrentWeights => _slab[1];

    /// <summary>[hidden, padded labels].</summary>
    public Span<float> OutputWeights => _slab[2];

    /// <summary>[padded hidden].</summary>
    public Span<float> Bias => _slab[3];

    /// <summary>[padded state].</summary>
    public Span<float> InitialState => _slab[4];

    private int LabelStride { get; }

    /// <summary>All of its memory, padding included.</summary>
    public IEnumerable<AlignedBuffer> Tensors => Enumerable.Range(0, 5).Select(_slab.Part);

    /// <summary>Takes the values of parameters of the same shape; what is padding is not touched.</summary>
    public void CopyFrom(ElmanParameters source)
    {
        var hidden = _shape.HiddenSize;
        Rows.CopyTransposed(source[_tensors.InputWeights], hidden, hidden, InputWeights, InputStride, _shape.InputSize);
        foreach (var (first, width) in Panels)
        {
            Rows.Copy(source[_tensors.RecurrentWeights][first..], hidden, PanelAt(first, width), width, Math.Min(width, hidden - first));
        }

        Rows.Copy(OwnRows(source.OutputWeights), _shape.LabelCount, OutputWeights, LabelStride, _shape.LabelCount);
        source[_tensors.Bias].CopyTo(Bias);
        source[_tensors.InitialState].CopyTo(InitialState);
    }

    /// <summary>Writes the values, without the padding, into parameters of the same shape.</summary>
    public void CopyTo(ElmanParameters target)
    {
        var hidden = _shape.HiddenSize;
        Rows.CopyTransposed(InputWeights, InputStride, _shape.InputSize, target[_tensors.InputWeights], hidden, hidden);
        foreach (var (first, width) in Panels)
        {
            Rows.Copy(PanelAt(first, width), width, target[_tensors.RecurrentWeights][first..], hidden, Math.Min(width, hidden - first));
        }

        Rows.Copy(OutputWeights, LabelStride, OwnRows(target.OutputWeights), _shape.LabelCount, _shape.LabelCount);
        Bias[..hidden].CopyTo(target[_tensors.Bias]);
        InitialState[.._shape.StateSize].CopyTo(target[_tensors.InitialState]);
    }

    private Span<float> PanelAt(int first, int width) => RecurrentWeights.Slice(first * _shape.StateSize, width * _shape.StateSize);

    private Span<float> OwnRows(Span<float> outputWeights) =>
        outputWeights.Slice(_firstOutputRow * _shape.LabelCount, _shape.HiddenSize * _shape.LabelCount);
}
