using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Model;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The parameters, or as many gradients, in the form that training reads and writes: mutable, aligned, the columns of
/// every matrix padded with zeros to whole registers, so that no kernel has to treat a remainder.
/// </summary>
internal sealed class TrainingParameters
{
    /// <summary>
    /// The place in <see cref="Tensors"/> behind the embeddings and the subwords, of which a sentence has few rows.
    /// </summary>
    public const int FirstDenseTensor = 2;

    private readonly AlignedBuffer _embeddings;
    private readonly AlignedBuffer _subwords;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _outputBias;
    private readonly AlignedBuffer _transitions;

    /// <summary>All zero.</summary>
    /// <param name="shape">The sizes of the network.</param>
    /// <param name="instructionSet">The instruction set that computes with them.</param>
    /// <param name="inputRows">Rows of <see cref="Inputs"/>, where these are not the embeddings; else 0.</param>
    public TrainingParameters(ElmanShape shape, InstructionSet instructionSet, int inputRows = 0)
    {
        Shape = shape;
        InstructionSet = instructionSet;
        var lanes = InstructionSets.TraitsOf(instructionSet).Lanes;
        LabelStride = PanelLayout.RoundUp(shape.LabelCount, lanes);
        Layers = [.. HiddenLayerTensors.Of(shape.Variant.Kind).Select(
            (_, layer) => new HiddenLayerParameters(shape, layer, lanes))];
        _embeddings = new AlignedBuffer(shape.GetElementCount(ElmanTensor.Embeddings));
        _outputBias = new AlignedBuffer(LabelStride);
        _transitions = new AlignedBuffer(HasTransitions ? checked((shape.LabelCount + 1) * LabelStride) : 0);
        _subwords = new AlignedBuffer(
            shape.SubwordCount > 0 ? shape.GetElementCount(ElmanTensor.Subwords) : 0);
        _inputs = inputRows > 0 ? new AlignedBuffer(checked(inputRows * shape.EmbeddingSize)) : _embeddings;
        LastInputRow = Math.Max(inputRows - 1, shape.PaddingRow);
        Tensors = [_embeddings, _subwords, _outputBias, _transitions, .. Layers.SelectMany(layer => layer.Tensors)];
    }

    public ElmanShape Shape { get; }

    public InstructionSet InstructionSet { get; }

    /// <summary>Whether transition scores between labels are learned.</summary>
    public bool HasTransitions => Shape.Variant.HasTransitions;

    /// <summary>Hidden units of a layer, padded to whole registers.</summary>
    public int HiddenStride => Layers[0].Stride;

    /// <summary>Labels, padded to whole registers.</summary>
    public int LabelStride { get; }

    /// <summary>The hidden layers; the second one of a bidirectional network reads the sentence from its end.</summary>
    public HiddenLayerParameters[] Layers { get; }

    /// <summary>[vocabulary + 1, embedding], without padding.</summary>
    public Span<float> Embeddings => _embeddings.Span;

    /// <summary>[subwords, embedding], without padding; empty in a network without subwords.</summary>
    public Span<float> Subwords => _subwords.Span;

    /// <summary>
    /// [rows, embedding]: what a pass reads words from, or adds their gradients to. The embeddings themselves, but for
    /// training with subwords, where <see cref="InputComposition"/> writes them; they are no parameters then.
    /// </summary>
    public Span<float> Inputs => _inputs.Span;

    /// <summary>[padded labels].</summary>
    public Span<float> OutputBias => _outputBias.Span;

    /// <summary>
    /// [labels + 1, padded labels], the last row for the first word of a sentence; empty without transitions.
    /// </summary>
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

    /// <summary>The last row of <see cref="Inputs"/>.</summary>
    public int LastInputRow { get; }

    /// <summary>The row of <see cref="Inputs"/> of a word, which is such a row or −1 for the padding word.</summary>
    public int InputRowOf(int word) => (uint)word <= (uint)LastInputRow ? word : Shape.PaddingRow;

    /// <summary>Clears everything but the embeddings and the subwords, and of these some rows.</summary>
    /// <param name="embeddings">The rows of the embeddings.</param>
    /// <param name="subwords">The rows of the subwords.</param>
    public void Clear(ReadOnlySpan<int> embeddings, ReadOnlySpan<int> subwords)
    {
        ClearRows(Embeddings, embeddings);
        ClearRows(Subwords, subwords);
        foreach (var tensor in Tensors.AsSpan(FirstDenseTensor))
        {
            tensor.Span.Clear();
        }
    }

    /// <summary>
    /// Copies the values of parameters of the same shape. The padding of the output bias becomes −∞, so that labels
    /// that do not exist have probability 0 and the softmax has no remainder to treat.
    /// </summary>
    public void CopyFrom(ElmanParameters source)
    {
        Clear();
        foreach (var layer in Layers)
        {
            layer.CopyFrom(source);
        }

        source.Embeddings.CopyTo(Embeddings);
        source[ElmanTensor.Subwords].CopyTo(Subwords);
        source.OutputBias.CopyTo(OutputBias);
        OutputBias[Shape.LabelCount..].Fill(float.NegativeInfinity);
        StridedCopy.Copy(source[ElmanTensor.Transitions], Shape.LabelCount, Transitions, LabelStride, Shape.LabelCount);
    }

    /// <summary>Writes the values, without the padding, into parameters of the same shape.</summary>
    public void CopyTo(ElmanParameters target)
    {
        foreach (var layer in Layers)
        {
            layer.CopyTo(target);
        }

        Embeddings.CopyTo(target.Embeddings);
        Subwords.CopyTo(target[ElmanTensor.Subwords]);
        OutputBias[..Shape.LabelCount].CopyTo(target.OutputBias);
        StridedCopy.Copy(Transitions, LabelStride, target[ElmanTensor.Transitions], Shape.LabelCount, Shape.LabelCount);
    }

    private void ClearRows(Span<float> table, ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            table.Slice(row * Shape.EmbeddingSize, Shape.EmbeddingSize).Clear();
        }
    }
}
