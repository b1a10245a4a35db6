using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// A sentence of which the whole has to be seen before its first label is known: because one hidden layer reads it from its end, or because its labels are decoded together.
/// The layer that reads from the end is the same layer over the reversed sentence.
/// </summary>
internal sealed class WholeSentencePass<TSimd, TVector> : ForwardPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape;
    private readonly int _stride;
    private readonly int _hiddenStride;
    private readonly LabelTransitions? _chain;
    private readonly HiddenLayer<TSimd, TVector> _forward;
    private readonly HiddenLayer<TSimd, TVector>? _backward;
    private readonly OutputLayer<TSimd, TVector> _output;

    public WholeSentencePass(PackedNetwork network)
    {
        _shape = network.Shape;
        _stride = network.OutputStride;
        _hiddenStride = network.Forward.Stride;
        _chain = network.Chain;
        _output = new OutputLayer<TSimd, TVector>(network);
        _forward = new HiddenLayer<TSimd, TVector>(network.Forward, _output.AsFeedback());
        _backward = network.Layers.Length > 1 ? new HiddenLayer<TSimd, TVector>(network.Layers[1], feedback: null) : null;
    }

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    [MethodImpl(HotPath.Compiled)]
    public override void Run(ReadOnlySpan<int> words, ForwardOutput output, SentenceWorkspace state)
    {
        if (words.IsEmpty)
        {
            return;
        }

        state.Sentence!.Reserve(words.Length);
        var states = state.Sentence.States[..(words.Length * _stride)];
        ReadForward(words, states, state);
        ReadBackward(words, states, state);
        if (_chain is { IsLearned: true })
        {
            DecodeChain(states, output, state, _chain);
        }
        else
        {
            LabelWords(states, output, state);
            if (_chain is not null && !_chain.Allows(output.Labels))
            {
                // Were the best labels word by word allowed, nothing allowed could be better.
                DecodeChain(states, new ForwardOutput(output.Labels), state, _chain);
            }
        }

        for (var t = 0; t < words.Length && !output.Hidden.IsEmpty; t++)
        {
            states.Slice(t * _stride, _shape.OutputDepth).CopyTo(output.Hidden[(t * _shape.OutputDepth)..]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Constraints decode only those sentences whose best labels word by word they forbid.</remarks>
    public override void WarmUp(SentenceWorkspace state)
    {
        if (_chain is not null)
        {
            Span<int> labels = stackalloc int[2];
            state.Sentence!.Reserve(labels.Length);
            DecodeChain(state.Sentence.States[..(labels.Length * _stride)], new ForwardOutput(labels), state, _chain);
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void ReadForward(ReadOnlySpan<int> words, Span<float> states, SentenceWorkspace state)
    {
        _forward.Begin(state);
        for (var start = 0; start < words.Length; start += SentenceWorkspace.BlockLength)
        {
            var hidden = _forward.Run(words, start, Math.Min(SentenceWorkspace.BlockLength, words.Length - start), state);
            for (var t = 0; t * _hiddenStride < hidden.Length; t++)
            {
                hidden.Slice(t * _hiddenStride, _shape.HiddenSize).CopyTo(states[((start + t) * _stride)..]);
            }
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void ReadBackward(ReadOnlySpan<int> words, Span<float> states, SentenceWorkspace state)
    {
        if (_backward is null)
        {
            return;
        }

        var reversed = state.Sentence!.Reversed.AsSpan(0, words.Length);
        words.CopyTo(reversed);
        reversed.Reverse();
        _backward.Begin(state);
        for (var start = 0; start < words.Length; start += SentenceWorkspace.BlockLength)
        {
            var hidden = _backward.Run(reversed, start, Math.Min(SentenceWorkspace.BlockLength, words.Length - start), state);
            for (var t = 0; t * _hiddenStride < hidden.Length; t++)
            {
                hidden.Slice(t * _hiddenStride, _shape.HiddenSize).CopyTo(states[(((words.Length - 1 - start - t) * _stride) + _shape.HiddenSize)..]);
            }
        }
    }

    /// <summary>Every word's best label by itself.</summary>
    private void LabelWords(ReadOnlySpan<float> states, ForwardOutput output, SentenceWorkspace state)
    {
        for (var start = 0; start < output.Labels.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, output.Labels.Length - start);
            _output.Label(
                states.Slice(start * _stride, length * _stride),
                output.Labels.Slice(start, length),
                output.Probabilities.IsEmpty ? default : output.Probabilities.Slice(start * _shape.LabelCount, length * _shape.LabelCount),
                state.Products);
        }
    }

    /// <summary>The best sequence of labels, and where they are wanted the probabilities of each word's labels over all sequences.</summary>
    private void DecodeChain(ReadOnlySpan<float> states, ForwardOutput output, SentenceWorkspace state, LabelTransitions chain)
    {
        var memory = state.Sentence!;
        var logits = memory.Logits[..(output.Labels.Length * chain.Stride)];
        _output.Logits(states, output.Labels.Length, logits, state.Products);
        Viterbi.Decode<TSimd, TVector>(logits, chain.Start, chain.Transitions, chain.Transposed, memory.Scores[..logits.Length], output.Labels);
        if (output.Probabilities.IsEmpty)
        {
            return;
        }

        var marginals = memory.Scores[..logits.Length];
        ForwardBackward.Compute<TSimd, TVector>(
            logits,
            chain.Start,
            chain.Exponentials,
            chain.TransposedExponentials,
            chain.LargestTransition,
            memory.Forward[..logits.Length],
            memory.Factors[..logits.Length],
            marginals);
        for (var t = 0; t < output.Labels.Length; t++)
        {
            marginals.Slice(t * chain.Stride, _shape.LabelCount).CopyTo(output.Probabilities[(t * _shape.LabelCount)..]);
        }
    }
}
