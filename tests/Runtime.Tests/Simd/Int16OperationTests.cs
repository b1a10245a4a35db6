using FastElman.Simd;

namespace FastElman.Tests.Simd;

/// <summary>The operations on 16-bit integers of those instruction sets that have them, against plain C#.</summary>
public sealed class Int16OperationTests
{
    [Theory, EveryInstructionSet]
    public void All_vectors_have_products_of_16_bit_integers(InstructionSet instructionSet)
    {
        var hasInt16Products = VectorOperations.Of(instructionSet).HasInt16Products;
        Assert.Equal(hasInt16Products, InstructionSets.TraitsOf(instructionSet).HasInt16Products);
        Assert.Equal(instructionSet != InstructionSet.Scalar, hasInt16Products);
    }

    [Theory, EveryInstructionSet]
    public void Products_are_added_lane_by_lane(InstructionSet instructionSet)
    {
        var operations = WithInt16Products(instructionSet);
        var random = new Random(1);
        foreach (var most in new[] { 1, 255, 256, 8191, 32767 })
        {
            for (var round = 0; round < 500; round++)
            {
                // In every other round only the extremes.
                var left = Integers(operations.Lanes, most, round % 2 == 0, random);
                var right = Integers(operations.Lanes, 32767, round % 2 == 0, random);

                // Two products of the largest integers nearly fill 32 bits.
                var sums = Integers(operations.Lanes, most == 32767 ? 0 : 32767, isExtreme: false, random)
                    .Where((_, i) => i % 2 == 0)
                    .Select(value => value * 1000)
                    .ToArray();
                Assert.Equal(Sums(sums, [left], [right]), operations.AddInt16Products(sums, left, right));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Four_products_at_once_equal_four_in_turn(InstructionSet instructionSet)
    {
        var operations = WithInt16Products(instructionSet);
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            // Eight products of 8191 and 32767 reach 2^31 - 2^18.
            short[][] left = [.. Enumerable.Range(0, 4).Select(_ =>
                Integers(operations.Lanes, 8191, round % 2 == 0, random))];
            short[][] right = [.. Enumerable.Range(0, 4).Select(_ =>
                Integers(operations.Lanes, 32767, round % 2 == 0, random))];
            if (round % 4 == 0)
            {
                // All with one sign.
                right = Array.ConvertAll(left, row => Array.ConvertAll(
                    row, value => (short)(value < 0 ? -32767 : 32767)));
            }

            var sums = Enumerable.Range(0, operations.Lanes).Select(_ => random.Next(-100_000, 100_000)).ToArray();
            Assert.Equal(Sums(sums, left, right), operations.AddFourInt16Products(sums, left, right));
        }
    }

    [Theory, EveryInstructionSet]
    public void Values_are_rounded_to_the_nearest_integer_and_to_even(InstructionSet instructionSet)
    {
        var operations = WithInt16Products(instructionSet);
        for (var half = -2 * 32767; half <= 2 * 32767; half += half is > -50 and < 50 ? 1 : 37)
        {
            var values = Enumerable.Range(0, operations.Lanes)
                .Select(lane => Math.Clamp((half / 2f) + (lane / 4f), -32767f, 32767f))
                .ToArray();
            var target = Enumerable.Repeat((short)0x5A5A, operations.Lanes + 7).ToArray();
            operations.StoreAsInt16(values, target, offset: 3);
            Assert.Equal(
                [
                    .. Enumerable.Repeat((short)0x5A5A, 3),
                    .. values.Select(value => (short)MathF.Round(value, MidpointRounding.ToEven)),
                    .. Enumerable.Repeat((short)0x5A5A, 4),
                ],
                target);
        }
    }

    private static short[] Integers(int lanes, int most, bool isExtreme, Random random) =>
    [
        .. Enumerable.Range(0, 2 * lanes).Select(_ => (short)(isExtreme
            ? random.Next(2) == 0 ? -most : most
            : random.Next(-most, most + 1))),
    ];

    private static int[] Sums(int[] sums, short[][] left, short[][] right) =>
    [
        .. sums.Select((sum, lane) => checked((int)(sum + left.Zip(right).Sum(pair =>
            ((long)pair.First[2 * lane] * pair.Second[2 * lane])
            + ((long)pair.First[(2 * lane) + 1] * pair.Second[(2 * lane) + 1])))))
    ];

    private static VectorOperations WithInt16Products(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        Assert.SkipUnless(operations.HasInt16Products, "This instruction set has no products of 16-bit integers.");
        return operations;
    }
}
