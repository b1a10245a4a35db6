using System.Runtime.Intrinsics.X86;
using FastElman.Fixtures;
using FastElman.Simd;

namespace FastElman.Tests.Simd;

/// <summary>The operations on bytes of those instruction sets that have them, against plain C#.</summary>
public sealed class ByteOperationTests
{
    [Theory, EveryInstructionSet]
    public void All_instruction_sets_have_byte_products_but_those_without_an_instruction_for_them(
        InstructionSet instructionSet)
    {
        var hasByteProducts = VectorOperations.Of(instructionSet).HasByteProducts;
        Assert.Equal(hasByteProducts, InstructionSets.TraitsOf(instructionSet).HasByteProducts);
        var expected = instructionSet switch
        {
            InstructionSet.Scalar => false,
            InstructionSet.Vector128 => Ssse3.IsSupported,
            _ => true,
        };
        Assert.Equal(expected, hasByteProducts);
    }

    [Theory, EveryInstructionSet]
    public void Byte_products_are_added_lane_by_lane(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        var random = new Random(1);
        foreach (var (mostSmall, mostSigned) in new[] { (127, 127), (127, 1), (1, 127), (0, 127) })
        {
            for (var round = 0; round < 500; round++)
            {
                // In every other round only the extremes, where 16 bits would overflow if they could.
                var small = new byte[4 * operations.Lanes];
                var signed = new sbyte[small.Length];
                for (var i = 0; i < small.Length; i++)
                {
                    small[i] = (byte)(round % 2 == 0 ? mostSmall : random.Next(mostSmall + 1));
                    signed[i] = (sbyte)(round % 2 == 0
                        ? mostSigned * (random.Next(2) == 0 ? -1 : 1)
                        : random.Next(-mostSigned, mostSigned + 1));
                }

                var sums = Enumerable.Range(0, operations.Lanes)
                    .Select(_ => random.Next(-1_000_000_000, 1_000_000_000))
                    .ToArray();
                var expected = sums
                    .Select((sum, lane) => sum + Enumerable.Range(4 * lane, 4).Sum(i => small[i] * signed[i]))
                    .ToArray();
                Assert.Equal(expected, operations.AddByteProducts(sums, small, signed));
            }
        }

        var most = Enumerable.Repeat((byte)127, 4 * operations.Lanes).ToArray();
        var least = Enumerable.Repeat((sbyte)-127, 4 * operations.Lanes).ToArray();
        Assert.All(
            operations.AddByteProducts(operations.BroadcastBits(0), most, least),
            sum => Assert.Equal(-4 * 127 * 127, sum));
    }

    [Theory, EveryInstructionSet]
    public void Four_byte_products_at_once_equal_four_in_turn(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            // The eight signed bytes that meet in 16 bits reach the limit exactly, all with one sign in every other
            // round.
            byte[] largest = [.. Enumerable.Repeat((byte)127, 4 * operations.Lanes)];
            byte[][] small = [largest, largest, largest, largest];
            sbyte[][] signed = [.. Enumerable.Range(0, 4).Select(_ => new sbyte[4 * operations.Lanes])];
            for (var pair = 0; pair < 2 * operations.Lanes; pair++)
            {
                var sign = random.Next(2) == 0 ? -1 : 1;
                var left = ISimd<float>.ByteProductLimit;
                foreach (var place in Enumerable.Range(0, 8).OrderBy(_ => random.Next()))
                {
                    var magnitude = Math.Min(127, random.Next(left + 1));
                    signed[place / 2][(2 * pair) + (place % 2)] = (sbyte)(
                        magnitude * (round % 2 == 0 ? sign : random.Next(2) == 0 ? -1 : 1));
                    left -= magnitude;
                }
            }

            var sums = Enumerable.Range(0, operations.Lanes)
                .Select(_ => random.Next(-1_000_000_000, 1_000_000_000))
                .ToArray();
            var expected = sums.Select((sum, lane) => sum + Enumerable.Range(0, 4).Sum(group =>
                Enumerable.Range(4 * lane, 4).Sum(i => small[group][i] * signed[group][i]))).ToArray();
            Assert.Equal(expected, operations.AddFourByteProducts(sums, small, signed));
        }
    }

    [Theory, EveryInstructionSet]
    public void Bits_are_the_same_in_every_lane(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        foreach (var bits in new[] { 0, 1, -1, 0x01020304, int.MinValue, 0x7F800001 })
        {
            Assert.Equal(Enumerable.Repeat(bits, operations.Lanes), operations.BroadcastBits(bits));
        }
    }

    [Theory, EveryInstructionSet]
    public void Whole_numbers_become_the_nearest_float(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        int[] numbers =
        [
            0, 1, -1, 16129, -16129, 1 << 24, (1 << 24) + 1, (1 << 24) + 3, -(1 << 24) - 3, int.MaxValue, int.MinValue,
            1_057_030_144,
        ];
        for (var first = 0; first < numbers.Length; first++)
        {
            var whole = Enumerable.Range(first, operations.Lanes).Select(i => numbers[i % numbers.Length]).ToArray();
            Bits.AssertEqual(Array.ConvertAll(whole, number => (float)number), operations.ToFloat(whole));
        }
    }

    [Theory, EveryInstructionSet]
    public void Bytes_are_rounded_to_the_nearest(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        for (var quarter = 0; quarter <= 4 * 127; quarter++)
        {
            var values = Enumerable.Range(0, operations.Lanes)
                .Select(lane => (quarter + (37 * lane)) % (4 * 127 + 1) / 4f)
                .ToArray();
            var target = Enumerable.Repeat((byte)0xA5, operations.Lanes + 7).ToArray();
            operations.StoreAsBytes(values, target, offset: 3);
            for (var i = 0; i < target.Length; i++)
            {
                var lane = i - 3;
                if (lane < 0 || lane >= values.Length)
                {
                    Assert.Equal(0xA5, target[i]);
                }
                else
                {
                    Assert.True(Math.Abs(values[lane] - target[i]) <= 0.5f, $"{values[lane]} became {target[i]}");
                }
            }
        }
    }

    private static VectorOperations WithByteProducts(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        Assert.SkipUnless(operations.HasByteProducts, "This instruction set has no products of bytes.");
        return operations;
    }
}
