using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// From hidden states to labels, and to probabilities where they are wanted: p_t = softmax((h_t·w + b) / temperature),
/// the label is the first arg-max. Labels alone need no softmax, and in most words only a product in bytes instead of
/// the logits.
/// </summary>
internal readonly struct OutputLayer<TSimd, TVector>(PackedNetwork network)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _labels = network.Shape.LabelCount;
    private readonly int _depth = network.Shape.OutputDepth;
    private readonly int _stateStride = network.OutputStride;
    private readonly int _logitStride = network.OutputWeights.PaddedColumns;
    private readonly float _temperature = network.Temperature;
    private readonly int _lossOfOpenWord = ByteTrials.LossOfSeveral(network.Shape.OutputDepth);

    /// <summary>The labels of n time steps.</summary>
    /// <param name="states">[n, output stride]: the hidden states.</param>
    /// <param name="labels">[n]: receives the labels.</param>
    /// <param name="probabilities">Receives the probabilities; or empty.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Label(
        ReadOnlySpan<float> states, Span<int> labels, LabelProbabilities probabilities, StepWorkspace workspace)
    {
        if (probabilities.IsEmpty && network.ByteWeights is not null)
        {
            if (workspace.ByteTrials.Begin(labels.Length))
            {
                for (var t = 0; t < labels.Length; t++)
                {
                    labels[t] = BestLabel(
                        states.Slice(t * _stateStride, _stateStride), isAlone: labels.Length == 1, workspace);
                }

                return;
            }

            workspace.RescoredCount += labels.Length;
        }

        Logits(states, labels.Length, workspace.Logits, workspace);
        for (var t = 0; t < labels.Length; t++)
        {
            var logits = workspace.Logits.Slice(t * _logitStride, _logitStride);
            labels[t] = probabilities.IsEmpty
                ? ArgMax.Of<TSimd, TVector>(logits)
                : LabelRow(logits, probabilities.Of(t));
        }
    }

    /// <summary>The labels of n time steps, each with its probability.</summary>
    /// <param name="states">[n, output stride]: the hidden states.</param>
    /// <param name="labels">[n]: receives the labels, the same as those of <see cref="Label"/>.</param>
    /// <param name="confidence">Receives their probabilities, the same bits as there.</param>
    /// <param name="workspace">Scratch memory for n rows.</param>
    [MethodImpl(HotPath.Compiled)]
    public void LabelWithConfidence(
        ReadOnlySpan<float> states, Span<int> labels, LabelConfidence confidence, StepWorkspace workspace)
    {
        Logits(states, labels.Length, workspace.Logits, workspace);
        for (var t = 0; t < labels.Length; t++)
        {
            labels[t] = Softmax.LabelWithConfidence<TSimd, TVector>(
                workspace.Logits.Slice(t * _logitStride, _logitStride),
                _temperature,
                confidence.WantedAt(t),
                out var probability);
            confidence.SetIndependent(t, probability);
        }
    }

    /// <summary>
    /// The probabilities of the labels of one time step, as the network reads them: at temperature 1.
    /// </summary>
    /// <param name="state">[output stride]: the hidden state.</param>
    /// <param name="probabilities">
    /// [at least labels]: receives the probabilities; may be the memory of <paramref name="state"/>.
    /// </param>
    /// <param name="workspace">Scratch memory for one row.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Probabilities(ReadOnlySpan<float> state, Span<float> probabilities, StepWorkspace workspace)
    {
        Logits(state, 1, workspace.Logits, workspace);
        Softmax.Apply<TSimd, TVector>(workspace.Logits[.._labels], probabilities[.._labels]);
    }

    /// <summary>h_t·w + b.</summary>
    /// <param name="states">[length, output stride]: the hidden states.</param>
    /// <param name="length">Time steps.</param>
    /// <param name="logits">[length, padded labels]: receives the logits, −∞ in the padding.</param>
    /// <param name="workspace">Scratch memory for one row.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Logits(ReadOnlySpan<float> states, int length, Span<float> logits, StepWorkspace workspace)
    {
        if (network.OutputInt16 is not { } quantised)
        {
            MatrixProduct.Multiply<TSimd, TVector>(
                states,
                _stateStride,
                length,
                network.OutputWeights.Panels,
                network.OutputBias,
                0,
                logits);
            return;
        }

        for (var t = 0; t < length; t++)
        {
            workspace.Multiply<TSimd, TVector>(
                states.Slice(t * _stateStride, _stateStride),
                quantised,
                network.OutputBias,
                logits.Slice(t * _logitStride, _logitStride),
                Direction.Forward);
        }
    }

    /// <summary>Runs <see cref="BestOfCandidates"/> once, with two candidates.</summary>
    /// <param name="workspace">Scratch memory for one row.</param>
    public void WarmUp(StepWorkspace workspace)
    {
        var upper = workspace.Sums[.._logitStride];
        upper.Fill(float.NegativeInfinity);
        upper[0] = 0;
        BestOfCandidates(new float[_stateStride], upper, limit: 0, workspace, out _);
    }

    /// <summary>The label of one time step, from its logits, and its probabilities or the label's own.</summary>
    [MethodImpl(HotPath.Inlined)]
    private int LabelRow(Span<float> logits, Span<float> probabilities) =>
        probabilities.Length == _labels
            ? Softmax.Label<TSimd, TVector>(logits, _temperature, probabilities)
            : Softmax.LabelWithConfidence<TSimd, TVector>(logits, _temperature, wanted: -1, out probabilities[0]);

    /// <summary>
    /// The label of one time step: from the product in bytes where that leaves one candidate, otherwise from the
    /// logits of the candidates, or of all labels.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private int BestLabel(ReadOnlySpan<float> state, bool isAlone, StepWorkspace workspace)
    {
        var weights = network.ByteWeights!;
        var upper = workspace.Sums[.._logitStride];
        ByteArgMax.ToBytes<TSimd, TVector>(state, workspace.Bytes);
        var isUnique = ByteArgMax.TryFindUnique<TSimd, TVector>(
            workspace.Bytes.AsSpan(0, weights.Groups * sizeof(int)),
            weights.Panels,
            weights.Scales,
            weights.Biases,
            weights.Errors,
            upper,
            out var limit,
            out var label);
        var tookAll = false;
        if (!isUnique)
        {
            label = BestOfCandidates(state, upper, limit, workspace, out tookAll);
        }

        if (isAlone)
        {
            workspace.ByteTrials.NoteSingle(tookAll);
        }
        else
        {
            workspace.ByteTrials.NoteOneOfSeveral(!isUnique, _lossOfOpenWord);
        }

        return label;
    }

    /// <summary>The best of the labels whose logit can reach a limit. About one word in a hundred needs it.</summary>
    /// <param name="state">[output stride]: the hidden state.</param>
    /// <param name="upper">[padded labels]: the upper bound of each logit.</param>
    /// <param name="limit">The limit.</param>
    /// <param name="workspace">Scratch memory for one row.</param>
    /// <param name="tookAll">Receives whether all logits were computed.</param>
    [MethodImpl(HotPath.Compiled)]
    private int BestOfCandidates(
        ReadOnlySpan<float> state,
        ReadOnlySpan<float> upper,
        float limit,
        StepWorkspace workspace,
        out bool tookAll)
    {
        workspace.RescoredCount++;
        tookAll = false;
        if (network.OutputInt16 is null && ExactArgMax.TryFind<TSimd, TVector>(
            state[.._depth],
            network.OutputWeights.Panels,
            network.OutputBias,
            upper,
            limit,
            workspace.Logits,
            out var label))
        {
            return label;
        }

        tookAll = true;
        Logits(state, 1, workspace.Logits, workspace);
        return ArgMax.Of<TSimd, TVector>(workspace.Logits[.._logitStride]);
    }
}
