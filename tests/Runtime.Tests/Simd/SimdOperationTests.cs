using FastElman.Fixtures;
using FastElman.Simd;

namespace FastElman.Tests.Simd;

/// <summary>Every operation of every instruction set against what plain C# makes of each lane, bit for bit.</summary>
public sealed class SimdOperationTests
{
    private static readonly float[] Special =
    [
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        1.5f,
        2.5f,
        -2.5f,
        3.4999998f,
        1e-45f,
        -1e-45f,
        1.1754942e-38f,
        float.MinValue,
        float.MaxValue,
        float.PositiveInfinity,
        float.NegativeInfinity,
        float.NaN,
        88f,
        -88f,
        15f,
        8388609f,
        1e30f,
        -1e-30f,
        0.33333334f,
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
        AssertLaneByLane(operations, (left, _) => operations.SquareRoot(left), (left, _) => MathF.Sqrt(left));
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
            AssertLaneByLane(
                operations,
                (value, _) => operations.AtLeast(operations.Broadcast(limit), value),
                (value, _) => limit > value ? limit : value);
            AssertLaneByLane(
                operations,
                (value, _) => operations.AtMost(operations.Broadcast(limit), value),
                (value, _) => limit < value ? limit : value);
        }
    }

    [Theory, EveryInstructionSet]
    public void Round_goes_to_the_nearest_whole_number_and_to_even_on_ties(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        AssertLaneByLane(
            operations,
            (value, _) => operations.Round(value),
            (value, _) => MathF.Round(value, MidpointRounding.ToEven));
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

        Assert.All(
            operations.ScaleByPowerOfTwo(operations.Broadcast(float.NaN), operations.Broadcast(3f)),
            lane => Assert.True(float.IsNaN(lane)));
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
        }
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
    public void Four_sums_have_every_lane_of_theirs_once_and_stand_side_by_side(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        float[] Powers(
            float factor) => [.. Enumerable.Range(0, operations.Lanes).Select(lane => factor * MathF.ScaleB(1f, lane))];
        var target = new GuardedBuffer(4, offset: 3);

        operations.StoreFourSums(Powers(1), Powers(3), Powers(5), Powers(7), target.Span);

        Assert.Equal(
            [.. ((float[])[1, 3, 5, 7]).Select(factor => factor * (MathF.ScaleB(1f, operations.Lanes) - 1f))],
            target.Span.ToArray());
        target.AssertGuardsUntouched();
    }

    [Theory, EveryInstructionSet]
    public void Lanes_at_least_has_a_bit_for_each_lane_the_first_lowest(InstructionSet instructionSet)
    {
        var operations = VectorOperations.Of(instructionSet);
        for (var shift = 0; shift < Special.Length; shift++)
        {
            for (var first = 0; first < Special.Length; first++)
            {
                var value = Enumerable.Range(first, operations.Lanes)
                    .Select(i => Special[i % Special.Length])
                    .ToArray();
                var limit = Enumerable.Range(first + shift, operations.Lanes)
                    .Select(i => Special[i % Special.Length])
                    .ToArray();
                var expected = 0u;
                for (var lane = 0; lane < operations.Lanes; lane++)
                {
                    expected |= value[lane] >= limit[lane] ? 1u << lane : 0;
                }

                Assert.Equal(expected, operations.MaskGreaterOrEqual(value, limit));
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

    /// <summary>Every special value against every other, in every lane.</summary>
    private static void AssertLaneByLane(
        VectorOperations operations, Func<float[], float[], float[]> operation, Func<float, float, float> expected)
    {
        for (var shift = 0; shift < Special.Length; shift++)
        {
            for (var first = 0; first < Special.Length; first += operations.Lanes)
            {
                var left = Enumerable.Range(first, operations.Lanes).Select(i => Special[i % Special.Length]).ToArray();
                var right = Enumerable.Range(first + shift, operations.Lanes)
                    .Select(i => Special[i % Special.Length])
                    .ToArray();
                Bits.AssertEqual(left.Zip(right, expected).ToArray(), operation(left, right));
            }
        }
    }
}
