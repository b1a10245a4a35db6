using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

/// <summary>
/// What the bytes decide on is what the floats give, always; and they decide where a trained network is sure.
/// </summary>
public sealed class ByteArgMaxTests
{
#if DEBUG
    private const int RowsPerModel = 4;
#else
    private const int RowsPerModel = 250;
#endif

    /// <summary>
    /// With two instruction sets, all kinds and all hidden states of <see cref="Randomize"/>: a million rows in
    /// Release.
    /// </summary>
    private const int ModelsPerKind = 270;

    private static readonly int[] Depths = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 50, 64, 100, 127];
    private static readonly int[] LabelCounts = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 100];

    [Theory]
    [EveryInstructionSet(
        "uniform", "trained", "equal columns", "one ulp apart", "all zero", "huge", "denormal", "sparse")]
    public void What_is_decided_is_the_first_of_the_largest_logits(InstructionSet instructionSet, string kind)
    {
        var kernels = WithByteProducts(instructionSet);
        var random = new Random(kind.Length + kind[0]);
        var decided = 0;
        for (var model = 0; model < ModelsPerKind; model++)
        {
            // Now and then the largest sizes, which are dear.
            var depth = model % 30 == 0 ? 300 : Depths[random.Next(Depths.Length)];
            var labels = model % 45 == 0 ? 200 : LabelCounts[random.Next(LabelCounts.Length)];
            var (weights, biases) = Parameters(kind, depth, labels, random);
            var check = new ByteArgMaxCase(kernels, weights, biases);
            for (var row = 0; row < RowsPerModel; row++)
            {
                Randomize(check.Hidden, row, random);
                decided += check.Check(kind) ? 1 : 0;
            }
        }

        // What never decides cannot be wrong.
        var least = kind switch { "trained" => 0.8, "uniform" or "huge" => 0.3, _ => 0 };
        Assert.True(
            decided >= least * ModelsPerKind * RowsPerModel,
            $"Only {decided} of {ModelsPerKind * RowsPerModel} were decided.");
    }

    /// <summary>Every second label and the last are a copy of the best one.</summary>
    [Theory, EveryInstructionSet]
    public void Where_the_best_columns_tie_floats_must_decide(InstructionSet instructionSet)
    {
        var kernels = WithByteProducts(instructionSet);
        var random = new Random(1);
        foreach (var labels in Enumerable.Range(2, 40).Append(129).Append(200))
        {
            for (var first = 0; first < labels - 1; first += 1 + (labels / 5))
            {
                var weights = RandomFloats.Uniform(random, 9 * labels, 1f);
                var biases = RandomFloats.Uniform(random, labels, 1f);
                for (var k = 0; k < 9; k++)
                {
                    weights[(k * labels) + first] = 2f;
                    weights[(k * labels) + labels - 1] = 2f;
                }

                biases[first] = biases[^1] = 3f;
                var check = new ByteArgMaxCase(kernels, weights, biases);
                for (var row = 0; row < 10; row++)
                {
                    Randomize(check.Hidden, row, random);
                    Assert.Equal(ByteArgMaxCase.Undecided, check.FromBytes());
                    Assert.Equal(first, check.FromFloats().Label);
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Any_label_can_be_decided_on(InstructionSet instructionSet)
    {
        var kernels = WithByteProducts(instructionSet);
        int[] counts = [1, 2, 7, 8, 9, 17, 33, 49, 64, 65, 81, 97, 113, 127, 128, 129, 200, 300];
        foreach (var labels in counts)
        {
            for (var best = 0; best < labels; best++)
            {
                var biases = Enumerable.Repeat(-5f, labels).ToArray();
                biases[best] = -4f;
                Assert.Equal(best, new ByteArgMaxCase(kernels, new float[3 * labels], biases).FromBytes());

                // By a weight instead of the bias.
                var weights = new float[5 * labels];
                weights[(3 * labels) + best] = 1f;
                var check = new ByteArgMaxCase(kernels, weights, new float[labels]);
                check.Hidden[3] = 1f;
                Assert.Equal(best, check.FromBytes());
            }
        }
    }

    /// <summary>
    /// The two best logits a few rounding errors of the bytes apart, on both sides of what can be told: there a bound
    /// that is a little too small would decide wrongly.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Close_logits_are_never_decided_wrongly(InstructionSet instructionSet)
    {
        var kernels = WithByteProducts(instructionSet);
        var random = new Random(2);
        var (decided, undecided) = (0, 0);
        for (var model = 0; model < 500; model++)
        {
            // One label whose weights are just what is lost most in bytes, and one whose bias alone comes near to it.
            var depth = random.Next(1, 40);
            var weights = new float[2 * depth];
            for (var k = 0; k < depth; k++)
            {
                weights[2 * k] = (random.Next(-127, 128) + 0.4999f) / 127f;
            }

            var check = Hidden(depth);
            var exact = 0.0;
            for (var k = 0; k < depth; k++)
            {
                exact += weights[2 * k] * (double)check[k];
            }

            for (var step = -20; step <= 20; step++)
            {
                var run = new ByteArgMaxCase(kernels, weights, [0f, (float)(exact + (step * depth * 0.0005))]);
                check.CopyTo(run.Hidden);
                var sure = run.Check("close");
                decided += sure ? 1 : 0;
                undecided += sure ? 0 : 1;
            }
        }

        Assert.True(decided > 500 && undecided > 500, $"{decided} were decided, {undecided} not.");

        float[] Hidden(int depth) =>
        [
            .. Enumerable.Range(0, depth)
                .Select(_ => (random.Next(127) + (random.Next(2) == 0 ? 0.499f : 0.501f)) / 127f),
        ];
    }

    /// <summary>
    /// Every product is a little less than half a unit in the last place of the bias: floats lose each of them, one by
    /// one, and the bytes add them up first. The other label lies in between, and is only right for floats.
    /// </summary>
    [Theory]
    [EveryInstructionSet(16, 40, 100, 300)]
    public void What_floats_lose_beside_a_bias_is_within_the_bound(InstructionSet instructionSet, int depth)
    {
        var kernels = WithByteProducts(instructionSet);
        foreach (var sign in (int[])[1, -1])
        {
            // Below 1 floats lie twice as near to each other.
            var unit = MathF.ScaleB(1f, sign > 0 ? -23 : -24);
            var weights = new float[2 * depth];
            for (var k = 0; k < depth; k++)
            {
                weights[2 * k] = sign * 0.49f * unit;
            }

            var between = 1f + (sign * (depth / 4) * unit);
            var run = new ByteArgMaxCase(kernels, weights, [1f, between]);
            run.Hidden.Fill(1f);
            Assert.Equal((sign > 0 ? 1 : 0, 1), run.FromFloats());
            Assert.Equal(ByteArgMaxCase.Undecided, run.FromBytes());
        }
    }

    /// <summary>
    /// Denormal weights, hidden units between two bytes: the floats round every product up, the bytes every hidden unit
    /// down, and both errors add up.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Rounding_of_denormals_is_within_the_bound(InstructionSet instructionSet)
    {
        var kernels = WithByteProducts(instructionSet);
        const int depth = 300;
        for (var whole = 0; whole < 126; whole += 5)
        {
            for (var quotient = 1; quotient < 9; quotient++)
            {
                // s is one denormal unit: 127 · 127 units are the largest weight, 127 · quotient units all others.
                var weights = new float[2 * depth];
                weights[0] = 127 * 127 * float.Epsilon;
                for (var k = 1; k < depth; k++)
                {
                    weights[2 * k] = 127 * quotient * float.Epsilon;
                }

                var middle = (whole + 0.5f) / 127f;
                foreach (var half in new[] { middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle) })
                {
                    for (var units = -depth; units <= depth; units += 12)
                    {
                        var bias = (float)(
                            (depth * quotient * ((double)half * 127) + (units * quotient)) * float.Epsilon);
                        var run = new ByteArgMaxCase(kernels, weights, [0f, bias]);
                        run.Hidden.Fill(half);
                        run.Hidden[0] = 0f;
                        run.Check("denormal");
                    }
                }
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Hidden_units_become_the_nearest_of_127_steps(InstructionSet instructionSet)
    {
        var kernels = WithByteProducts(instructionSet);
        var hidden = new float[64 * kernels.Lanes];
        for (var i = 0; i < hidden.Length; i++)
        {
            hidden[i] = i / (hidden.Length - 1f);
        }

        var bytes = new byte[hidden.Length + 4];
        bytes.AsSpan(hidden.Length).Fill(0xA5);
        kernels.ToBytes(hidden, bytes);
        for (var i = 0; i < hidden.Length; i++)
        {
            Assert.True(Math.Abs((hidden[i] * 127.0) - bytes[i]) <= 0.50001, $"{hidden[i]} became {bytes[i]}");
        }

        Assert.Equal((0, 127), (bytes[0], bytes[hidden.Length - 1]));
        Assert.All(bytes[hidden.Length..], guard => Assert.Equal(0xA5, guard));
    }

    private static KernelSet WithByteProducts(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        Assert.SkipUnless(kernels.HasByteProducts, "This instruction set has no products of bytes.");
        return kernels;
    }

    private static (float[] Weights, float[] Biases) Parameters(string kind, int depth, int labels, Random random)
    {
        var range = kind switch
        {
            "huge" => 1e11f,
            "denormal" => MathF.ScaleB(float.Epsilon, random.Next(1, 24)),
            "trained" => 0.3f,
            _ => 1f,
        };
        var weights = RandomFloats.Uniform(random, depth * labels, range);
        var biases = RandomFloats.Uniform(random, labels, range);
        switch (kind)
        {
            case "trained":
                // One label far ahead of all others, as "outside" is.
                biases[random.Next(labels)] += 0.3f * depth;
                break;
            case "all zero":
                weights.AsSpan().Clear();
                biases.AsSpan(0, labels / 2).Clear();
                break;
            case "equal columns":
            case "one ulp apart":
                CopyColumns(weights, biases, labels, kind == "one ulp apart", random);
                break;
            case "sparse":
                foreach (ref var weight in weights.AsSpan())
                {
                    weight = random.Next(4) == 0 ? weight * MathF.ScaleB(1f, -random.Next(30)) : 0f;
                }

                break;
        }

        return (weights, biases);
    }

    /// <summary>
    /// Makes about half of the columns the same as column 0, or the same but for one float of theirs.
    /// </summary>
    private static void CopyColumns(float[] weights, float[] biases, int labels, bool change, Random random)
    {
        for (var label = 1; label < labels; label += 1 + random.Next(2))
        {
            for (var k = 0; k < weights.Length; k += labels)
            {
                weights[k + label] = weights[k];
            }

            biases[label] = biases[0];
            if (change)
            {
                ref var changed = ref random.Next(2) == 0
                    ? ref biases[label]
                    : ref weights[(random.Next(weights.Length / labels) * labels) + label];
                changed = random.Next(2) == 0 ? MathF.BitIncrement(changed) : MathF.BitDecrement(changed);
            }
        }
    }

    /// <summary>
    /// Uniform, near the limits, only 0 and 1, all the same, on the steps of the bytes, and between two steps: in turn.
    /// </summary>
    private static void Randomize(Span<float> hidden, int row, Random random)
    {
        var same = random.NextSingle();
        foreach (ref var unit in hidden)
        {
            unit = (row % 6) switch
            {
                0 => random.NextSingle(),
                1 => random.Next(2) == 0 ? random.NextSingle() * 0.01f : 1f - (random.NextSingle() * 0.01f),
                2 => random.Next(2),
                3 => same,
                4 => random.Next(128) / 127f,
                _ => (random.Next(127) + 0.5f) / 127f,
            };
        }
    }
}
