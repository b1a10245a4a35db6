using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Model;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The parameters of one hidden layer in the form that training reads and writes, and the rows of w that belong to its
/// units. wh of an Elman network lies in the panels that <see cref="PanelLayout"/> describes, because it is read for
/// one time step at a time. The others lie row by row.
/// </summary>
internal sealed class HiddenLayerParameters
{
    private readonly HiddenLayerTensors _tensors;
    private readonly ElmanShape _shape;
    private readonly int _firstOutputRow;
    private readonly int _labelStride;
    private readonly AlignedArena _arena;

    /// <param name="shape">The sizes of the network.</param>
    /// <param name="index">The layer: 0, or 1 for the reversed layer of a bidirectional network.</param>
    /// <param name="lanes">Floats in a register.</param>
    public HiddenLayerParameters(ElmanShape shape, int index, int lanes)
    {
        _shape = shape;
        _tensors = HiddenLayerTensors.Of(shape.Variant.Kind)[index];
        _firstOutputRow = index * shape.HiddenSize;
        _labelStride = PanelLayout.RoundUp(shape.LabelCount, lanes);
        IsReversed = index > 0;
        Stride = PanelLayout.RoundUp(shape.HiddenSize, lanes);
        InputStride = PanelLayout.RoundUp(shape.InputSize, lanes);
        RecurrentLayout = PanelLayout.OfWholeRegisters(shape.HiddenSize, shape.HiddenSize, lanes);
        Panels = shape.Variant.Kind == NetworkKind.Jordan
            ? [(0, Stride)]
            : [.. RecurrentLayout.Strips.Select(strip => (strip.FirstColumn, strip.Width))];

        // Matrices that are transposed in whole registers have rows of zeros up to the next multiple of the lanes.
        var state = PanelLayout.RoundUp(shape.RecurrentSize, lanes);
        _arena = new AlignedArena(
            checked(shape.HiddenSize * InputStride),
            checked(state * Stride),
            checked(Stride * _labelStride),
            Stride,
            state);
    }

    /// <summary>Whether the layer reads the sentence from its end.</summary>
    public bool IsReversed { get; }

    /// <summary>Hidden units, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>Values in the input of a time step, padded to whole registers.</summary>
    public int InputStride { get; }

    /// <summary>How wh [hidden, hidden] of an Elman network lies in its panels.</summary>
    public PanelLayout RecurrentLayout { get; }

    /// <summary>
    /// The panels of wh: the first column of each and its width. The wh of a Jordan network, which lies row by row, is
    /// one panel.
    /// </summary>
    public (int First, int Width)[] Panels { get; }

    /// <summary>
    /// [hidden, padded input]: wx transposed, so that the forward product runs along its rows and the gradients of the
    /// inputs are sums of its rows. Padding the inputs costs less than padding the hidden units: there are more inputs.
    /// </summary>
    public Span<float> InputWeights => _arena[0];

    /// <summary>wh: one panel [state, width] after another, see <see cref="Panels"/>.</summary>
    public Span<float> RecurrentWeights => _arena[1];

    /// <summary>[padded hidden, padded labels]: the layer's rows of w.</summary>
    public Span<float> OutputWeights => _arena[2];

    /// <summary>[padded hidden]: bh.</summary>
    public Span<float> Bias => _arena[3];

    /// <summary>[padded state]: h0.</summary>
    public Span<float> InitialState => _arena[4];

    /// <summary>All of its memory, padding included.</summary>
    public IEnumerable<AlignedBuffer> Tensors => Enumerable.Range(0, 5).Select(_arena.Slice);

    /// <summary>Copies the values of parameters of the same shape; the padding is not touched.</summary>
    public void CopyFrom(ElmanParameters source)
    {
        var hidden = _shape.HiddenSize;
        StridedCopy.CopyTransposed(
            source[_tensors.InputWeights], hidden, hidden, InputWeights, InputStride, _shape.InputSize);
        foreach (var (first, width) in Panels)
        {
            var columns = Math.Min(width, hidden - first);
            StridedCopy.Copy(source[_tensors.RecurrentWeights][first..], hidden, PanelAt(first, width), width, columns);
        }

        StridedCopy.Copy(
            OutputRows(source.OutputWeights), _shape.LabelCount, OutputWeights, _labelStride, _shape.LabelCount);
        source[_tensors.Bias].CopyTo(Bias);
        source[_tensors.InitialState].CopyTo(InitialState);
    }

    /// <summary>Writes the values, without the padding, into parameters of the same shape.</summary>
    public void CopyTo(ElmanParameters target)
    {
        var hidden = _shape.HiddenSize;
        StridedCopy.CopyTransposed(
            InputWeights, InputStride, _shape.InputSize, target[_tensors.InputWeights], hidden, hidden);
        foreach (var (first, width) in Panels)
        {
            var columns = Math.Min(width, hidden - first);
            StridedCopy.Copy(PanelAt(first, width), width, target[_tensors.RecurrentWeights][first..], hidden, columns);
        }

        StridedCopy.Copy(
            OutputWeights, _labelStride, OutputRows(target.OutputWeights), _shape.LabelCount, _shape.LabelCount);
        Bias[..hidden].CopyTo(target[_tensors.Bias]);
        InitialState[.._shape.RecurrentSize].CopyTo(target[_tensors.InitialState]);
    }

    /// <summary>Where a weight of wh lies, in floats from the beginning of <see cref="RecurrentWeights"/>.</summary>
    /// <param name="row">0 to the values of the state − 1.</param>
    /// <param name="column">0 to the hidden units − 1.</param>
    public int RecurrentOffset(int row, int column)
    {
        foreach (var (first, width) in Panels)
        {
            if (column < first + width)
            {
                return (first * _shape.RecurrentSize) + (row * width) + (column - first);
            }
        }

        throw new ArgumentOutOfRangeException(nameof(column), column, "wh has no such column.");
    }

    private Span<float> PanelAt(int first, int width) =>
        RecurrentWeights.Slice(first * _shape.RecurrentSize, width * _shape.RecurrentSize);

    private Span<float> OutputRows(Span<float> outputWeights) =>
        outputWeights.Slice(_firstOutputRow * _shape.LabelCount, _shape.HiddenSize * _shape.LabelCount);
}
