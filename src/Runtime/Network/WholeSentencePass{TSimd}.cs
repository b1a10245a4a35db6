using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// A sentence of which all words must be seen before the first label is known: because a second hidden layer reads it
/// from its end, or because its labels are decoded together. The layer that reads from the end runs over the reversed
/// sentence.
/// </summary>
internal sealed class WholeSentencePass<TSimd, TVector> : ForwardPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ElmanShape _shape;
    private readonly int _stateStride;
    private readonly int _layerStride;
    private readonly PackedTransitions? _transitions;
    private readonly TimeStep<TSimd, TVector> _forward;
    private readonly TimeStep<TSimd, TVector>? _backward;
    private readonly OutputLayer<TSimd, TVector> _output;

    public WholeSentencePass(PackedNetwork network)
    {
        _shape = network.Shape;
        _stateStride = network.OutputStride;
        _layerStride = network.Forward.Stride;
        _transitions = network.Transitions;
        _forward = new TimeStep<TSimd, TVector>(network, network.Forward);
        _backward = network.Layers.Length > 1 ? new TimeStep<TSimd, TVector>(network, network.Layers[1]) : null;
        _output = new OutputLayer<TSimd, TVector>(network);
    }

    public override InstructionSet InstructionSet => TSimd.InstructionSet;

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void Run(ReadOnlySpan<int> words, ForwardOutput output, SentenceWorkspace workspace)
    {
        if (words.IsEmpty)
        {
            return;
        }

        var states = ReadSentence(words, workspace);
        if (_transitions is { IsLearned: true })
        {
            Score(states, words.Length, workspace);
            Decode(output.Labels, workspace, _transitions);
            if (!output.Probabilities.IsEmpty || !output.Confidence.IsEmpty)
            {
                SumSequences(words.Length, workspace, _transitions);
                CopyMarginals(output.Probabilities, workspace, _transitions);
                FindConfidence(output.Labels, output.Confidence, workspace, _transitions);
            }
        }
        else
        {
            LabelWords(states, output, workspace);
            if (_transitions is not null)
            {
                Constrain(states, output, workspace, _transitions);
            }
        }

        for (var t = 0; t < words.Length && !output.Hidden.IsEmpty; t++)
        {
            states.Slice(t * _stateStride, _shape.OutputDepth).CopyTo(output.Hidden[(t * _shape.OutputDepth)..]);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Constraints decode only the sentences whose best labels, word by word, they forbid.</remarks>
    public override void WarmUp(SentenceWorkspace workspace)
    {
        if (_transitions is not null)
        {
            Span<int> labels = stackalloc int[2];
            workspace.Sequence!.Reserve(labels.Length);
            var states = workspace.Sequence.States[..(labels.Length * _stateStride)];
            Score(states, labels.Length, workspace);
            Decode(labels, workspace, _transitions);
            Span<float> words = stackalloc float[labels.Length];
            Span<float> continuations = stackalloc float[labels.Length];
            SumSequences(labels.Length, workspace, _transitions);
            FindConfidence(labels, new LabelConfidence(words, continuations), workspace, _transitions);
        }
    }

    /// <summary>
    /// [words, output stride]: the hidden states that the output layer sees, those of both layers side by side where
    /// there are two.
    /// </summary>
    private Span<float> ReadSentence(ReadOnlySpan<int> words, SentenceWorkspace workspace)
    {
        var sequence = workspace.Sequence!;
        sequence.Reserve(words.Length);
        var states = sequence.States[..(words.Length * _stateStride)];
        Read(_forward, words, states, _stateStride, workspace);
        if (_backward is not null)
        {
            var reversed = sequence.Reversed.AsSpan(0, words.Length);
            words.CopyTo(reversed);
            reversed.Reverse();
            Read(_backward, reversed, states[_shape.HiddenSize..], -_stateStride, workspace);
        }

        return states;
    }

    /// <summary>Runs one hidden layer over the sentence.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="words">[n]: the words in the order in which it reads them.</param>
    /// <param name="states">Receives the hidden state of each word in its row.</param>
    /// <param name="step">
    /// From the row of a word to that of the word read next: the stride, or its negative where the layer reads from
    /// the end.
    /// </param>
    /// <param name="workspace">Memory for the run.</param>
    [MethodImpl(HotPath.Compiled)]
    private void Read(
        TimeStep<TSimd, TVector> layer,
        ReadOnlySpan<int> words,
        Span<float> states,
        int step,
        SentenceWorkspace workspace)
    {
        layer.Start(workspace);
        var row = step > 0 ? 0 : (words.Length - 1) * -step;
        for (var start = 0; start < words.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, words.Length - start);
            var block = layer.Run(words, start, length, workspace);
            for (var t = 0; t < length; t++)
            {
                block.Slice(t * _layerStride, _shape.HiddenSize).CopyTo(states[row..]);
                row += step;
            }
        }
    }

    /// <summary>The best label of every word by itself, and its probability where no decoding follows.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void LabelWords(ReadOnlySpan<float> states, ForwardOutput output, SentenceWorkspace workspace)
    {
        var labels = _shape.LabelCount;
        for (var start = 0; start < output.Labels.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, output.Labels.Length - start);
            _output.Label(
                states.Slice(start * _stateStride, length * _stateStride),
                output.Labels.Slice(start, length),
                output.Probabilities.IsEmpty ? default : output.Probabilities.Slice(start * labels, length * labels),
                workspace.Step);
            if (_transitions is null && !output.Confidence.IsEmpty)
            {
                _output.Confidence(
                    states.Slice(start * _stateStride, length * _stateStride),
                    output.Labels.Slice(start, length),
                    output.Confidence.Slice(start, length),
                    workspace.Step);
            }
        }
    }

    /// <summary>
    /// Replaces labels that the transitions forbid, and finds the confidence among the sequences that they allow.
    /// </summary>
    private void Constrain(
        ReadOnlySpan<float> states, ForwardOutput output, SentenceWorkspace workspace, PackedTransitions transitions)
    {
        // Where the transitions allow the best label of each word, no allowed sequence is better.
        var isAllowed = transitions.Allows(output.Labels);
        if (isAllowed && output.Confidence.IsEmpty)
        {
            return;
        }

        Score(states, output.Labels.Length, workspace);
        if (!isAllowed)
        {
            Decode(output.Labels, workspace, transitions);
        }

        if (!output.Confidence.IsEmpty)
        {
            SumSequences(output.Labels.Length, workspace, transitions);
            FindConfidence(output.Labels, output.Confidence, workspace, transitions);
        }
    }

    /// <summary>The logits of a sentence, for the methods below.</summary>
    private void Score(ReadOnlySpan<float> states, int words, SentenceWorkspace workspace) =>
        _output.Logits(states, words, workspace.Sequence!.LogitsOf(words), workspace.Step);

    /// <summary>The best sequence of labels (Viterbi).</summary>
    private static void Decode(Span<int> labels, SentenceWorkspace workspace, PackedTransitions transitions)
    {
        var sequence = workspace.Sequence!;
        var logits = sequence.LogitsOf(labels.Length);
        Viterbi.Decode<TSimd, TVector>(
            logits,
            transitions.Start,
            transitions.Transitions,
            transitions.Transposed,
            sequence.Scores[..logits.Length],
            labels);
    }

    /// <summary>
    /// Forward-backward over all label sequences of a sentence: leaves the marginal probability of each word's labels,
    /// with the forward sums and the factors that they are made of, in the workspace.
    /// </summary>
    private static void SumSequences(int words, SentenceWorkspace workspace, PackedTransitions transitions)
    {
        var sequence = workspace.Sequence!;
        var logits = sequence.LogitsOf(words);
        ForwardBackward.Compute<TSimd, TVector>(
            logits,
            transitions.Start,
            transitions.Exponentials,
            transitions.TransposedExponentials,
            transitions.LargestTransition,
            sequence.Forward[..logits.Length],
            sequence.Factors[..logits.Length],
            sequence.Scores[..logits.Length]);
    }

    /// <summary>probabilities [words, labels], where wanted = the marginals of <see cref="SumSequences"/>.</summary>
    private static void CopyMarginals(
        Span<float> probabilities, SentenceWorkspace workspace, PackedTransitions transitions)
    {
        var labels = transitions.Labels;
        for (var t = 0; t * labels < probabilities.Length; t++)
        {
            workspace.Sequence!.Scores.Slice(t * transitions.Stride, labels).CopyTo(probabilities[(t * labels)..]);
        }
    }

    /// <summary>
    /// The marginal probability of each word's label, and its probability given the label before: that of the pair of
    /// both (see <see cref="ForwardBackward.Compute"/>) over the marginal of the label before.
    /// </summary>
    private static void FindConfidence(
        ReadOnlySpan<int> labels,
        LabelConfidence confidence,
        SentenceWorkspace workspace,
        PackedTransitions transitions)
    {
        var sequence = workspace.Sequence!;
        for (var t = 0; t < confidence.Words.Length; t++)
        {
            var row = t * transitions.Stride;
            confidence.Words[t] = sequence.Scores[row + labels[t]];
            if (confidence.Continuations.IsEmpty)
            {
                continue;
            }

            if (t == 0)
            {
                confidence.Continuations[0] = confidence.Words[0];
                continue;
            }

            var before = labels[t - 1];
            var pair = (double)transitions.Exponentials[(before * transitions.Stride) + labels[t]]
                * sequence.Forward[row - transitions.Stride + before]
                * sequence.Factors[row + labels[t]];
            var marginal = confidence.Words[t - 1];
            confidence.Continuations[t] = marginal > 0 ? (float)Math.Min(pair / marginal, 1) : 0f;
        }
    }
}
