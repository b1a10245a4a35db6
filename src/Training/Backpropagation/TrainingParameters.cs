using FastElman.Memory;
using FastElman.Model;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The parameters, or as many sums of gradients, where training reads and writes them: mutable, aligned, the columns of every matrix
/// padded with zeros to whole registers, so that no kernel has a remainder to treat.
/// </summary>
internal sealed class TrainingParameters
{
    private readonly AlignedBuffer _embeddings;
    private readonly AlignedBuffer _outputBias;
    private readonly AlignedBuffer _transitions;

    /// <summary>All zero.</summary>
    public TrainingParameters(ElmanShape shape, InstructionSet instructionSet)
    {
        Shape = shape;
        InstructionSet = instructionSet;
        var lanes = InstructionSets.Lanes(instructionSet);
        LabelStride = PackedMatrix.RoundUp(shape.LabelCount, lanes);
        Layers = [.. HiddenLayerTensors.Of(shape.Variant.Kind).Select((tensors, i) => new HiddenLayerParameters(shape, tensors, i * shape.HiddenSize, lanes))];
        _embeddings = new AlignedBuffer(shape.ElementCount(ElmanTensor.Embeddings));
        _outputBias = new AlignedBuffer(LabelStride);
        _transitions = new AlignedBuffer(HasTransitions ? checked((shape.LabelCount + 1) * LabelStride) : 0);
        Tensors = [_embeddings, _outputBias, _transitions, .. Layers.SelectMany(layer => layer.Tensors)];
    }

    public ElmanShape Shape { get; }

    public InstructionSet InstructionSet { get; }

    /// <summary>Whether the labels' scores behind each other are learned.</summary>
    public bool HasTransitions => Shape.Variant.Decoding.HasFlag(LabelDecoding.TransitionScores);

    /// <summary>Hidden units of a layer with their padding.</summary>
    public int HiddenStride => Layers[0].Stride;

    /// <summary>Labels with their padding.</summary>
    public int LabelStride { get; }

    /// <summary>The hidden layers; where there are two, the second reads the sentence from its end.</summary>
    public HiddenLayerParameters[] Layers { get; }

    /// <summary>[vocabulary + 1, embedding], without padding.</summary>
    public Span<float> Embeddings => _embeddings.Span;

    /// <summary>[padded labels].</summary>
    public Span<float> OutputBias => _outputBias.Span;

    /// <summary>[labels + 1, padded labels], the last row for the first word of a sentence; or empty.</summary>
    public Span<float> Transitions => _transitions.Span;

    /// <summary>All of the memory, padding included, always in the same order.</summary>
    public AlignedBuffer[] Tensors { get; }

    public void Clear()
    {
        foreach (var tensor in Tensors)
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
        foreach (var layer in Layers)
        {
            layer.CopyFrom(source);
        }

        source.Embeddings.CopyTo(Embeddings);
        source.OutputBias.CopyTo(OutputBias);
        OutputBias[Shape.LabelCount..].Fill(float.NegativeInfinity);
        Rows.Copy(source[ElmanTensor.Transitions], Shape.LabelCount, Transitions, LabelStride, Shape.LabelCount);
    }

    /// <summary>Writes the values, without the padding, into parameters of the same shape.</summary>
    public void CopyTo(ElmanParameters target)
    {
        foreach (var layer in Layers)
        {
            layer.CopyTo(target);
        }

        Embeddings.CopyTo(target.Embeddings);
        OutputBias[..Shape.LabelCount].CopyTo(target.OutputBias);
        Rows.Copy(Transitions, LabelStride, target[ElmanTensor.Transitions], Shape.LabelCount, Shape.LabelCount);
    }
}
