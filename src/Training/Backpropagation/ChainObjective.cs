using FastElman.Kernels;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;
using FastElman.Training.Corpora;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The loss of a whole sentence as a conditional random field: −(score of the right sequence − log Z) / words (J. Lafferty et al., 2001). Its derivatives are how probable
/// labels and pairs of labels are, minus what they should be; where labels are smoothed, a part of that is shared evenly by all sequences.
/// </summary>
internal sealed class ChainObjective<TSimd, TVector>(TrainingParameters parameters, float labelSmoothing) : SentenceObjective<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _labels = parameters.Shape.LabelCount;
    private readonly int _stride = parameters.LabelStride;
    private readonly float[] _evenTargets = SmoothedTargets.Even(parameters, labelSmoothing);

    /// <summary>[labels, padded labels].</summary>
    private ReadOnlySpan<float> Transitions => parameters.Transitions[..(_labels * _stride)];

    /// <summary>[padded labels].</summary>
    private ReadOnlySpan<float> Start => parameters.Transitions[(_labels * _stride)..];

    public override float Loss(ReadOnlySpan<int> labels, TrainingScratch scratch)
    {
        var chain = scratch.Chain!;
        var length = labels.Length * _stride;
        var largest = ForwardBackward.Exponentiate<TSimd, TVector>(Transitions, _stride, chain.Exponentials[..(_labels * _stride)]);
        Transposition.Copy<TSimd, TVector>(chain.Exponentials, _stride, _stride, _stride, chain.TransposedExponentials, _stride);
        var logPartition = ForwardBackward.Compute<TSimd, TVector>(
            scratch.Logits[..length],
            Start,
            chain.Exponentials[..(_labels * _stride)],
            chain.TransposedExponentials[..(_labels * _stride)],
            largest,
            chain.Forward[..length],
            chain.Backward[..length],
            scratch.LogitGradients[..length]);
        return (float)((logPartition - Score(labels, scratch.Logits)) / labels.Length);
    }

    public override void Errors(ReadOnlySpan<int> labels, float factor, TrainingParameters target, TrainingScratch scratch)
    {
        SmoothedTargets.Subtract<TSimd, TVector>(labels, labelSmoothing, _evenTargets, scratch.LogitGradients, _stride);
        Elementwise.Scale<TSimd, TVector>(scratch.LogitGradients[..(labels.Length * _stride)], factor);
        Elementwise.Add<TSimd, TVector>(scratch.LogitGradients[.._stride], target.Transitions[(_labels * _stride)..]);
        UpdateTransitions(labels, factor, target.Transitions[..(_labels * _stride)], scratch.Chain!, scratch.Zeros);
    }

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

    private void UpdateTransitions(ReadOnlySpan<int> labels, float factor, Span<float> target, ChainScratch chain, ReadOnlySpan<float> zeros)
    {
        if (labels.Length == 1)
        {
            return;
        }

        var pairs = chain.Pairs[..(_labels * _stride)];
        StridedProduct.Multiply<TSimd, TVector>(chain.Forward, chain.Backward[_stride..], zeros, pairs, new ProductLayout
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
        var even = labelSmoothing * (labels.Length - 1) / ((float)_labels * _labels);
        Elementwise.AddProduct<TSimd, TVector>(chain.Exponentials[..pairs.Length], pairs, even, factor, target);
        for (var t = 1; t < labels.Length; t++)
        {
            target[(labels[t - 1] * _stride) + labels[t]] -= factor * (1 - labelSmoothing);
        }
    }
}
