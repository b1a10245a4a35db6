using System.Runtime.InteropServices;
using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Packing;
using FastElman.Reference;
using FastElman.Simd;
using FastElman.Tests.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

public sealed class ByteWeightsTests
{
    [Theory]
    [EveryInstructionSet(1f, 1e11f, 1e-30f, 3e-41f, 1e-44f)]
    public void The_errors_bound_the_distance_from_the_logits(
        InstructionSet instructionSet, float range)
    {
        var kernels = KernelSet.Of(instructionSet);
        var random = new Random(3);
        foreach (var (depth, labels) in new[] { (1, 1), (3, 9), (4, 16), (17, 65), (100, 127), (300, 200), (1030, 5) })
        {
            var weights = RandomFloats.Uniform(random, depth * labels, range);
            var biases = RandomFloats.Uniform(random, labels, range);
            var quantised = new ByteWeights(weights, biases, kernels.Lanes);
            var floats = new PackedMatrix(weights, labels, kernels.Lanes);
            var start = new float[floats.PaddedColumns];
            biases.CopyTo(start, 0);
            var inFloats = new float[start.Length];
            for (var round = 0; round < 20; round++)
            {
                // Half the rounds: as far from a byte as can be, all to the same side.
                var hidden = RandomFloats.Uniform(random, depth, 1f);
                foreach (ref var unit in hidden.AsSpan())
                {
                    unit = round % 2 == 0 ? Math.Abs(unit) : (
                        random.Next(127) + (round % 4 == 1 ? 0.4999f : 0.5001f)) / 127f;
                }

                kernels.MatrixVector(hidden, floats.Panels, start, inFloats);
                double[] exact = [.. biases];
                ReferenceMatrix.AddProduct([.. hidden], [.. weights], exact);
                for (var label = 0; label < labels; label++)
                {
                    var fromBytes = LogitFromBytes(quantised, hidden, label, kernels.Lanes);
                    AssertWithin(quantised.Errors[label], exact[label], fromBytes);
                    AssertWithin(quantised.Errors[label], inFloats[label], fromBytes);
                }
            }
        }
    }

    /// <summary>
    /// The exact product of a network with weights of 16 bits reads hidden units of 16 bits. Where bytes round a unit
    /// down as far as can be and 16 bits round it up, both errors add up.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void The_errors_bound_the_distance_from_integers_of_16_bits(InstructionSet instructionSet)
    {
        var lanes = KernelSet.Of(instructionSet).Lanes;
        foreach (var sign in (int[])[1, -1])
        {
            // One weight in sixteen, so that bytes have room for all of each.
            var weights = Enumerable.Range(0, 64).Select(k => k % 16 == 0 ? sign * 0.75f : 0f).ToArray();
            var integers = new Int16Matrix(weights, columns: 1, range: 1, lanes);
            var floats = integers.ToFloats(weights.Length, columns: 1);
            var quantised = new ByteWeights(floats, [0.5f], lanes, Int16Matrix.LeftError);
            for (var whole = 0; whole < 127; whole++)
            {
                foreach (var half in (float[])[0.49999f, 0.5f, 0.50001f])
                {
                    var unit = (whole + half) / 127f;
                    var fromIntegers = 0.5 + floats.Sum(
                        weight => weight * Math.Round((double)unit * integers.Factor) / integers.Factor);
                    float[] hidden = [.. Enumerable.Repeat(unit, weights.Length)];
                    AssertWithin(quantised.Errors[0], fromIntegers, LogitFromBytes(quantised, hidden, 0, lanes));
                }
            }
        }
    }

