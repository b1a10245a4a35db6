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
    private readonly float _temperature;
    private readonly LabelChain? _chain;

    /// <summary>Constraints without scores; null where there are scores, or nothing.</summary>
    private readonly PackedConstraints? _constraints;
    private readonly TimeStep<TSimd, TVector> _forward;
    private readonly TimeStep<TSimd, TVector>? _backward;
    private readonly OutputLayer<TSimd, TVector> _output;

    public WholeSentencePass(PackedNetwork network)
    {
        _shape = network.Shape;
        _stateStride = network.OutputStride;
        _layerStride = network.Forward.Stride;
        _chain = network.Chain;
        _constraints = _chain as PackedConstraints;
        _temperature = network.Temperature;
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
        var labels = workspace.Sequence!.Labels.AsSpan(0, words.Length);
        var found = new ForwardOutput(labels, output.Probabilities);
        if (_chain is PackedTransitions learned)
        {
            Decode(states, found, workspace, learned);
        }
        else
        {
            LabelWords(states, found, workspace);

            // Where the constraints allow the best label of each word, no allowed sequence is better.
            if (_constraints?.Allows(labels) == false)
            {
                Decode(states, new ForwardOutput(labels), workspace, _constraints);
            }
        }

        labels.CopyTo(output.Labels);

        for (var t = 0; t < words.Length && !output.Hidden.IsEmpty; t++)
        {
            states.Slice(t * _stateStride, _shape.OutputDepth).CopyTo(output.Hidden[(t * _shape.OutputDepth)..]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compiled)]
    public override void RunWithConfidence(
        ReadOnlySpan<int> words, Span<int> labels, LabelConfidence confidence, SentenceWorkspace workspace)
    {
        if (words.IsEmpty)
        {
            return;
        }

        var states = ReadSentence(words, workspace);
        if (_chain is null)
        {
            LabelWordsWithConfidence(states, labels, confidence, workspace);
            return;
        }

        var sequence = workspace.Sequence!;
        var found = sequence.Labels.AsSpan(0, words.Length);
        if (_constraints is null)
        {
            Decode(states, new ForwardOutput(found), workspace, _chain);
        }
        else
        {
            LabelWords(states, new ForwardOutput(found), workspace);
            if (_constraints.Allows(found))
            {
                _output.Logits(states, found.Length, sequence.LogitsOf(found.Length), workspace.Step);
            }
            else
            {
                Decode(states, new ForwardOutput(found), workspace, _constraints);
            }
        }

        found.CopyTo(labels);
        SumSequences(found, confidence, sequence, _chain);
    }

    /// <inheritdoc/>
    /// <remarks>Constraints decode only the sentences whose best labels, word by word, they forbid.</remarks>
    public override void WarmUp(SentenceWorkspace workspace)
    {
        _backward?.WarmUp(workspace.Step);
        if (_chain is not null)
        {
            Span<int> labels = stackalloc int[2];
            workspace.Sequence!.Reserve(labels.Length);
            var states = workspace.Sequence.States[..(labels.Length * _stateStride)];
            Decode(states, new ForwardOutput(labels), workspace, _chain);
            Span<float> words = stackalloc float[labels.Length];
            Span<float> continuations = stackalloc float[labels.Length];
            SumSequences(labels, new LabelConfidence(words, continuations), workspace.Sequence, _chain);
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

    /// <summary>The best label of every word by itself.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void LabelWords(ReadOnlySpan<float> states, ForwardOutput output, SentenceWorkspace workspace)
    {
        var probabilities = new LabelProbabilities(output.Probabilities, _shape.LabelCount);
        for (var start = 0; start < output.Labels.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, output.Labels.Length - start);
            _output.Label(
                states.Slice(start * _stateStride, length * _stateStride),
                output.Labels.Slice(start, length),
                probabilities.Slice(start, length),
                workspace.Step);
        }
    }

    /// <summary>The best label of every word by itself, with its probability.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void LabelWordsWithConfidence(
        ReadOnlySpan<float> states, Span<int> labels, LabelConfidence confidence, SentenceWorkspace workspace)
    {
        for (var start = 0; start < labels.Length; start += SentenceWorkspace.BlockLength)
        {
            var length = Math.Min(SentenceWorkspace.BlockLength, labels.Length - start);
            _output.LabelWithConfidence(
                states.Slice(start * _stateStride, length * _stateStride),
                labels.Slice(start, length),
                confidence.Slice(start, length),
                workspace.Step);
        }
    }

    /// <summary>
    /// The best sequence of labels (Viterbi), and where they are wanted the marginal probabilities of each word's
    /// labels over all sequences (forward-backward).
    /// </summary>
    private void Decode(
        ReadOnlySpan<float> states, ForwardOutput output, SentenceWorkspace workspace, LabelChain chain)
    {
        var sequence = workspace.Sequence!;
        var logits = sequence.Logits[..(output.Labels.Length * chain.Stride)];
        var scores = sequence.Scores[..logits.Length];
        _output.Logits(states, output.Labels.Length, logits, workspace.Step);
        if (chain is PackedTransitions learned)
        {
            Viterbi.Decode<TSimd, TVector>(
                logits, learned.Start, learned.Transitions, learned.Transposed, scores, output.Labels);
        }
        else
        {
            var constraints = (PackedConstraints)chain;
            ConstrainedViterbi.Decode<TSimd, TVector>(
                logits, chain.Start, constraints.Constrained, constraints.Predecessors, scores, output.Labels);
        }

        if (output.Probabilities.IsEmpty)
        {
            return;
        }

        SumSequences(output.Labels, default, sequence, chain);
        for (var t = 0; t < output.Labels.Length; t++)
        {
            scores.Slice(t * chain.Stride, _shape.LabelCount)
                .CopyTo(output.Probabilities[(t * _shape.LabelCount)..]);
        }
    }

    /// <summary>
    /// Forward-backward over all label sequences of a sentence, from its logits: leaves the marginal probability of
    /// each word's labels in the workspace's scores, and gives that of some labels where it is wanted. The temperature
    /// divides the scores of sequences, the logits here and for good.
    /// </summary>
    private void SumSequences(
        ReadOnlySpan<int> labels,
        LabelConfidence confidence,
        SequenceWorkspace sequence,
        LabelChain chain)
    {
        var logits = sequence.LogitsOf(labels.Length);
        if (_temperature != 1f)
        {
            Elementwise.Divide<TSimd, TVector>(logits, _temperature);
        }

        var factors = sequence.Factors[..logits.Length];
        var scores = sequence.Scores[..logits.Length];
        var smallestScale = chain is PackedTransitions learned
            ? SumSequences(logits, learned, learned.Products, sequence)
            : SumSequences(logits, chain, ((PackedConstraints)chain).Products(sequence.Products), sequence);
        if (!ForwardBackwardPrecision.Suffices<TSimd, TVector>(
            logits, chain.Labels, chain.Stride, factors, smallestScale))
        {
            LogarithmicChain.Find(logits, chain, _temperature, scores, labels, confidence);
        }
        else if (!confidence.IsEmpty)
        {
            ChainConfidence.Find(labels, confidence, sequence, chain);
        }
    }

    /// <summary>Forward-backward into the workspace.</summary>
    /// <returns>What <see cref="ForwardBackwardPrecision"/> needs to know of it.</returns>
    private static double SumSequences<TProducts>(
        ReadOnlySpan<float> logits, LabelChain chain, TProducts products, SequenceWorkspace sequence)
        where TProducts : struct, ITransitionProducts, allows ref struct
    {
        ForwardBackward.Compute<TSimd, TVector, TProducts>(
            logits,
            chain.TemperedStart,
            products,
            chain.LargestTransition,
            sequence.Forward[..logits.Length],
            sequence.Factors[..logits.Length],
            sequence.Scores[..logits.Length],
            out var smallestScale);
        return smallestScale;
    }
}
