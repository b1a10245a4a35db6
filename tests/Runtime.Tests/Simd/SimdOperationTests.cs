using FastElman.Fixtures;
using FastElman.Simd;

namespace FastElman.Tests.Simd;

/// <summary>Every operation of every instruction set against what plain C# makes of each lane, bit for bit.</summary>
public sealed class SimdOperationTests
{
    private static readonly float[] Special =
    [
        0f, -0f, 1f, -1f, 0.5f, 1.5f, 2.5f, -2.5f, 3.4999998f, 1e-45f, -1e-45f, 1.1754942e-38f, float.MinValue, float.MaxValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 88f, -88f, 15f, 8388609f, 1e30f, -1e-30f, 0.33333334f,
    ];

    [Theory, EveryInstructionSet]
    public void A_register_reports_its_own_instruction_set(InstructionSet instructionSet) =>
        Assert.Equal(instructionSet, VectorOperations.Of(instructionSet).InstructionSet);

    [Theory, EveryInstructionSet]
    public void The_lanes_are_those_of_the_register_width(InstructionSet instructionSet)
    {
        var expected = instructionSet switch
        {
            InstructionSet.Scalar => 1,
            InstructionSet.Avx2 => 8,
            InstructionSet.Avx512 => 16,
            _ => 4,
        };
        Assert.Equal(expected, VectorOperations.Of(instructionSet).Lanes);
    }

    [Theory, EveryInstructionSet]
    public void Load_reads_from_any_offset(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        var source = Enumerable.Range(0, 64).Select(i => (float)i).ToArray();
        for (var offset = 0; offset + operations.Lanes <= source.Length; offset++)
        {
            Assert.Equal(source[offset..(offset + operations.Lanes)], operations.LoadStore(source, offset));
        }
    }

    [Theory, EveryInstructionSet]
    public void Broadcast_fills_every_lane(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        foreach (var value in Special)
        {
            Bits.AssertEqual(Enumerable.Repeat(value, operations.Lanes).ToArray(), operations.Broadcast(value));
        }
    }

    [Theory, EveryInstructionSet]
    public void Arithmetic_is_that_of_floats(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        AssertLaneByLane(operations, operations.Add, (left, right) => left + right);
        AssertLaneByLane(operations, operations.Subtract, (left, right) => left - right);
        AssertLaneByLane(operations, operations.Multiply, (left, right) => left * right);
        AssertLaneByLane(operations, operations.Divide, (left, right) => left / right);
    }

    [Theory, EveryInstructionSet]
    public void Multiply_add_is_rounded_once_where_it_is_fused_and_else_twice(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        var fused = instructionSet is InstructionSet.Avx2 or InstructionSet.Avx512 or InstructionSet.AdvSimd;
        foreach (var addend in new[] { 0f, -1f, 3e-8f, float.NaN, float.NegativeInfinity })
        {
            AssertLaneByLane(
                operations,
                (left, right) => operations.MultiplyAdd(left, right, operations.Broadcast(addend)),
                (left, right) => fused ? MathF.FusedMultiplyAdd(left, right, addend) : (left * right) + addend);
        }

        // 1 + 2^-12 squared has a bit that only a fused operation keeps.
        var x = operations.Broadcast(1f + MathF.ScaleB(1f, -12));
        var rest = operations.MultiplyAdd(x, x, operations.Broadcast(-(1f + MathF.ScaleB(1f, -11))));
        Assert.Equal(fused ? MathF.ScaleB(1f, -24) : 0f, rest[0]);
    }

    [Theory, EveryInstructionSet]
    public void Limits_let_a_nan_value_through(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        var limits = Special.Where(limit => !float.IsNaN(limit) && limit != 0);
        foreach (var limit in limits)
        {
            AssertLaneByLane(operations, (value, _) => operations.AtLeast(operations.Broadcast(limit), value), (value, _) => limit > value ? limit : value);
            AssertLaneByLane(operations, (value, _) => operations.AtMost(operations.Broadcast(limit), value), (value, _) => limit < value ? limit : value);
        }
    }

    [Theory, EveryInstructionSet]
    public void Round_goes_to_the_nearest_whole_number_and_to_even_on_ties(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        AssertLaneByLane(operations, (value, _) => operations.Round(value), (value, _) => MathF.Round(value, MidpointRounding.ToEven));
    }