    /// <summary>Otherwise hardly anything could be decided.</summary>
    [Fact]
    public void The_errors_are_small_beside_the_weights()
    {
        var random = new Random(4);
        var weights = RandomFloats.Uniform(random, 100 * 127, 1f);
        var quantised = new ByteWeights(weights, new float[127], lanes: 8);
        for (var label = 0; label < 127; label++)
        {
            var magnitude = Enumerable.Range(0, 100).Sum(k => Math.Abs((double)weights[(k * 127) + label]));
            Assert.InRange(quantised.Errors[label], 0f, (float)(0.019 * magnitude));
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_weight_is_the_nearest_byte_and_every_other_byte_is_zero(InstructionSet instructionSet)
    {
        var lanes = KernelSet.Of(instructionSet).Lanes;
        foreach (var (depth, labels) in new[] { (1, 1), (4, 8), (5, 17), (10, 127), (7, 200), (100, 20) })
        {
            var random = new Random(depth);
            var weights = RandomFloats.Uniform(random, depth * labels, 3f);
            var quantised = new ByteWeights(weights, new float[labels], lanes);
            Assert.Equal((depth + 3) / 4, quantised.Groups);
            Assert.Equal(PanelLayout.RoundUp(labels, lanes), quantised.PaddedLabels);
            var seen = 0;
            for (var label = 0; label < labels; label++)
            {
                var (largest, mostMeeting) = (0, 0);
                var meeting = new int[(depth / 16 * 2) + 2];
                for (var k = 0; k < depth; k++)
                {
                    int q = ByteAt(quantised, k, label, lanes);
                    seen += q == 0 ? 0 : 1;
                    largest = Math.Max(largest, Math.Abs(q));
                    ref var sum = ref meeting[(k / 16 * 2) + (k % 4 / 2)];
                    sum += Math.Abs(q);
                    mostMeeting = Math.Max(mostMeeting, sum);
                    Assert.Equal(
                        weights[(k * labels) + label],
                        q * 127.0 * quantised.Scales[label],
                        0.501 * 127 * quantised.Scales[label]);
                }

                // As fine as bytes allow, or as the sums of eight in 16 bits do.
                Assert.InRange(largest, 0, 127);
                Assert.InRange(mostMeeting, 0, ISimd<float>.ByteProductLimit);
                Assert.True(
                    largest == 127 || mostMeeting > ISimd<float>.ByteProductLimit - 8,
                    $"largest {largest}, sum of eight {mostMeeting}");
            }

            var bytes = MemoryMarshal.Cast<float, byte>(quantised.Panels);
            Assert.Equal(seen, bytes.Length - bytes.Count((byte)0));
        }
    }

    [Fact]
    public void A_label_that_does_not_exist_is_never_the_best()
    {
        var quantised = new ByteWeights(new float[15], [1f, 2f, 3f], lanes: 8);
        Bits.AssertEqual([1f, 2f, 3f, .. Enumerable.Repeat(float.NegativeInfinity, 5)], quantised.Biases);
        Assert.True(quantised.Errors[3..].IndexOfAnyExcept(0f) < 0);
        Assert.True(quantised.Scales.IndexOfAnyExcept(0f) < 0);
    }

    [Theory]
    [InlineData(0f, true)]
    [InlineData(1e12f, true)]
    [InlineData(1.0000001e12f, false)]
    [InlineData(float.MaxValue, false)]
    [InlineData(float.PositiveInfinity, false)]
    [InlineData(float.NaN, false)]
    public void Large_and_non_finite_parameters_are_not_quantised(float largest, bool isQuantised)
    {
        // Wherever in the network it stands, and whatever its sign.
        var shape = new ElmanShape(3, 2, 4, 2, 3);
        foreach (var tensor in TensorNames.Tutorial)
        {
            foreach (var instructionSet in SimdInfo.Supported)
            {
                var parameters = RandomModel.Parameters(shape, seed: 1);
                parameters[tensor][^1] = -largest;
                var model = ElmanModel.Create(parameters, allowNonFinite: true).Compile(
                    new CompileOptions { InstructionSet = instructionSet });
                Assert.Equal(
                    isQuantised && KernelSet.Of(instructionSet).HasByteProducts, model.Network.ByteWeights is not null);
            }
        }
    }

    /// <summary>b + s · Σ g·q, exactly.</summary>
    private static double LogitFromBytes(ByteWeights quantised, float[] hidden, int label, int lanes)
    {
        long sum = 0;
        for (var k = 0; k < hidden.Length; k++)
        {
            sum += (long)MathF.Round(hidden[k] * 127f, MidpointRounding.ToEven) * ByteAt(quantised, k, label, lanes);
        }

        return quantised.Biases[label] + (sum * (double)quantised.Scales[label]);
    }

    /// <summary>Panels of eight registers; in each [groups, labels of the panel, 4].</summary>
    private static sbyte ByteAt(ByteWeights quantised, int hidden, int label, int lanes)
    {
        var first = label / (8 * lanes) * 8 * lanes;
        var width = Math.Min(8 * lanes, quantised.PaddedLabels - first);
        var place = (((first * quantised.Groups) + (hidden / 4 * width) + label - first) * 4) + (hidden % 4);
        return MemoryMarshal.Cast<float, sbyte>(quantised.Panels)[place];
    }

    private static void AssertWithin(double error, double logit, double fromBytes) =>
        Assert.True(
            Math.Abs(logit - fromBytes) <= error,
            $"{fromBytes:R} in bytes, {logit:R} in floats, the bound is {error:R}");
}
