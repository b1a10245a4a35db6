using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>From hidden states to labels, and to probabilities where they are wanted: p_t = softmax(h_t·w + b), the label is the arg-max.</summary>
internal sealed class OutputLayer<TSimd, TVector>(PackedNetwork network)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _labels = network.Shape.LabelCount;
    private readonly int _hidden = network.Shape.OutputDepth;
    private readonly int _hiddenStride = network.OutputStride;
    private readonly int _logitStride = network.OutputWeights.PaddedColumns;

    /// <summary>The labels of some time steps.</summary>
    /// <param name="hidden">[steps, padded hidden].</param>
    /// <param name="labels">Receives the labels [steps].</param>
    /// <param name="probabilities">Receives [steps, labels], or empty.</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Label(ReadOnlySpan<float> hidden, Span<int> labels, Span<float> probabilities, ProductWorkspace scratch)
    {
        if (probabilities.IsEmpty && network.Screen is not null)
        {
            for (var t = 0; t < labels.Length; t++)
            {
                labels[t] = BestLabel(hidden.Slice(t * _hiddenStride, _hiddenStride), scratch);
            }

            return;
        }

        Logits(hidden, labels.Length, scratch.Logits, scratch);
        for (var t = 0; t < labels.Length; t++)
        {
            var logits = scratch.Logits.Slice(t * _logitStride, _labels);
            labels[t] = ArgMax.Of<TSimd, TVector>(logits);
            if (!probabilities.IsEmpty)
            {
                Softmax.Apply<TSimd, TVector>(logits, probabilities.Slice(t * _labels, _labels));
            }
        }
    }

    /// <summary>This layer where each time step gets the probabilities of the one before: in a Jordan network; else null.</summary>
    public OutputLayer<TSimd, TVector>? AsFeedback() => network.Shape.Variant.Kind == NetworkKind.Jordan ? this : null;

    /// <summary>The probabilities of the labels of one time step.</summary>
    /// <param name="hidden">[padded hidden].</param>
    /// <param name="probabilities">Receives [labels], and may be longer; may be the same memory as <paramref name="hidden"/>.</param>
    /// <param name="scratch">Memory for one step.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Probabilities(ReadOnlySpan<float> hidden, Span<float> probabilities, ProductWorkspace scratch)
    {
        Logits(hidden, 1, scratch.Logits, scratch);
        Softmax.Apply<TSimd, TVector>(scratch.Logits[.._labels], probabilities[.._labels]);
    }

    /// <summary>h_t·w + b.</summary>
    /// <param name="hidden">[steps, padded hidden].</param>
    /// <param name="length">Time steps.</param>
    /// <param name="logits">Receives [steps, padded labels], −∞ in the padding.</param>
    /// <param name="scratch">Memory for one step.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Logits(ReadOnlySpan<float> hidden, int length, Span<float> logits, ProductWorkspace scratch)
    {
        if (network.OutputInt16 is not { } numbers)
        {
            MatrixProduct.Multiply<TSimd, TVector>(
                hidden, _hiddenStride, length, _hidden, network.OutputWeights.Panels, network.OutputBias, 0, _logitStride, logits);
            return;
        }

        for (var t = 0; t < length; t++)
        {
            scratch.Multiply<TSimd, TVector>(
                hidden.Slice(t * _hiddenStride, _hiddenStride), numbers, network.OutputBias, logits.Slice(t * _logitStride, _logitStride), Direction.Forward);
        }
    }

    /// <summary>The label of one time step: by bytes where they leave no doubt, else by the logits of those labels that are left, or of all.</summary>
    [MethodImpl(HotPath.Compiled)]
    private int BestLabel(ReadOnlySpan<float> hidden, ProductWorkspace scratch)
    {
        var screen = network.Screen!;
        var upper = scratch.Sums[.._logitStride];
        Screen.ToBytes<TSimd, TVector>(hidden, scratch.Bytes);
        var label = Screen.Single<TSimd, TVector>(
            scratch.Bytes.AsSpan(0, screen.Groups * sizeof(int)), screen.Panels, screen.Scales, screen.Biases, screen.Errors, upper, out var limit);
        return label == Screen.Undecided ? BestOfCandidates(hidden, upper, limit, scratch) : label;
    }

    /// <summary>The best of the labels whose logit can be as large as the limit.</summary>
    /// <param name="hidden">[padded hidden].</param>
    /// <param name="upper">The largest that each logit can be [padded labels].</param>
    /// <param name="limit">The limit.</param>
    /// <param name="scratch">Memory for one step.</param>
    [MethodImpl(HotPath.Compiled)]
    public int BestOfCandidates(ReadOnlySpan<float> hidden, ReadOnlySpan<float> upper, float limit, ProductWorkspace scratch)
    {
        if (network.OutputInt16 is null)
        {
            var label = Candidates.Best<TSimd, TVector>(hidden[.._hidden], network.OutputWeights.Panels, network.OutputBias, upper, limit, scratch.Logits);
            if (label != Candidates.TooMany)
            {
                return label;
            }
        }

        Logits(hidden, 1, scratch.Logits, scratch);
        return ArgMax.Of<TSimd, TVector>(scratch.Logits[.._labels]);
    }
}
