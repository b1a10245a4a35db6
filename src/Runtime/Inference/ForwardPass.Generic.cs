using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Simd;

namespace FastElman.Inference;

/// <summary>
/// The equations of the network (the tutorial's <c>rnnslu.py</c>), block by block:
/// x_t = embeddings of the words around t; h_t = sigmoid(x_t·wx + bh + h_{t−1}·wh), h_{−1} = h0; p_t = softmax(h_t·w + b).
/// </summary>
internal sealed class ForwardPass<TSimd, TVector>(PackedNetwork network) : ForwardPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape = network.Shape;
    private readonly int _stride = network.RecurrentWeights.PaddedColumns;
    private readonly InputLayer<TSimd, TVector> _input = InputLayer<TSimd, TVector>.Of(network);
    private readonly RecurrentLayer<TSimd, TVector> _recurrent = new(network);
    private readonly OutputLayer<TSimd, TVector> _output = new(network);

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(ReadOnlySpan<int> words, ForwardOutput output, RunState state)
    {
        // h_{−1} = h0, here and nowhere else.
        network.InitialState.CopyTo(state.Hidden);
        for (var start = 0; start < words.Length; start += RunState.BlockLength)
        {
            var length = Math.Min(RunState.BlockLength, words.Length - start);
            var hidden = state.Hidden.Slice(_stride, length * _stride);
            Recur(WindowRows(words, start, length, state), hidden, state);
            _output.Label(
                hidden,
                output.Labels.Slice(start, length),
                output.Probabilities.IsEmpty ? default : output.Probabilities.Slice(start * _shape.LabelCount, length * _shape.LabelCount),
                state.Products);
            CopyHidden(hidden, start, output.Hidden);

            // The last state of this block is the one before the next.
            hidden[^_stride..].CopyTo(state.Hidden);
        }
    }

    /// <summary>hidden_t [padded hidden] = sigmoid(x_t·wx + bh + hidden_{t−1}·wh), word by word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Recur(ReadOnlySpan<int> rows, Span<float> hidden, RunState state)
    {
        var newest = rows[(_shape.WindowSize - 1)..];
        _input.SumEarlier(rows, newest.Length, hidden, state.Input);
        _input.ProjectNewest(newest, state.Input);
        var previous = state.Hidden[.._stride];
        for (var t = 0; t < newest.Length; t++)
        {
            var current = hidden.Slice(t * _stride, _stride);
            _recurrent.AddTo(previous, current, RecurrenceOrder.Of(t), state.Products);
            ActivatedSum.Apply<TSimd, TVector, Sigmoid>(current, _input.Newest(newest[t], t, state.Input));
            previous = current;
        }
    }

    private void CopyHidden(ReadOnlySpan<float> hidden, int start, Span<float> output)
    {
        for (var t = 0; t * _stride < hidden.Length && !output.IsEmpty; t++)
        {
            hidden.Slice(t * _stride, _shape.HiddenSize).CopyTo(output[((start + t) * _shape.HiddenSize)..]);
        }
    }

    /// <summary>The embedding rows that the windows of the block's words cover together; outside the sentence stands the padding word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<int> WindowRows(ReadOnlySpan<int> words, int start, int length, RunState state)
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
