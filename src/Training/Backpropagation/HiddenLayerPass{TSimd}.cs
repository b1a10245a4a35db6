using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The steps of one hidden layer, each of them one equation of <see cref="SentencePass{TSimd, TVector}"/>, which calls
/// them in order. Rows of words are in the order in which the layer reads the sentence, except where a step says
/// otherwise.
/// </summary>
/// <param name="parameters">The parameters that the layer reads.</param>
/// <param name="index">Which of the hidden layers it is.</param>
internal sealed class HiddenLayerPass<TSimd, TVector>(TrainingParameters parameters, int index)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape = parameters.Shape;
    private readonly HiddenLayerParameters _layer = parameters.Layers[index];
    private readonly int _stride = parameters.HiddenStride;
    private readonly int _labelStride = parameters.LabelStride;

    private readonly IRecurrence _recurrence = parameters.Shape.Variant.Kind == NetworkKind.Jordan
        ? new JordanRecurrence<TSimd, TVector>(parameters)
        : new ElmanRecurrence<TSimd, TVector>(parameters, index);

    /// <summary>
    /// Copies the embeddings of all places that the windows cover; outside the sentence stands the padding word. The
    /// input x_t [window · embedding] begins at place t, so that neighbouring inputs overlap and no embedding is copied
    /// twice.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void GatherInputs(ReadOnlySpan<int> words, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[index];
        var rows = own.WindowRows.AsSpan(0, PlaceCount(words.Length));
        rows.Fill(_shape.PaddingRow);
        var sentence = rows.Slice(_shape.WindowReach, words.Length);
        for (var t = 0; t < words.Length; t++)
        {
            sentence[t] = parameters.InputRowOf(words[t]);
        }

        if (_layer.IsReversed)
        {
            sentence.Reverse();
        }

        Gather.Rows(parameters.Inputs, _shape.EmbeddingSize, rows, own.Window);
    }

    /// <summary>The embeddings times the factors of dropout; with none, nothing.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void DropInputs(int words, TrainingWorkspace workspace) =>
        DropAtPlaces(words, workspace.Layers[index].Window, workspace);

    /// <summary>z [words, hidden] = x · wx, into the rows of the states.</summary>
    public void ProjectInputs(int words, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[index];
        RowProduct.Multiply<TSimd, TVector>(own.Window, _layer.InputWeights, own.Hidden[_stride..], new RowProductLayout
        {
            Rows = words,
            Depth = _layer.InputStride,
            Columns = _shape.HiddenSize,
            LeftStride = _shape.EmbeddingSize,
            RightStride = _layer.InputStride,
            OutputStride = _stride,
        });
    }

    /// <summary>The rows of the states, which hold z_t, become h_t, word by word.</summary>
    public void ComputeStates(int words, TrainingWorkspace workspace)
    {
        _recurrence.ComputeStates(words, workspace);
        if (_layer.IsReversed)
        {
            var own = workspace.Layers[index];
            StridedCopy.CopyReversed(own.Hidden.Slice(_stride, words * _stride), _stride, own.StatesInOrder);
        }
    }

    /// <summary>The states times the factors of dropout, beside the states; with none, nothing.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void DropStates(int words, TrainingWorkspace workspace)
    {
        if (workspace.Dropout is { } dropout)
        {
            var length = words * _stride;
            Elementwise.Multiply<TSimd, TVector>(
                StatesInOrder(workspace)[..length],
                dropout.Outputs(index)[..length],
                dropout.KeptStates(index)[..length]);
        }
    }

    /// <summary>
    /// logits [words, labels] = h · the layer's rows of w, added to b by the first layer and to the logits so far by
    /// the second.
    /// </summary>
    public void AddLogits(int words, TrainingWorkspace workspace) => StridedProduct.Multiply<TSimd, TVector>(
        StatesOfLogits(workspace),
        _layer.OutputWeights,
        index == 0 ? parameters.OutputBias : workspace.Logits,
        workspace.Logits,
        new ProductLayout
        {
            Rows = words,
            Depth = _shape.HiddenSize,
            Columns = _labelStride,
            LeftRowStride = _stride,
            RightStride = _labelStride,
            AddendStride = index == 0 ? 0 : _labelStride,
            OutputStride = _labelStride,
        });

    /// <summary>
    /// ∂z [words, hidden] from ∂logits, last time step first. A Jordan network completes ∂logits on the way.
    /// </summary>
    public void BackpropagateStates(int words, TrainingWorkspace workspace) =>
        _recurrence.BackpropagateStates(words, workspace);

    /// <summary>The layer's rows of w += hᵀ · ∂logits, both in the order of the sentence.</summary>
    public void UpdateOutputWeights(int words, TrainingParameters target, TrainingWorkspace workspace) =>
        WeightUpdate.AddOuterProducts<TSimd, TVector>(
            StatesOfLogits(workspace), _stride, _shape.HiddenSize,
            workspace.LogitGradients, _labelStride, words,
            target.Layers[index].OutputWeights, _labelStride);

    /// <summary>wh += sᵀ · ∂z, the states one time step behind; h0 += ∂z_0 · whᵀ.</summary>
    public void UpdateRecurrentWeights(int words, TrainingParameters target, TrainingWorkspace workspace) =>
        _recurrence.UpdateWeights(words, target.Layers[index], workspace);

    /// <summary>bh += all rows of ∂z.</summary>
    public void UpdateBias(int words, TrainingParameters target, TrainingWorkspace workspace) =>
        WeightUpdate.AddRows<TSimd, TVector>(
            workspace.Layers[index].SumGradients, words, _stride, target.Layers[index].Bias);

    /// <summary>
    /// ∂x = ∂z · wxᵀ, added up where the inputs of neighbouring words overlap: the result is [words + window − 1,
    /// embedding], one row a place.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void BackpropagateInputs(int words, TrainingWorkspace workspace)
    {
        var size = _shape.EmbeddingSize;
        var gradients = workspace.WindowGradients;
        gradients[..(PlaceCount(words) * size)].Clear();
        StridedProduct.Multiply<TSimd, TVector>(
            workspace.Layers[index].SumGradients, _layer.InputWeights, gradients, gradients, new ProductLayout
            {
                Rows = words,
                Depth = _shape.HiddenSize,
                Columns = _layer.InputStride,
                LeftRowStride = _stride,
                RightStride = _layer.InputStride,
                AddendStride = size,
                OutputStride = size,
            });
        DropAtPlaces(words, gradients, workspace);
    }

    /// <summary>
    /// wx [hidden, input], which is kept transposed, += ∂zᵀ · x. Behind an input stand the values of the next one
    /// instead of padding, so the padding of wx is set back to 0.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void UpdateInputWeights(int words, TrainingParameters target, TrainingWorkspace workspace)
    {
        var own = workspace.Layers[index];
        var weights = target.Layers[index].InputWeights;
        WeightUpdate.AddOuterProducts<TSimd, TVector>(
            own.SumGradients,
            _stride,
            _shape.HiddenSize,
            own.Window,
            _shape.EmbeddingSize,
            words,
            weights,
            _layer.InputStride);
        var padding = _layer.InputStride - _shape.InputSize;
        for (var end = _shape.InputSize; end < weights.Length; end += _layer.InputStride)
        {
            weights.Slice(end, padding).Clear();
        }
    }

    /// <summary>
    /// Adds ∂x to the embeddings, place by place: a word that stands at several places gets the sum, and so does the
    /// padding word.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    public void UpdateEmbeddings(int words, TrainingParameters target, TrainingWorkspace workspace)
    {
        var size = _shape.EmbeddingSize;
        var rows = workspace.Layers[index].WindowRows.AsSpan(0, PlaceCount(words));
        for (var place = 0; place < rows.Length; place++)
        {
            Elementwise.Add<TSimd, TVector>(
                workspace.WindowGradients.Slice(place * size, size), target.Inputs.Slice(rows[place] * size, size));
        }
    }

    /// <summary>Rows [words + window − 1, embedding] times the factors of dropout; with none, nothing.</summary>
    private void DropAtPlaces(int words, Span<float> rows, TrainingWorkspace workspace)
    {
        if (workspace.Dropout is { } dropout)
        {
            var size = _shape.EmbeddingSize;
            for (var place = 0; place < PlaceCount(words); place++)
            {
                var row = rows.Slice(place * size, size);
                Elementwise.Multiply<TSimd, TVector>(row, dropout.Inputs, row);
            }
        }
    }

    /// <summary>Places that the windows of a sentence cover.</summary>
    private int PlaceCount(int words) => words + _shape.WindowSize - 1;

    /// <summary>What dropout has left of h, in the order of the sentence [words, padded hidden].</summary>
    private ReadOnlySpan<float> StatesOfLogits(TrainingWorkspace workspace) =>
        workspace.Dropout is { } dropout ? dropout.KeptStates(index) : StatesInOrder(workspace);

    /// <summary>h in the order of the sentence [words, padded hidden].</summary>
    private ReadOnlySpan<float> StatesInOrder(TrainingWorkspace workspace) =>
        _layer.IsReversed ? workspace.Layers[index].StatesInOrder : workspace.Layers[index].Hidden[_stride..];
}