    [Theory, EveryInstructionSet]
    public void Scaling_by_a_power_of_two_is_exact_down_into_the_denormals(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        for (var exponent = -252; exponent <= 252; exponent++)
        {
            foreach (var value in new[] { 1f, 1.9999999f, 0.70710677f, 1.3333334f, -1.5f })
            {
                var scaled = operations.ScaleByPowerOfTwo(operations.Broadcast(value), operations.Broadcast(exponent));
                Assert.All(scaled, lane => Assert.Equal((float)(value * Math.Pow(2, exponent)), lane));
            }
        }

        Assert.All(operations.ScaleByPowerOfTwo(operations.Broadcast(float.NaN), operations.Broadcast(3f)), lane => Assert.True(float.IsNaN(lane)));
    }

    [Theory, EveryInstructionSet]
    public void Where_greater_takes_the_other_value_also_for_nan(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        var then = operations.Broadcast(-7f);
        var otherwise = operations.Broadcast(9f);
        AssertLaneByLane(
            operations,
            (value, limit) => operations.WhereGreater(value, limit, then, otherwise),
            (value, limit) => value > limit ? -7f : 9f);
    }

    [Theory, EveryInstructionSet]
    public void The_maximum_and_the_first_equal_are_found_in_any_lane(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        for (var lane = 0; lane < operations.Lanes; lane++)
        {
            var values = Enumerable.Repeat(float.NegativeInfinity, operations.Lanes).ToArray();
            values[lane] = -3f;
            Assert.Equal(-3f, operations.MaximumAcross(values));
            Assert.Equal(lane, operations.FirstLaneEqual(values, -3f));
            values[^1] = -3f;
            Assert.Equal(lane, operations.FirstLaneEqual(values, -3f));
        }

        Assert.Equal(operations.Lanes, operations.FirstLaneEqual(operations.Broadcast(1f), 2f));
        Assert.Equal(operations.Lanes, operations.FirstLaneEqual(operations.Broadcast(float.NaN), float.NaN));
        Assert.Equal(0, operations.FirstLaneEqual(operations.Broadcast(-0f), 0f));
    }

    [Theory, EveryInstructionSet]
    public void A_nan_is_seen_in_any_lane(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        Assert.False(operations.AnyNaN(operations.Broadcast(float.PositiveInfinity)));
        for (var lane = 0; lane < operations.Lanes; lane++)
        {
            var values = operations.Broadcast(1f);
            values[lane] = float.NaN;
            Assert.True(operations.AnyNaN(values));
        }
    }

    [Theory, EveryInstructionSet]
    public void The_sum_has_every_lane_once(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        var powers = Enumerable.Range(0, operations.Lanes).Select(lane => MathF.ScaleB(1f, lane)).ToArray();
        Assert.Equal(MathF.ScaleB(1f, operations.Lanes) - 1f, operations.SumAcross(powers));
    }

    [Theory, EveryInstructionSet]
    public void Lanes_at_least_has_a_bit_for_each_lane_the_first_lowest(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        for (var shift = 0; shift < Special.Length; shift++)
        {
            for (var first = 0; first < Special.Length; first++)
            {
                var value = Enumerable.Range(first, operations.Lanes).Select(i => Special[i % Special.Length]).ToArray();
                var limit = Enumerable.Range(first + shift, operations.Lanes).Select(i => Special[i % Special.Length]).ToArray();
                var expected = 0u;
                for (var lane = 0; lane < operations.Lanes; lane++)
                {
                    expected |= value[lane] >= limit[lane] ? 1u << lane : 0;
                }

                Assert.Equal(expected, operations.LanesAtLeast(value, limit));
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Only_wide_registers_of_x86_and_dot_products_of_arm_have_byte_products(InstructionSet instructionSet)
    {
        var hasByteProducts = VectorOperations.Of(instructionSet).HasByteProducts;
        Assert.Equal(hasByteProducts, InstructionSets.HasByteProducts(instructionSet));
        if (instructionSet != InstructionSet.AdvSimd)
        {
            Assert.Equal(instructionSet is InstructionSet.Avx2 or InstructionSet.Avx512, hasByteProducts);
        }
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
                    signed[i] = (sbyte)(round % 2 == 0 ? mostSigned * (random.Next(2) == 0 ? -1 : 1) : random.Next(-mostSigned, mostSigned + 1));
                }

                var sums = Enumerable.Range(0, operations.Lanes).Select(_ => random.Next(-1_000_000_000, 1_000_000_000)).ToArray();
                var expected = sums.Select((sum, lane) => sum + Enumerable.Range(4 * lane, 4).Sum(i => small[i] * signed[i])).ToArray();
                Assert.Equal(expected, operations.AddByteProducts(sums, small, signed));
            }
        }

        var most = Enumerable.Repeat((byte)127, 4 * operations.Lanes).ToArray();
        var least = Enumerable.Repeat((sbyte)-127, 4 * operations.Lanes).ToArray();
        Assert.All(operations.AddByteProducts(operations.BroadcastBits(0), most, least), sum => Assert.Equal(-4 * 127 * 127, sum));
    }

