using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Kernels;

namespace FastElman.Tests.Packing;

/// <summary>Quantised weights have the bits of the plain loops below, one column after the other.</summary>
public sealed class QuantizationTests
{
    private static readonly (int Depth, int Columns)[] Sizes =
        [(1, 1), (2, 3), (3, 4), (4, 5), (15, 16), (16, 17), (17, 127), (33, 130), (100, 127), (5, 260)];

    [Theory]
    [InlineData(1f, 0)]
    [InlineData(0.01f, 0.0005)]
    [InlineData(1e11f, 0)]
    [InlineData(1e-30f, 0)]
    [InlineData(3e-41f, 0)]
    [InlineData(0f, 0)]
    public void Byte_weights_and_their_errors_are_those_of_plain_loops(float range, double hiddenError)
    {
        foreach (var (depth, labels) in Sizes)
        {
            foreach (var lanes in (int[])[1, 4, 8, 16])
            {
                var random = new Random(depth + labels);
                var weights = RandomFloats.Uniform(random, depth * labels, range);
                var biases = RandomFloats.Uniform(random, labels, range);
                var found = new ByteWeights(weights, biases, lanes, hiddenError);
                var bytes = new byte[found.Panels.Length * sizeof(float)];
                for (var label = 0; label < labels; label++)
                {
                    AddPlain(found, label, weights, depth, labels, biases[label], hiddenError, bytes, lanes);
                }

                Assert.Equal(bytes, MemoryMarshal.AsBytes(found.Panels).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(2f)]
    [InlineData(0.01f)]
    [InlineData(1e38f)]
    [InlineData(1e-30f)]
    [InlineData(3e-41f)]
    [InlineData(0f)]
    public void Sixteen_bit_weights_are_those_of_a_plain_loop(float size)
    {
        foreach (var (depth, columns) in Sizes)
        {
            foreach (var lanes in (int[])[4, 8, 16])
            {
                var random = new Random(depth + columns);
                var weights = RandomFloats.Uniform(random, depth * columns, size);
                weights.AsSpan(0, columns).Clear();
                for (var at = columns / 2; at < weights.Length; at += columns)
                {
                    weights[at] = 0;
                }

                var found = new Int16Matrix(weights, columns, range: 1.5f, lanes);
                var numbers = new short[found.Panels.Length * 2];
                for (var column = 0; column < columns; column++)
                {
                    AddPlain(found, column, weights, depth, columns, numbers, lanes);
                }

                Assert.Equal(numbers, MemoryMarshal.Cast<float, short>(found.Panels).ToArray());
                Assert.True(found.Scales[columns..].IndexOfAnyExcept(0f) < 0);
            }
        }
    }

    private static void AddPlain(
        ByteWeights found,
        int label,
        float[] weights,
        int depth,
        int labels,
        float bias,
        double hiddenError,
        byte[] bytes,
        int lanes)
    {
        double largest = 0, largestSum = 0;
        var sums = new double[2];
        for (var k = 0; k < depth; k++)
        {
            if (k % 16 == 0)
            {
                Array.Clear(sums);
            }

            double magnitude = Math.Abs(weights[(k * labels) + label]);
            sums[k % 4 / 2] += magnitude;
            largest = Math.Max(largest, magnitude);
            largestSum = Math.Max(largestSum, sums[k % 4 / 2]);
        }

        var scale = (float)(Math.Max(largest / 127, largestSum / (ISimd<float>.ByteProductLimit - 4.0)) / 127);
        scale = float.IsNormal(scale) ? scale : 0;
        var step = (double)scale * 127;
        double lost = 0, lostSum = 0, total = Math.Abs(bias), quantised = 0, otherUnits = 0;
        for (var k = 0; k < depth; k++)
        {
            double weight = weights[(k * labels) + label];
            var whole = step > 0 ? Math.Clamp(Math.Round(weight / step), -127, 127) : 0;
            bytes[OffsetOf(k, label, depth, labels, 4, lanes)] = (byte)(sbyte)whole;
            lost += Math.Abs(weight - (whole * step));
            lostSum += weight - (whole * step);
            quantised += Math.Abs(whole * step);
            total += Math.Abs(weight);
            otherUnits += Math.Abs(weight) * hiddenError;
        }

        var halfStep = quantised * 0.5 / 127 * 1.001;
        var rounding = (depth + 8) * ((Math.ScaleB(1, -23) * (total + quantised)) + float.Epsilon);
        var error = ((0.5 * lost) + halfStep + otherUnits + rounding) * 1.000001;
        Assert.Equal(scale, found.Scales[label]);
        Assert.Equal((float)(bias + (0.5 * lostSum)), found.Biases[label]);
        Assert.Equal(MathF.BitIncrement((float)error), found.Errors[label]);
    }

    private static void AddPlain(
        Int16Matrix found, int column, float[] weights, int depth, int columns, short[] numbers, int lanes)
    {
        double largest = 0, sum = 0;
        for (var row = 0; row < depth; row++)
        {
            var magnitude = Math.Abs((double)weights[(row * columns) + column]);
            largest = Math.Max(largest, magnitude);
            sum += magnitude;
        }

        const double LargestColumnSum = int.MaxValue / Int16Matrix.Levels;
        var step = Math.Max(largest / short.MaxValue, sum / (LargestColumnSum - (0.5 * depth)));
        for (var row = 0; row < depth && largest > 0; row++)
        {
            numbers[OffsetOf(row, column, depth, columns, 2, lanes)] =
                (short)Math.Round(weights[(row * columns) + column] / step);
        }

        Assert.Equal((float)(step / found.Factor), found.Scales[column]);
    }

    private static int OffsetOf(int row, int column, int depth, int columns, int groupSize, int lanes)
    {
        var layout = PanelLayout.OfIntegers((depth + groupSize - 1) / groupSize, columns, lanes);
        return (layout.OffsetOf(row / groupSize, column) * groupSize) + (row % groupSize);
    }
}
