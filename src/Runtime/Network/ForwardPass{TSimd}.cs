using System.Runtime.CompilerServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The equations of the network (the tutorial's <c>rnnslu.py</c>), block by block:
/// x_t = embeddings of the words around t; h_t = sigmoid(x_t·wx + bh + h_{t−1}·wh), h_{−1} = h0 (<see cref="HiddenLayer{TSimd, TVector}"/>);
/// p_t = softmax(h_t·w + b) (<see cref="OutputLayer{TSimd, TVector}"/>).
/// </summary>
internal sealed class ForwardPass<TSimd, TVector> : ForwardPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape;
    private readonly int _stride;
    private readonly HiddenLayer<TSimd, TVector> _hidden;
    private readonly OutputLayer<TSimd, TVector> _output;

    public ForwardPass(PackedNetwork network)
    {
        _shape = network.Shape;
        _stride = network.OutputStride;
        _output = new OutputLayer<TSimd, TVector>(network);
        _hidden = new HiddenLayer<TSimd, TVector>(network.Forward, _output.AsFeedback());
    }

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    [MethodImpl(HotPath.Compiled)]
    public override void Run(ReadOnlySpan<int> words, ForwardOutput output, SentenceWorkspace state)
    {
        _hidden.Begin(state);
        for (var start = 0; start < words.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, words.Length - start);
            var hidden = _hidden.Run(words, start, length, state);
            _output.Label(
                hidden,
                output.Labels.Slice(start, length),
                output.Probabilities.IsEmpty ? default : output.Probabilities.Slice(start * _shape.LabelCount, length * _shape.LabelCount),
                state.Products);
            for (var t = 0; t < length && !output.Hidden.IsEmpty; t++)
            {
                hidden.Slice(t * _stride, _shape.HiddenSize).CopyTo(output.Hidden[((start + t) * _shape.HiddenSize)..]);
            }
        }
    }
}
