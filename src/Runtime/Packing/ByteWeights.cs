using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
/// rounding in float32 of both logits is added, relative to the rounded value. Denormals, which are rounded to whole
/// units instead, need no more: beside a scale above 0 the relative part is larger than all their units; with a scale of
/// 0 the bound is ½ Σ |w|, and h·w rounded to units, as a multiple of them itself, does not leave 0 to w.
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
        var strip = GC.AllocateUninitializedArray<float>(depth * FourColumns.StripWidth);
        for (var first = 0; first < labels; first += FourColumns.Count)
        {
            Add(FourColumns.At(weights, labels, first, strip), first, depth, biases[first..], hiddenError);
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

    /// <summary>Quantises the weights of four labels, fewer at the end.</summary>
    [MethodImpl(HotPath.Compiled)]
    private void Add(FourColumns weights, int first, int depth, ReadOnlySpan<float> biases, double hiddenError)
    {
        var scales = ScalesOf(weights, depth);
        var step = Vector256.WidenLower(scales.ToVector256Unsafe()) * ByteArgMax.Levels;
        var numbers = MemoryMarshal.Cast<float, int>(_panels.Span);
        var column = _packing.ColumnAt(first);
        var width = Math.Min(FourColumns.Count, PaddedLabels - first);
        var bias = FourColumns.Of(biases);
        var magnitude = Vector256.Abs(bias);
        Vector256<double> lost = default, lostSum = default, quantised = default, otherUnits = default;
        for (var group = 0; group < Groups; group++)
        {
            var bytes = Vector256<long>.Zero;
            for (var place = 0; place < GroupSize && (group * GroupSize) + place < depth; place++)
            {
                var weight = weights.Row((group * GroupSize) + place);
                var (whole, bits) = FourColumns.Quantize(weight, step, ByteArgMax.Levels);
                bytes |= (bits & Vector256.Create((long)byte.MaxValue)) << (8 * place);
                var rest = weight - (whole * step);
                lost += Vector256.Abs(rest);
                lostSum += rest;
                quantised += Vector256.Abs(whole * step);
                magnitude += Vector256.Abs(weight);
                otherUnits += Vector256.Abs(weight) * hiddenError;
            }

            FourColumns.Store(bytes, numbers.Slice(column.First + (group * column.Step), width));
        }

        for (var i = 0; i < Math.Min(FourColumns.Count, biases.Length); i++)
        {
            var halfStep = quantised[i] * 0.5 / ByteArgMax.Levels * 1.001;
            var rounding = (depth + 8) * Math.ScaleB(1, -23) * (magnitude[i] + quantised[i]);
            var error = (0.5 * lost[i]) + halfStep + otherUnits[i] + rounding;
            _scales.Span[first + i] = scales[i];
            _biases.Span[first + i] = (float)(bias[i] + (0.5 * lostSum[i]));
            _errors.Span[first + i] = MathF.BitIncrement((float)(error * 1.000001));
        }
    }

    /// <summary>
    /// The distance between two quantised weights of a label, divided by 127: the smallest for which the largest weight
    /// becomes at most 127 and the eight products that are added in 16 bits
    /// (<see cref="ISimd{TVector}.AddFourByteProducts"/>) do not overflow, rounding included. Denormals are too coarse
    /// for a scale: such weights become 0, and their value counts as rounding error.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
    private static Vector128<float> ScalesOf(FourColumns weights, int depth)
    {
        const int Meeting = 2 * GroupsAtOnce;
        Vector256<double> largest = default, largestSum = default;
        for (var start = 0; start < depth; start += GroupSize * GroupsAtOnce)
        {
            Vector256<double> lower = default, upper = default;
            for (var k = start; k < Math.Min(start + (GroupSize * GroupsAtOnce), depth); k++)
            {
                var magnitude = Vector256.Abs(weights.Row(k));
                largest = Vector256.MaxNative(largest, magnitude);
                if (k % GroupSize < GroupSize / 2)
                {
                    lower += magnitude;
                }
                else
                {
                    upper += magnitude;
                }
            }

            largestSum = Vector256.MaxNative(largestSum, Vector256.MaxNative(lower, upper));
        }

        var step = Vector256.MaxNative(
            largest / ByteArgMax.Levels,
            largestSum / Vector256.Create(ISimd<float>.ByteProductLimit - (0.5 * Meeting)));
        var scale = Vector256.Narrow(step / ByteArgMax.Levels, Vector256<double>.Zero).GetLower();
        return Vector128.ConditionalSelect(Vector128.IsNormal(scale), scale, Vector128<float>.Zero);
    }
}
