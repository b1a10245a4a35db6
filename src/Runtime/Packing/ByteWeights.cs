using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The output weights once more, in bytes, with a bound for each label on how far the logit computed from them can be from the one
/// computed in floats. Why: to know the best label, the other logits need not be known, only that they are smaller. The product in bytes
/// reads a quarter of the memory; nearly always it leaves one label, which then is the one that floats would give; else floats decide.
/// Cost: a quarter of w once more.
/// </summary>
/// <remarks>
/// The hidden units, from 0 to 1, become h ≈ g / 127 with whole g, each label's weights w ≈ 127 · s · q with whole q from −127 to 127 (fewer
/// where the sums of eight would not fit 16 bits). With d = w − 127·s·q, what rounding takes from the weights, a logit is
/// b + ½ Σ d + s · Σ g·q: the middle of what b + Σ h·w can be. Its distance from that is at most ½ Σ |d| + Σ |127·s·q| · 0.5 / 127, to which
/// comes what rounding in float32 can do to both: relative to what is rounded, but among the denormals half a unit of theirs.
/// </remarks>
internal sealed class ByteWeights
{
    /// <summary>Bytes that are multiplied and added at a time into one 32-bit sum.</summary>
    public const int GroupSize = 4;

    /// <summary>Groups whose products are added up in 16 bits.</summary>
    private const int GroupsAtOnce = 4;

    /// <summary>
    /// Larger parameters are not screened: below this, no sum of a network of possible size overflows, so that no hidden unit is NaN.
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
    /// How far the hidden units of the product that decides where bytes do not may be from those that are quantised here.
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
        (_scales, _biases, _errors) = (perLabel.Part(0), perLabel.Part(1), perLabel.Part(2));

        // A label that does not exist must never be the best.
        _biases.Span.Fill(float.NegativeInfinity);
        for (var label = 0; label < labels; label++)
        {
            Add(label, weights, depth, biases[label], labels, hiddenError);
        }
    }

    /// <summary>Groups of hidden units: the depth, divided and rounded up.</summary>
    public int Groups { get; }

    /// <summary>Labels, padded to whole registers.</summary>
    public int PaddedLabels { get; }

    /// <summary>The bytes q in panels, each [groups, labels of the panel, 4].</summary>
    public ReadOnlySpan<float> Panels => _panels.Span;

    /// <summary>s of each label.</summary>
    public ReadOnlySpan<float> Scales => _scales.Span;

    /// <summary>b of each label, and what its rounded weights lack where all hidden units are one half.</summary>
    public ReadOnlySpan<float> Biases => _biases.Span;

    /// <summary>How far each label's logit can be off.</summary>
    public ReadOnlySpan<float> Errors => _errors.Span;

    private void Add(int label, ReadOnlySpan<float> weights, int depth, float bias, int labels, double hiddenError)
    {
        // Among the denormals a float is too coarse for a step: such weights become 0, and all of them counts as lost.
        var scale = (float)(StepOf(label, weights, depth, labels) / Screen.Levels);
        scale = float.IsNormal(scale) ? scale : 0;
        var step = (double)scale * Screen.Levels;
        var bytes = MemoryMarshal.AsBytes(_panels.Span);
        double lost = 0, lostSum = 0, magnitude = Math.Abs(bias), screened = 0, otherUnits = 0;
        for (var k = 0; k < depth; k++)
        {
            double weight = weights[(k * labels) + label];
            var whole = step > 0 ? Math.Clamp(Math.Round(weight / step), -Screen.Levels, Screen.Levels) : 0;
            bytes[_packing.OffsetOf(k, label)] = (byte)(sbyte)whole;
            lost += Math.Abs(weight - (whole * step));
            lostSum += weight - (whole * step);
            screened += Math.Abs(whole * step);
            magnitude += Math.Abs(weight);
            otherUnits += Math.Abs(weight) * hiddenError;
        }

        var halfStep = screened * 0.5 / Screen.Levels * 1.001;
        var rounding = (depth + 8) * ((Math.ScaleB(1, -23) * (magnitude + screened)) + float.Epsilon);
        _scales.Span[label] = scale;
        _biases.Span[label] = (float)(bias + (0.5 * lostSum));
        _errors.Span[label] = MathF.BitIncrement((float)(((0.5 * lost) + halfStep + otherUnits + rounding) * 1.000001));
    }

    /// <summary>
    /// The step of a label's weights from one whole number to the next: as small as lets the largest be 127, and lets the eight whose products
    /// meet in 16 bits (<see cref="ISimd{TVector}.AddFourByteProducts"/>) sum to what fits there, rounding included.
    /// </summary>
    private static double StepOf(int label, ReadOnlySpan<float> weights, int depth, int labels)
    {
        const int Meeting = 2 * GroupsAtOnce;
        double step = 0;
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
            step = Math.Max(step, Math.Max(magnitude / Screen.Levels, sum / (ISimd<float>.ByteProductLimit - (0.5 * Meeting))));
        }

        return step;
    }
}
