using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Packing;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>Products of small integers against their exact sums, in every instruction set that has them.</summary>
public sealed class IntegerProductTests
{
    /// <summary>Floats before the operands, so that they are not aligned.</summary>
    private const int Misalignment = 1;

    private static readonly int[] Depths = [.. Enumerable.Range(1, 37), 63, 64, 65, 100, 127, 200];

    [Theory, EveryInstructionSet]
    public void Sums_of_bytes_are_exact(InstructionSet instructionSet)
    {
        var traits = InstructionSets.TraitsOf(instructionSet);
        Assert.SkipUnless(traits.HasByteProducts, "This instruction set has no products of bytes.");

        // The magnitudes of eight weights that meet in 16 bits sum to at most 258.
        const int most = ISimd<float>.ByteProductLimit / 8;
        Check(instructionSet, traits.Lanes, groupSize: 4, mostLeft: 127, mostRight: most, isSigned: false);
    }

    [Theory, EveryInstructionSet]
    public void Sums_of_16_bit_integers_are_exact(InstructionSet instructionSet)
    {
        var traits = InstructionSets.TraitsOf(instructionSet);
        Assert.SkipUnless(traits.HasInt16Products, "This instruction set has no products of 16-bit integers.");
        Check(instructionSet, traits.Lanes, groupSize: 2, mostLeft: 8191, mostRight: 1300, isSigned: true);
    }

    private static void Check(
        InstructionSet instructionSet, int lanes, int groupSize, int mostLeft, int mostRight, bool isSigned)
    {
        var random = new Random(lanes + groupSize);

        // One register to two panels and a bit more.
        foreach (var registers in Enumerable.Range(1, (2 * IntegerProduct.PanelVectors) + 2))
        {
            foreach (var depth in Depths)
            {
                var columns = (registers * lanes) - (depth % lanes);
                var panels = new IntegerPanels(depth, columns, groupSize, lanes);
                var left = new int[depth];
                var expected = new int[panels.PaddedColumns];
                var groups = new int[panels.Groups + Misalignment];
                for (var row = 0; row < depth; row++)
                {
                    left[row] = depth % 3 == 0 ? mostLeft : random.Next(isSigned ? -mostLeft : 0, mostLeft + 1);
                    Put(MemoryMarshal.AsBytes(groups.AsSpan(Misalignment)), row, left[row], groupSize);
                    for (var column = 0; column < columns; column++)
                    {
                        var weight = depth % 3 == 0
                            ? (column % 2 == 0 ? mostRight : -mostRight)
                            : random.Next(-mostRight, mostRight + 1);
                        Put(
                            MemoryMarshal.AsBytes(panels.Buffer.Span),
                            panels.OffsetOf(row, column),
                            weight,
                            groupSize);
                        expected[column] += left[row] * weight;
                    }
                }

                float[] misaligned = [.. new float[Misalignment], .. panels.Buffer.Span];
                foreach (var direction in new[] { Direction.Forward, Direction.Backward })
                {
                    var found = InstructionSets.Accept<Sum, int[]>(
                        instructionSet, new Sum(groups, misaligned, expected.Length, groupSize, direction));
                    Assert.Equal(expected, found);
                }
            }
        }
    }

    private static void Put(Span<byte> bytes, int place, int value, int groupSize)
    {
        if (groupSize == 4)
        {
            bytes[place] = (byte)(sbyte)value;
        }
        else
        {
            MemoryMarshal.Cast<byte, short>(bytes)[place] = (short)value;
        }
    }

    /// <summary>The integers that one call leaves; what lies behind them has to stay.</summary>
    private readonly struct Sum(int[] groups, float[] panels, int columns, int groupSize, Direction direction)
        : ISimdVisitor<int[]>
    {
        public int[] Visit<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector>
            where TVector : struct
        {
            var sums = new int[columns + (2 * Misalignment)];
            sums[0] = sums[^1] = 12345;
            var target = MemoryMarshal.Cast<int, float>(sums.AsSpan(Misalignment, columns));
            if (groupSize == 4)
            {
                IntegerProduct.Sum<TSimd, TVector, ByteProducts<TSimd, TVector>>(
                    groups.AsSpan(Misalignment), panels.AsSpan(Misalignment), target, direction);
            }
            else
            {
                IntegerProduct.Sum<TSimd, TVector, Int16Products<TSimd, TVector>>(
                    groups.AsSpan(Misalignment), panels.AsSpan(Misalignment), target, direction);
            }

            Assert.Equal((12345, 12345), (sums[0], sums[^1]));
            return sums[Misalignment..^Misalignment];
        }
    }
}