    [Theory, EveryInstructionSet]
    public void Four_byte_products_at_once_are_four_one_after_another_up_to_the_limit(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            // The eight signed bytes that meet in 16 bits reach the limit exactly, all with one sign in every other round.
            byte[][] small = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 4 * operations.Lanes).Select(_ => (byte)127).ToArray())];
            sbyte[][] signed = [.. Enumerable.Range(0, 4).Select(_ => new sbyte[4 * operations.Lanes])];
            for (var pair = 0; pair < 2 * operations.Lanes; pair++)
            {
                var sign = random.Next(2) == 0 ? -1 : 1;
                var left = ISimd<float>.ByteProductLimit;
                foreach (var place in Enumerable.Range(0, 8).OrderBy(_ => random.Next()))
                {
                    var magnitude = Math.Min(127, random.Next(left + 1));
                    signed[place / 2][(2 * pair) + (place % 2)] = (sbyte)(magnitude * (round % 2 == 0 ? sign : random.Next(2) == 0 ? -1 : 1));
                    left -= magnitude;
                }
            }

            var sums = Enumerable.Range(0, operations.Lanes).Select(_ => random.Next(-1_000_000_000, 1_000_000_000)).ToArray();
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
        int[] numbers = [0, 1, -1, 16129, -16129, 1 << 24, (1 << 24) + 1, (1 << 24) + 3, -(1 << 24) - 3, int.MaxValue, int.MinValue, 1_057_030_144];
        for (var first = 0; first < numbers.Length; first++)
        {
            var whole = Enumerable.Range(first, operations.Lanes).Select(i => numbers[i % numbers.Length]).ToArray();
            Bits.AssertEqual(Array.ConvertAll(whole, number => (float)number), operations.ToFloat(whole));
        }
    }

    [Theory, EveryInstructionSet]
    public void Bytes_are_rounded_to_the_nearest_and_nothing_around_them_is_touched(InstructionSet instructionSet)
    {
        var operations = WithByteProducts(instructionSet);
        for (var quarter = 0; quarter <= 4 * 127; quarter++)
        {
            var values = Enumerable.Range(0, operations.Lanes).Select(lane => (quarter + (37 * lane)) % (4 * 127 + 1) / 4f).ToArray();
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

    [Theory, EveryInstructionSet]
    public void A_partial_load_fills_up_and_reads_nothing_more(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        for (var count = 0; count <= operations.Lanes; count++)
        {
            var source = new GuardedBuffer(Special.AsSpan(0, count), offset: 3);
            var expected = Special[..count].Concat(Enumerable.Repeat(-5f, operations.Lanes - count)).ToArray();
            Bits.AssertEqual(expected, operations.PartialLoad(source.Span, filler: -5f));
        }
    }

    [Theory, EveryInstructionSet]
    public void A_partial_store_touches_nothing_more(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        for (var count = 0; count <= operations.Lanes; count++)
        {
            var target = new GuardedBuffer(count, offset: 5);
            operations.PartialStore(Special[..operations.Lanes], target.Span);
            Bits.AssertEqual(Special.AsSpan(0, count), target.Span);
            target.AssertGuardsUntouched();
        }
    }

    private static VectorOperations WithByteProducts(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        Assert.SkipUnless(operations.HasByteProducts, "This instruction set has no products of bytes.");
        return operations;
    }

    /// <summary>Every special value against every other, in every lane.</summary>
    private static void AssertLaneByLane(
        VectorOperations operations, Func<float[], float[], float[]> operation, Func<float, float, float> expected)
    {
        for (var shift = 0; shift < Special.Length; shift++)
        {
            for (var first = 0; first < Special.Length; first += operations.Lanes)
            {
                var left = Enumerable.Range(first, operations.Lanes).Select(i => Special[i % Special.Length]).ToArray();
                var right = Enumerable.Range(first + shift, operations.Lanes).Select(i => Special[i % Special.Length]).ToArray();
                Bits.AssertEqual(left.Zip(right, expected).ToArray(), operation(left, right));
            }
        }
    }
}
