using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The loss of a whole sentence as a linear-chain conditional random field (J. Lafferty et al., 2001): −(score of the
/// right sequence − log Z) / words. Its gradients are the marginal probabilities of labels and of label pairs minus
/// their targets; with label smoothing, a share of the target is spread evenly over all labels and pairs.
/// </summary>
internal sealed class ChainObjective<TSimd, TVector>(
    TrainingParameters parameters, float labelSmoothing) : ISentenceObjective
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _labels = parameters.Shape.LabelCount;
    private readonly int _stride = parameters.LabelStride;
    private readonly LabelTargets<TSimd, TVector> _targets = new(parameters, labelSmoothing);

    /// <summary>[labels, padded labels]: the score of a label (column) behind another (row).</summary>
    private ReadOnlySpan<float> Transitions => parameters.Transitions[..(_labels * _stride)];

    /// <summary>[padded labels]: the score of a label at the first word.</summary>
    private ReadOnlySpan<float> Start => parameters.Transitions[(_labels * _stride)..];

    public float ComputeLoss(ReadOnlySpan<int> labels, TrainingWorkspace workspace)
    {
        var chain = workspace.Chain!;
        var length = labels.Length * _stride;
        var exponentials = chain.Exponentials[..(_labels * _stride)];
        var largest = ForwardBackward.Exponentiate<TSimd, TVector>(Transitions, _stride, exponentials);
        Transposition.Copy<TSimd, TVector>(
            chain.Exponentials, _stride, _stride, _stride, chain.TransposedExponentials, _stride);
        var logPartition = ForwardBackward.Compute<TSimd, TVector, MatrixTransitionProducts>(
            workspace.Logits[..length],
            Start,
            new MatrixTransitionProducts(
                exponentials, chain.TransposedExponentials[..(_labels * _stride)], _stride),
            largest,
            chain.Forward[..length],
            chain.Backward[..length],
            workspace.LogitGradients[..length],
            out _);
        return (float)((logPartition - Score(labels, workspace.Logits)) / labels.Length);
    }

    public void Backpropagate(
        ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingWorkspace workspace)
    {
        _targets.ToGradients(labels, factor, workspace.LogitGradients);
        Elementwise.Add<TSimd, TVector>(workspace.LogitGradients[.._stride], target.Transitions[(_labels * _stride)..]);
        UpdateTransitions(labels, factor, target.Transitions[..(_labels * _stride)], workspace.Chain!, workspace.Zeros);
    }

    /// <summary>The unnormalised log-probability of a label sequence.</summary>
    private double Score(ReadOnlySpan<int> labels, ReadOnlySpan<float> logits)
    {
        double score = Start[labels[0]];
        for (var t = 0; t < labels.Length; t++)
        {
            score += logits[(t * _stride) + labels[t]];
            score += t > 0 ? Transitions[(labels[t - 1] * _stride) + labels[t]] : 0;
        }

        return score;
    }

    /// <summary>
    /// target [labels, padded labels] += factor · (marginals of label pairs, summed over the sentence, − their
    /// targets).
    /// </summary>
    private void UpdateTransitions(
        ReadOnlySpan<int> labels, float factor, Span<float> target, ChainWorkspace chain, ReadOnlySpan<float> zeros)
    {
        if (labels.Length == 1)
        {
            return;
        }

        var pairs = chain.Pairs[..(_labels * _stride)];
        var following = chain.Backward[_stride..];
        StridedProduct.Multiply<TSimd, TVector>(chain.Forward, following, zeros, pairs, new ProductLayout
        {
            Rows = _labels,
            Depth = labels.Length - 1,
            Columns = _stride,
            LeftRowStride = 1,
            LeftDepthStride = _stride,
            RightStride = _stride,
            AddendStride = 0,
            OutputStride = _stride,
        });
        var share = labelSmoothing * (labels.Length - 1) / ((float)_labels * _labels);
        Elementwise.AddProduct<TSimd, TVector>(chain.Exponentials[..pairs.Length], pairs, share, factor, target);
        for (var t = 1; t < labels.Length; t++)
        {
            target[(labels[t - 1] * _stride) + labels[t]] -= factor * (1 - labelSmoothing);
        }
    }
}
