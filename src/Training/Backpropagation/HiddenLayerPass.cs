using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// One hidden layer forward and backward through a sentence. The errors that it is given are updates already (<see cref="SentencePass{TSimd, TVector}"/>), so that nothing but
/// parameters is written. A layer that reads the sentence from its end is given the words in that order, and gives and takes rows in the order of the sentence.
/// </summary>
/// <param name="parameters">What it reads.</param>
/// <param name="index">Which layer of them it is.</param>
internal abstract class HiddenLayerPass<TSimd, TVector>(TrainingParameters parameters, int index)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected ElmanShape Shape { get; } = parameters.Shape;

    protected HiddenLayerParameters Layer { get; } = parameters.Layers[index];

    /// <summary>Hidden units with their padding.</summary>
    protected int Stride { get; } = parameters.HiddenStride;

    protected int LabelStride { get; } = parameters.LabelStride;

    private bool IsReversed => index > 0;

    public static HiddenLayerPass<TSimd, TVector> Create(TrainingParameters parameters, int index) => parameters.Shape.Variant.Kind == NetworkKind.Jordan
        ? new JordanLayerPass<TSimd, TVector>(parameters)
        : new ElmanLayerPass<TSimd, TVector>(parameters, index);

    /// <summary>The states of all words.</summary>
    /// <param name="words">In the order in which the layer reads.</param>
    /// <param name="scratch">Memory.</param>
    public void Forward(ReadOnlySpan<int> words, TrainingScratch scratch)
    {
        var own = scratch.Layers[index];
        GatherWindow(words, own);
        RowProduct.Multiply<TSimd, TVector>(own.Window, Layer.InputWeights, own.Hidden[Stride..], new RowProductLayout
        {
            Rows = words.Length,
            Depth = Layer.InputStride,
            Columns = Shape.HiddenSize,
            LeftStride = Shape.EmbeddingSize,
            RightStride = Layer.InputStride,
            OutputStride = Stride,
        });
        Recur(words.Length, own, scratch);
        if (IsReversed)
        {
            Rows.CopyReversed(own.Hidden.Slice(Stride, words.Length * Stride), Stride, own.InOrder);
        }
    }

    /// <summary>logits [words, padded labels] = addend + states · the layer's rows of w.</summary>
    /// <param name="words">Words of the sentence.</param>
    /// <param name="addend">[padded labels] for all words, or [words, padded labels]: the logits themselves.</param>
    /// <param name="addendStride">0, or the padded labels.</param>
    /// <param name="scratch">Memory.</param>
    public void AddToLogits(int words, ReadOnlySpan<float> addend, int addendStride, TrainingScratch scratch) =>
        StridedProduct.Multiply<TSimd, TVector>(StatesInOrder(scratch), Layer.OutputWeights, addend, scratch.Logits, new ProductLayout
        {
            Rows = words,
            Depth = Shape.HiddenSize,
            Columns = LabelStride,
            LeftRowStride = Stride,
            RightStride = LabelStride,
            AddendStride = addendStride,
            OutputStride = LabelStride,
        });

    /// <summary>
    /// Back through the layer: updates of all its parameters and of the embeddings, from the errors of the logits. Everything is read before it is written.
    /// </summary>
    public void Backward(int words, TrainingParameters target, TrainingScratch scratch)
    {
        var own = scratch.Layers[index];
        ThroughOutputAndRecurrence(words, target.Layers[index], own, scratch);
        WeightUpdate<TSimd, TVector>.AddToBias(own.HiddenErrors, words, Stride, target.Layers[index].Bias);
        ThroughInputLayer(words, target.Layers[index], own, scratch);
        ScatterToEmbeddings(words, target, own, scratch);
    }

    /// <summary>Turns what the inputs add to the sums, in the rows of the states, into the states, word by word.</summary>
    protected abstract void Recur(int words, LayerScratch own, TrainingScratch scratch);

    /// <summary>From the errors of the logits to those of the sums, last word first, with the updates of w, wh and h0.</summary>
    protected abstract void ThroughOutputAndRecurrence(int words, HiddenLayerParameters target, LayerScratch own, TrainingScratch scratch);

    /// <summary>hidden = activation(hidden + bh), and 0 in the padding.</summary>
    protected void Activate(Span<float> hidden)
    {
        HiddenUnits.Activate<TSimd, TVector>(Shape.Variant.Activation, hidden, Layer.Bias);
        hidden[Shape.HiddenSize..].Clear();
    }

    /// <summary>From the errors of the states of a time step to those of its sums, and 0 in the padding.</summary>
    protected void MultiplyByDerivative(ReadOnlySpan<float> hidden, Span<float> errors)
    {
        HiddenUnits.MultiplyByDerivative<TSimd, TVector>(Shape.Variant.Activation, hidden, errors);
        errors[Shape.HiddenSize..].Clear();
    }

    /// <summary>The states in the order of the sentence [words, padded hidden].</summary>
    protected ReadOnlySpan<float> StatesInOrder(TrainingScratch scratch) =>
        IsReversed ? scratch.Layers[index].InOrder : scratch.Layers[index].Hidden[Stride..];

    /// <summary>Adds the updates of w, and where <paramref name="hiddenErrors"/> is not empty gives the errors of the states that come from the logits.</summary>
    [MethodImpl(HotPath.Compiled)]
    protected void ThroughOutputLayer(int words, HiddenLayerParameters target, Span<float> hiddenErrors, TrainingScratch scratch)
    {
        var errors = scratch.LogitGradients;
        if (!hiddenErrors.IsEmpty)
        {
            RowProduct.Multiply<TSimd, TVector>(errors, Layer.OutputWeights, hiddenErrors, new RowProductLayout
            {
                Rows = words,
                Depth = LabelStride,
                Columns = Shape.HiddenSize,
                LeftStride = LabelStride,
                RightStride = LabelStride,
                OutputStride = Stride,
            });
        }

        WeightUpdate<TSimd, TVector>.Add(StatesInOrder(scratch), Stride, Shape.HiddenSize, errors, words, target.OutputWeights, LabelStride);
    }

    /// <summary>The embeddings at all places that the windows cover; outside the sentence stands the padding word.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void GatherWindow(ReadOnlySpan<int> words, LayerScratch own)
    {
        var rows = own.WindowRows.AsSpan(0, words.Length + Shape.WindowSize - 1);
        rows.Fill(Shape.PaddingRow);
        for (var t = 0; t < words.Length; t++)
        {
            rows[Shape.WindowReach + t] = Shape.RowOf(words[t]);
        }

        Gather.Rows(parameters.Embeddings, Shape.EmbeddingSize, rows, own.Window);
    }

    /// <summary>
    /// The errors of the inputs are added straight to the places of the window, where those of neighbouring words overlap. What the update adds to the padding of wx
    /// is taken back: behind an input stand other words' values.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private void ThroughInputLayer(int words, HiddenLayerParameters target, LayerScratch own, TrainingScratch scratch)
    {
        var (size, stride) = (Shape.EmbeddingSize, Layer.InputStride);
        scratch.WindowErrors[..((words + Shape.WindowSize - 1) * size)].Clear();
        StridedProduct.Multiply<TSimd, TVector>(own.HiddenErrors, Layer.InputWeights, scratch.WindowErrors, scratch.WindowErrors, new ProductLayout
        {
            Rows = words,
            Depth = Shape.HiddenSize,
            Columns = stride,
            LeftRowStride = Stride,
            RightStride = stride,
            AddendStride = size,
            OutputStride = size,
        });
        StridedProduct.Multiply<TSimd, TVector>(own.HiddenErrors, own.Window, target.InputWeights, target.InputWeights, new ProductLayout
        {
            Rows = Shape.HiddenSize,
            Depth = words,
            Columns = stride,
            LeftRowStride = 1,
            LeftDepthStride = Stride,
            RightStride = size,
            AddendStride = stride,
            OutputStride = stride,
        });
        ClearPadding(target.InputWeights);
    }

    private void ClearPadding(Span<float> inputWeights)
    {
        var padding = Layer.InputStride - Shape.InputSize;
        for (var end = Shape.InputSize; end < inputWeights.Length; end += Layer.InputStride)
        {
            inputWeights.Slice(end, padding).Clear();
        }
    }

    /// <summary>Every place adds its errors to the row of its word: a word that stands at several gets all of them, and the padding word too.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void ScatterToEmbeddings(int words, TrainingParameters target, LayerScratch own, TrainingScratch scratch)
    {
        var size = Shape.EmbeddingSize;
        for (var place = 0; place < words + Shape.WindowSize - 1; place++)
        {
            Elementwise.Add<TSimd, TVector>(
                scratch.WindowErrors.Slice(place * size, size), target.Embeddings.Slice(own.WindowRows[place] * size, size));
        }
    }
}
