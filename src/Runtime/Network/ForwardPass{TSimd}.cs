using System.Runtime.CompilerServices;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// A sentence from its first word to its last, block by block: the hidden states of a block, then its labels while
/// these states are in the first-level cache.
/// </summary>
internal sealed class ForwardPass<TSimd, TVector>(PackedNetwork network) : ForwardPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly TimeStep<TSimd, TVector> _step = new(network, network.Forward);
    private readonly OutputLayer<TSimd, TVector> _output = new(network);
    private readonly int _labels = network.Shape.LabelCount;
    private readonly int _hidden = network.Shape.HiddenSize;
    private readonly int _stride = network.Forward.Stride;

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void Run(ReadOnlySpan<int> words, ForwardOutput output, SentenceWorkspace workspace)
    {
        _step.Start(workspace);
        for (var start = 0; start < words.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, words.Length - start);
            var states = _step.Run(words, start, length, workspace);
            _output.Label(
                states,
                output.Labels.Slice(start, length),
                new LabelProbabilities(output.Probabilities, _labels).Slice(start, length),
                workspace.Step);
            for (var t = 0; t < length && !output.Hidden.IsEmpty; t++)
            {
                states.Slice(t * _stride, _hidden).CopyTo(output.Hidden[((start + t) * _hidden)..]);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void RunWithConfidence(
        ReadOnlySpan<int> words, Span<int> labels, LabelConfidence confidence, SentenceWorkspace workspace)
    {
        _step.Start(workspace);
        for (var start = 0; start < words.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, words.Length - start);
            _output.LabelWithConfidence(
                _step.Run(words, start, length, workspace),
                labels.Slice(start, length),
                confidence.Slice(start, length),
                workspace.Step);
        }
    }
}
