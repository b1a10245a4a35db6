using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The seven parameters, or as many sums of gradients, where training reads and writes them: mutable, aligned, the columns of every matrix
/// padded with zeros to whole registers, so that no kernel has a remainder to treat. The recurrent weights lie in panels as
/// <see cref="PackedMatrix"/> describes, for they are read for one time step at a time; everything else lies row by row.
/// </summary>
internal sealed class TrainingParameters
{
    private readonly AlignedBuffer[] _tensors;

    /// <summary>All zero.</summary>
    public TrainingParameters(ElmanShape shape, InstructionSet instructionSet)
    {
        Shape = shape;
        InstructionSet = instructionSet;
        var lanes = InstructionSets.Lanes(instructionSet);
        HiddenStride = PackedMatrix.RoundUp(shape.HiddenSize, lanes);
        LabelStride = PackedMatrix.RoundUp(shape.LabelCount, lanes);

        var panelWidth = PanelWidth.Maximum * lanes;
        RecurrentPanels = [.. Enumerable.Range(0, (HiddenStride + panelWidth - 1) / panelWidth)
            .Select(panel => (panel * panelWidth, Math.Min(panelWidth, HiddenStride - (panel * panelWidth))))];

        // Matrices are transposed in blocks: they have rows of zeros up to the next multiple of the lanes, too.
        _tensors = [.. ElmanTensorNames.All.Select(tensor => new AlignedBuffer(tensor switch
        {
            ElmanTensor.InputWeights => checked(PackedMatrix.RoundUp(shape.InputSize, lanes) * HiddenStride),
            ElmanTensor.RecurrentWeights => checked(HiddenStride * HiddenStride),
            ElmanTensor.OutputWeights => checked(HiddenStride * LabelStride),
            ElmanTensor.HiddenBias or ElmanTensor.InitialState => HiddenStride,
            ElmanTensor.OutputBias => LabelStride,
            _ => shape.ElementCount(tensor),
        }))];
    }

    public ElmanShape Shape { get; }

    public InstructionSet InstructionSet { get; }

    /// <summary>Hidden units with their padding.</summary>
    public int HiddenStride { get; }

    /// <summary>Labels with their padding.</summary>
    public int LabelStride { get; }

    /// <summary>[vocabulary + 1, embedding], without padding.</summary>
    public Span<float> Embeddings => _tensors[(int)ElmanTensor.Embeddings].Span;

    /// <summary>[input, padded hidden].</summary>
    public Span<float> InputWeights => _tensors[(int)ElmanTensor.InputWeights].Span;

    /// <summary>Panels of [hidden, their width] one after another; <see cref="RecurrentPanels"/> counts them out.</summary>
    public Span<float> RecurrentWeights => _tensors[(int)ElmanTensor.RecurrentWeights].Span;

    /// <summary>[hidden, padded labels].</summary>
    public Span<float> OutputWeights => _tensors[(int)ElmanTensor.OutputWeights].Span;

    /// <summary>[padded hidden].</summary>
    public Span<float> HiddenBias => _tensors[(int)ElmanTensor.HiddenBias].Span;

    /// <summary>[padded labels].</summary>
    public Span<float> OutputBias => _tensors[(int)ElmanTensor.OutputBias].Span;

    /// <summary>[padded hidden].</summary>
    public Span<float> InitialState => _tensors[(int)ElmanTensor.InitialState].Span;

    /// <summary>The panels of the recurrent weights: where each begins in a padded row, and how wide it is.</summary>
    public (int First, int Width)[] RecurrentPanels { get; }

    public void Clear()
    {
        foreach (var tensor in _tensors)
        {
            tensor.Span.Clear();
        }
    }

    /// <summary>
    /// Takes the values of parameters of the same shape. The padding of the output bias becomes −∞: labels that do not exist have
    /// probability 0 then, and the softmax needs no remainder.
    /// </summary>
    public void CopyFrom(ElmanParameters source)
    {
        Clear();
        source.Embeddings.CopyTo(Embeddings);
        CopyRows(source.InputWeights, Shape.HiddenSize, InputWeights, HiddenStride, Shape.HiddenSize);
        foreach (var (first, width) in RecurrentPanels)
        {
            CopyRows(
                source.RecurrentWeights[first..], Shape.HiddenSize, RecurrentWeights.Slice(first * Shape.HiddenSize, width * Shape.HiddenSize), width, Math.Min(width, Shape.HiddenSize - first));
        }

        CopyRows(source.OutputWeights, Shape.LabelCount, OutputWeights, LabelStride, Shape.LabelCount);
        source.HiddenBias.CopyTo(HiddenBias);
        source.OutputBias.CopyTo(OutputBias);
        OutputBias[Shape.LabelCount..].Fill(float.NegativeInfinity);
        source.InitialState.CopyTo(InitialState);
    }

    /// <summary>Writes the values, without the padding, into parameters of the same shape.</summary>
    public void CopyTo(ElmanParameters target)
    {
        Embeddings.CopyTo(target.Embeddings);
        CopyRows(InputWeights, HiddenStride, target.InputWeights, Shape.HiddenSize, Shape.HiddenSize);
        foreach (var (first, width) in RecurrentPanels)
        {
            CopyRows(
                RecurrentWeights.Slice(first * Shape.HiddenSize, width * Shape.HiddenSize), width, target.RecurrentWeights[first..], Shape.HiddenSize, Math.Min(width, Shape.HiddenSize - first));
        }

        CopyRows(OutputWeights, LabelStride, target.OutputWeights, Shape.LabelCount, Shape.LabelCount);
        HiddenBias[..Shape.HiddenSize].CopyTo(target.HiddenBias);
        OutputBias[..Shape.LabelCount].CopyTo(target.OutputBias);
        InitialState[..Shape.HiddenSize].CopyTo(target.InitialState);
    }

    /// <summary>Copies the first columns of every row that both matrices have.</summary>
    private static void CopyRows(ReadOnlySpan<float> source, int sourceStride, Span<float> target, int targetStride, int columns)
    {
        while (source.Length >= columns && target.Length >= columns)
        {
            source[..columns].CopyTo(target);
            source = source[Math.Min(sourceStride, source.Length)..];
            target = target[Math.Min(targetStride, target.Length)..];
        }
    }
}
