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
    private readonly int _hiddenStride = network.RecurrentWeights.PaddedColumns;
    private readonly int _logitStride = network.OutputWeights.PaddedColumns;

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    public override void Run(ReadOnlySpan<int> words, ForwardOutput output, RunState state)
    {
        // h_{−1} = h0, here and nowhere else.
        network.InitialState.CopyTo(state.Hidden);
        for (var start = 0; start < words.Length; start += RunState.BlockLength)
        {
            var length = Math.Min(RunState.BlockLength, words.Length - start);
            Hidden(words, start, length, state);
            Output(start, length, output, state);

            // The last state of this block is the one before the next.
            state.Hidden.Slice(length * _hiddenStride, _shape.HiddenSize).CopyTo(state.Hidden);
        }
    }

    private void Hidden(ReadOnlySpan<int> words, int start, int length, RunState state)
    {
        var rows = WindowRows(words, start, length, state);
        Gather.Rows(network.Embeddings, _shape.EmbeddingSize, rows, state.Window);

        // x·wx + bh for the whole block: the rows of x overlap, each begins one embedding after the one before.
        var after = state.Hidden[_hiddenStride..];
        MatrixProduct.Multiply<TSimd, TVector>(
            state.Window, _shape.EmbeddingSize, length, _shape.InputSize, network.InputWeights.Panels, network.HiddenBias, after);

        var previous = state.Hidden[.._shape.HiddenSize];
        for (var t = 0; t < length; t++)
        {
            var current = after.Slice(t * _hiddenStride, _hiddenStride);
            MatrixVector.Multiply<TSimd, TVector>(previous, network.RecurrentWeights.Panels, current, current);
            Sigmoid.Apply<TSimd, TVector>(current);
            previous = current[.._shape.HiddenSize];
        }
    }

    private void Output(int start, int length, ForwardOutput output, RunState state)
    {
        var hidden = state.Hidden[_hiddenStride..];
        MatrixProduct.Multiply<TSimd, TVector>(
            hidden, _hiddenStride, length, _shape.HiddenSize, network.OutputWeights.Panels, network.OutputBias, state.Logits);

        for (var t = 0; t < length; t++)
        {
            var logits = state.Logits.Slice(t * _logitStride, _shape.LabelCount);
            output.Labels[start + t] = ArgMax.Of<TSimd, TVector>(logits);
            if (!output.Probabilities.IsEmpty)
            {
                Softmax.Apply<TSimd, TVector>(
                    logits, output.Probabilities.Slice((start + t) * _shape.LabelCount, _shape.LabelCount));
            }

            if (!output.Hidden.IsEmpty)
            {
                hidden.Slice(t * _hiddenStride, _shape.HiddenSize)
                    .CopyTo(output.Hidden.Slice((start + t) * _shape.HiddenSize, _shape.HiddenSize));
            }
        }
    }

    /// <summary>The embedding rows that the windows of the block's words cover together; outside the sentence stands the padding word.</summary>
    private ReadOnlySpan<int> WindowRows(ReadOnlySpan<int> words, int start, int length, RunState state)
    {
        var rows = state.WindowRows.AsSpan(0, length + (2 * _shape.WindowReach));
        for (var i = 0; i < rows.Length; i++)
        {
            var place = start + i - _shape.WindowReach;
            rows[i] = (uint)place < (uint)words.Length ? words[place] : _shape.PaddingRow;
        }

        return rows;
    }
}
