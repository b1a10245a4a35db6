using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The output weights w [hidden, labels] quantised to bytes, with an error bound for each label's logit. Why: the best
/// label is known as soon as all other logits are known to be smaller. The product in bytes reads a quarter of the
/// memory, and nearly always leaves one candidate, which is then the label that floats give; otherwise floats decide.
/// Cost: a quarter of the memory of w in addition to w.
/// </summary>
/// <remarks>
/// A hidden unit h from 0 to 1 becomes an integer g, h ≈ g / 127. The weights of a label become integers q from −127 to
/// 127, w ≈ 127 · s · q (smaller where the sum of eight products would not fit 16 bits). With the rounding errors
/// d = w − 127 · s · q of the weights, the computed logit is b + ½ Σ d + s · Σ g·q, the middle of the values that
/// b + Σ h·w can have. The exact logit is at most ½ Σ |d| + Σ |127 · s · q| · 0.5 / 127 away from it. To that bound the
/// rounding in float32 of both logits is added: relative to the rounded value, but half a unit among the denormals.
/// </remarks>
internal sealed class ByteWeights
{
    /// <summary>Bytes in a lane: the products that one instruction adds to a 32-bit sum.</summary>
    public const int GroupSize = 4;

    /// <summary>Groups whose products are first added in 16 bits.</summary>
    private const int GroupsAtOnce = 4;

    /// <summary>
    /// The largest magnitude of a parameter for which byte weights are made. With parameters up to this, no sum in a
    /// network of any allowed size overflows, so no hidden unit is NaN.
    /// </summary>
    public const float LargestParameter = 1e12f;

    private readonly IntegerPanels _packing;
    private readonly AlignedBuffer _panels;
    private readonly AlignedBuffer _scales;
    private readonly AlignedBuffer _biases;
    private readonly AlignedBuffer _errors;

    /// <summary>Quantises; the parameters of the network are at most <see cref="LargestParameter"/>.</summary>
    /// <param name="weights">w [hidden, labels], row by row.</param>
    /// <param name="biases">b [labels].</param>
    /// <param name="lanes">Floats in a register.</param>
    /// <param name="hiddenError">
    /// The largest difference between the hidden units that are quantised here and those that the exact product reads
    /// where bytes do not decide.
    /// </param>
    public ByteWeights(ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, int lanes, double hiddenError = 0)
    {
        var labels = biases.Length;
        var depth = weights.Length / labels;
        _packing = new IntegerPanels(depth, labels, GroupSize, lanes);
        _panels = _packing.Buffer;
        Groups = _packing.Groups;
        PaddedLabels = _packing.PaddedColumns;
        var perLabel = new AlignedArena(PaddedLabels, PaddedLabels, PaddedLabels);
        (_scales, _biases, _errors) = (perLabel.Slice(0), perLabel.Slice(1), perLabel.Slice(2));

        // −∞ keeps the arg-max out of the padding.
        _biases.Span.Fill(float.NegativeInfinity);
        for (var label = 0; label < labels; label++)
        {
            Add(label, weights, depth, biases[label], labels, hiddenError);
        }
    }

    /// <summary>Groups of four hidden units: hidden / 4, rounded up.</summary>
    public int Groups { get; }

    /// <summary>The number of labels, padded to whole registers.</summary>
    public int PaddedLabels { get; }

    /// <summary>[groups, padded labels, 4] bytes q in panels; a float is only their container.</summary>
    public ReadOnlySpan<float> Panels => _panels.Span;

    /// <summary>[padded labels]: s.</summary>
    public ReadOnlySpan<float> Scales => _scales.Span;

    /// <summary>[padded labels]: b + ½ Σ d, −∞ in the padding.</summary>
    public ReadOnlySpan<float> Biases => _biases.Span;

    /// <summary>
    /// [padded labels]: the largest difference of the computed logit from the exact one and from that of floats.
    /// </summary>
    public ReadOnlySpan<float> Errors => _errors.Span;

    private void Add(int label, ReadOnlySpan<float> weights, int depth, float bias, int labels, double hiddenError)
    {
        // Denormals are too coarse for a scale. Such weights become 0, and their value counts as rounding error.
        var scale = (float)(StepOf(label, weights, depth, labels) / ByteArgMax.Levels);
        scale = float.IsNormal(scale) ? scale : 0;
        var step = (double)scale * ByteArgMax.Levels;
        var bytes = MemoryMarshal.AsBytes(_panels.Span);
        var column = _packing.ColumnAt(label);
        double lost = 0, lostSum = 0, magnitude = Math.Abs(bias), quantised = 0, otherUnits = 0;
        for (var k = 0; k < depth; k++)
        {
            double weight = weights[(k * labels) + label];
            var whole = step > 0 ? Math.Clamp(Math.Round(weight / step), -ByteArgMax.Levels, ByteArgMax.Levels) : 0;
            bytes[column.OffsetOf(k)] = (byte)(sbyte)whole;
            lost += Math.Abs(weight - (whole * step));
            lostSum += weight - (whole * step);
            quantised += Math.Abs(whole * step);
            magnitude += Math.Abs(weight);
            otherUnits += Math.Abs(weight) * hiddenError;
        }

        var halfStep = quantised * 0.5 / ByteArgMax.Levels * 1.001;
        var rounding = (depth + 8) * ((Math.ScaleB(1, -23) * (magnitude + quantised)) + float.Epsilon);
        _scales.Span[label] = scale;
        _biases.Span[label] = (float)(bias + (0.5 * lostSum));
        _errors.Span[label] = MathF.BitIncrement((float)(((0.5 * lost) + halfStep + otherUnits + rounding) * 1.000001));
    }

    /// <summary>
    /// The distance between two quantised weights of a label: the smallest for which the largest weight becomes at most
    /// 127 and the eight products that are added in 16 bits (<see cref="ISimd{TVector}.AddFourByteProducts"/>) do not
    /// overflow, rounding included.
    /// </summary>
    private static double StepOf(int label, ReadOnlySpan<float> weights, int depth, int labels)
    {
        const int Meeting = 2 * GroupsAtOnce;
        double largest = 0, largestSum = 0;
        Span<double> sums = stackalloc double[2];
        for (var k = 0; k < depth; k++)
        {
            if (k % (GroupSize * GroupsAtOnce) == 0)
            {
                sums.Clear();
            }

            double magnitude = Math.Abs(weights[(k * labels) + label]);
            ref var sum = ref sums[k % GroupSize / 2];
            sum += magnitude;
            largest = Math.Max(largest, magnitude);
            largestSum = Math.Max(largestSum, sum);
        }

        return Math.Max(
            largest / ByteArgMax.Levels, largestSum / (ISimd<float>.ByteProductLimit - (0.5 * Meeting)));
    }
}
