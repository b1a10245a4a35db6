using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;

namespace FastElman.Tests.Kernels;

/// <summary>
/// A label chain without padding and in double, and runs of the kernels on it, padded and at odd places.
/// </summary>
internal sealed class ChainSample(int words, int labels)
{
    public static IEnumerable<int> LabelCounts => [.. Enumerable.Range(1, 20), 31, 32, 33, 127, 128, 129];

    public double[] Logits { get; } = new double[words * labels];

    public double[] Start { get; } = new double[labels];

    public double[] Transitions { get; } = new double[labels * labels];

    public int Labels => labels;

    /// <param name="words">Words of the sentence.</param>
    /// <param name="labels">Labels that there are.</param>
    /// <param name="score">Draws a score.</param>
    public static ChainSample Of(int words, int labels, Func<double> score)
    {
        var sample = new ChainSample(words, labels);
        foreach (var scores in new[] { sample.Logits, sample.Start, sample.Transitions })
        {
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = (float)score();
            }
        }

        return sample;
    }

    /// <summary>The chain in double precision.</summary>
    public ReferenceChain Reference() => new([.. Logits.Chunk(labels)], [.. Transitions, .. Start]);

    public int[] Viterbi(KernelSet kernels)
    {
        var stride = Stride(kernels);
        var (transitions, transposed) = (Matrix(stride, float.NegativeInfinity, 3), Transposed(stride, 0f, 5));
        var best = new GuardedBuffer(words * stride, offset: 7);
        var sequence = new int[words + 2];
        (sequence[0], sequence[^1]) = (-7, -7);
        kernels.Viterbi(
            Pad(Logits, words, stride, float.NegativeInfinity, 1).Span,
            Pad(Start, 1, stride, 12345f, 2).Span,
            transitions.Span,
            transposed.Span,
            best.Span,
            sequence.AsSpan(1, words));
        best.AssertGuardsUntouched();
        Assert.Equal((-7, -7), (sequence[0], sequence[^1]));
        return sequence[1..^1];
    }

    /// <summary>Without padding; what stands in it is asserted to be 0.</summary>
    public (double LogPartition, float[] Marginals, double[] Transitions) ForwardBackward(KernelSet kernels)
    {
        var stride = Stride(kernels);
        var (exponentials, transposed) = (
            new GuardedBuffer(labels * stride, offset: 3), new GuardedBuffer(labels * stride, offset: 5));
        var largest = kernels.Exponentiate(Matrix(stride, 99f, 8).Span, stride, exponentials.Span);
        kernels.Exponentiate(Transposed(stride, float.NaN, 9).Span, stride, transposed.Span);
        GuardedBuffer[] outputs =
            [.. Enumerable.Range(11, 3).Select(offset => new GuardedBuffer(words * stride, offset % 16))];
        foreach (var output in outputs)
        {
            output.Span.Fill(float.NaN);
        }

        var logPartition = kernels.ForwardBackward(
            Pad(Logits, words, stride, float.NegativeInfinity, 1).Span,
            Pad(Start, 1, stride, 12345f, 2).Span,
            exponentials.Span,
            transposed.Span,
            largest,
            outputs[0].Span,
            outputs[1].Span,
            outputs[2].Span);
        float[][] rows = [.. outputs.Select(output => Unpad(output, stride))];
        return (logPartition, rows[2], Pairs(rows[0], rows[1], Unpad(exponentials, stride)));
    }

    /// <summary>Σ_t exponentials[i, j] · forward[t − 1, i] · backward[t, j].</summary>
    private double[] Pairs(float[] forward, float[] backward, float[] exponentials)
    {
        var sums = new double[labels * labels];
        for (var t = 1; t < words; t++)
        {
            for (var place = 0; place < sums.Length; place++)
            {
                var (before, label) = (place / labels, place % labels);
                sums[place] += (double)exponentials[place]
                    * forward[((t - 1) * labels) + before]
                    * backward[(t * labels) + label];
            }
        }

        return sums;
    }

    private int Stride(KernelSet kernels) => (labels + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;

    private GuardedBuffer Matrix(int stride, float filler, int offset) =>
        Pad(Transitions, labels, stride, filler, offset);

    private GuardedBuffer Transposed(int stride, float filler, int offset) =>
        Pad(
            [
                .. Enumerable.Range(0, labels * labels).Select(
                    place => Transitions[(place % labels * labels) + (place / labels)]),
            ],
            labels,
            stride,
            filler,
            offset);

    private GuardedBuffer Pad(double[] source, int rows, int stride, float filler, int offset)
    {
        var padded = new GuardedBuffer(rows * stride, offset);
        padded.Span.Fill(filler);
        for (var i = 0; i < source.Length; i++)
        {
            padded.Span[(i / labels * stride) + (i % labels)] = (float)source[i];
        }

        return padded;
    }

    private float[] Unpad(GuardedBuffer padded, int stride)
    {
        padded.AssertGuardsUntouched();
        var values = padded.Span.ToArray();
        var padding = values.Where((_, i) => i % stride >= labels).ToArray();
        var isBroken = values.Any(float.IsNaN);
        Assert.All(padding, value => Assert.True(value == 0f || isBroken));
        return [.. values.Where((_, i) => i % stride < labels)];
    }
}
