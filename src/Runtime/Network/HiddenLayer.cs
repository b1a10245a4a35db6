using System.Runtime.CompilerServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The hidden layer over a sentence, block by block: h_t = sigmoid(x_t·wx + bh + h_{t−1}·wh), h_{−1} = h0; in a Jordan network p_{t−1} = softmax(h_{t−1}·w + b) stands for
/// h_{t−1}.
/// </summary>
/// <param name="layer">Its parameters.</param>
/// <param name="feedback">What makes of a step's hidden units the probabilities that the next one gets; null where it gets the hidden units themselves.</param>
internal sealed class HiddenLayer<TSimd, TVector>(PackedHiddenLayer layer, OutputLayer<TSimd, TVector>? feedback)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape = layer.Shape;
    private readonly HiddenActivation _activation = layer.Shape.Variant.Activation;
    private readonly int _stride = layer.Stride;
    private readonly InputLayer<TSimd, TVector> _input = InputLayer<TSimd, TVector>.Of(layer);
    private readonly RecurrentLayer<TSimd, TVector> _recurrent = new(layer);

    /// <summary>Before the first word of a sentence: h_{−1} = h0, here and nowhere else.</summary>
    public void Begin(SentenceWorkspace state) => layer.InitialState.CopyTo(state.Hidden);

    /// <summary>The states of the next words, at most <see cref="SentenceWorkspace.BlockLength"/> at a time.</summary>
    /// <param name="words">The sentence.</param>
    /// <param name="start">Where the block begins in it.</param>
    /// <param name="length">Words of the block.</param>
    /// <param name="state">Memory, as <see cref="Begin"/> or the block before left it.</param>
    /// <returns>[length, padded hidden]; the memory is used again for the next block.</returns>
    [MethodImpl(HotPath.Compiled)]
    public Span<float> Run(ReadOnlySpan<int> words, int start, int length, SentenceWorkspace state)
    {
        var hidden = state.Hidden.Slice(_stride, length * _stride);
        var rows = WindowRows(words, start, length, state);
        var newest = rows[(_shape.WindowSize - 1)..];
        _input.AddContext(rows, length, hidden, state.Input);
        _input.ProjectLookahead(newest, state.Input);
        var first = state.Hidden[.._stride];
        var previous = first;
        for (var t = 0; t < newest.Length; t++)
        {
            var current = hidden.Slice(t * _stride, _stride);
            _recurrent.AddTo(previous, current, StepDirection.Of(t), state.Products);
            HiddenUnits.Activate<TSimd, TVector>(_activation, current, _input.Newest(newest[t], t, state.Input));
            if (feedback is null)
            {
                previous = current;
            }
            else
            {
                feedback.Probabilities(current, first, state.Products);
            }
        }

        // What the last word leaves is what the next block begins with.
        if (feedback is null)
        {
            previous.CopyTo(first);
        }

        return hidden;
    }

    /// <summary>The embedding rows that the windows of the block's words cover together; outside the sentence stands the padding word.</summary>
    [MethodImpl(HotPath.Compiled)]
    private ReadOnlySpan<int> WindowRows(ReadOnlySpan<int> words, int start, int length, SentenceWorkspace state)
    {
        var rows = state.WindowRows.AsSpan(0, length + (2 * _shape.WindowReach));
        for (var i = 0; i < rows.Length; i++)
        {
            var place = start + i - _shape.WindowReach;
            rows[i] = (uint)place < (uint)words.Length ? _shape.RowOf(words[place]) : _shape.PaddingRow;
        }

        return rows;
    }
}
