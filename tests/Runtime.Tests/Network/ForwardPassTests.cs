using CsCheck;
using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Network;

/// <summary>Sentences against the network in double precision, and the same bits in every run.</summary>
public sealed class ForwardPassTests
{
    /// <summary>
    /// Rounding of a hidden state that is fed back over a hundred words; measured below 7e-7 for weights of ±0.2.
    /// </summary>
    private const double HiddenTolerance = 2e-6;

    /// <summary>Rounding of a probability; measured below 4e-7.</summary>
    private const double ProbabilityTolerance = 1e-6;

    private static readonly int[] BorderLengths = [0, 1, 2, 31, 32, 33, 63, 64, 65, 96, 100];

    private static readonly Gen<ElmanShape> AnyShape = Gen.Select(
        Gen.Int[1, 70],
        Gen.Frequency((3, Gen.Int[1, 40]), (1, Gen.Int[1, 200])),
        Gen.Frequency((1, Gen.Int[0, 1]), (3, Gen.Int[1, 50]), (1, Gen.Int[1, 5000])),
        Gen.Int[1, 40],
        Gen.Int[0, 9],
        (hidden, labels, vocabulary, embedding, reach) =>
            new ElmanShape(hidden, labels, vocabulary, embedding, (2 * reach) + 1));

    private static readonly Gen<int> AnyLength = Gen.Frequency((1, Gen.Int[0, 100]), (1, Gen.OneOf(BorderLengths)));

    [Fact]
    public void Random_networks_equal_double_precision() =>
        Gen.Select(AnyShape, AnyLength, Gen.Int).Sample(
            (shape, length, seed) =>
                CheckAgainstDouble(shape, RandomModel.Sentence(shape, length, seed, withPadding: true), seed),
            iter: 150);

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void Usual_sizes_equal_double_precision(int hidden)
    {
        var shape = new ElmanShape(hidden, 127, 572, 50, 7);
        foreach (var length in new[] { 1, 33, 100 })
        {
            CheckAgainstDouble(shape, RandomModel.Sentence(shape, length, seed: length), seed: hidden);
        }
    }

    [Theory, EveryInstructionSet]
    public void Every_length_around_the_blocks_equals_double_precision(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(7, 5, 20, 3, 5);
        var parameters = RandomModel.Parameters(shape, seed: 5, range: 0.7f);
        for (var length = 0; length <= 130; length++)
        {
            var words = RandomModel.Sentence(shape, length, seed: length, withPadding: true);
            var run = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words);
            AssertNear(new ReferenceNetwork(parameters).Run(words), run, shape, $"{length} words");
        }
    }

    [Theory, EveryInstructionSet]
    public void Saturated_networks_equal_double_precision(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(20, 9, 30, 4, 3);
        var parameters = RandomModel.Parameters(shape, seed: 6, range: 0.2f);
        foreach (ref var bias in parameters.HiddenBias)
        {
            bias *= 500;
        }

        var words = RandomModel.Sentence(shape, 50, seed: 6);
        var run = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words);
        AssertNear(new ReferenceNetwork(parameters).Run(words), run, shape);
    }

    [Theory, EveryInstructionSet]
    public void Minus_one_and_the_padding_row_are_the_padding_word(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(7, 5, 20, 3, 5);
        var model = ForwardRun.Model(RandomModel.Parameters(shape, seed: 7), instructionSet);
        ForwardRun.AssertSame(ForwardRun.Of(model, [3, 20, 4, 20]), ForwardRun.Of(model, [3, -1, 4, -1]));
    }

    [Theory, EveryInstructionSet]
    public void Earlier_runs_change_no_bit(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(33, 21, 100, 13, 7);
        var model = ForwardRun.Model(RandomModel.Parameters(shape, seed: 8), instructionSet);
        var tagger = new Tagger(model);
        var words = RandomModel.Sentence(shape, 45, seed: 8);
        var expected = ForwardRun.Of(model, words);
        for (var run = 0; run < 20; run++)
        {
            // Other sentences in between, so that the pooled memory is not clean.
            var other = RandomModel.Sentence(shape, run * 5, seed: run);
            tagger.Tag(other, new int[other.Length]);
            var labels = new int[words.Length];
            var probabilities = new float[words.Length * shape.LabelCount];
            tagger.Tag(words, labels, probabilities);
            Assert.Equal(expected.Labels, labels);
            Bits.AssertEqual(expected.Probabilities, probabilities);
        }
    }

    [Theory, EveryInstructionSet]
    public void Later_words_change_no_bit_of_earlier_ones(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(19, 11, 100, 6, 7);
        var model = ForwardRun.Model(RandomModel.Parameters(shape, seed: 9), instructionSet);
        var words = RandomModel.Sentence(shape, 100, seed: 9);
        var whole = ForwardRun.Of(model, words);
        for (var length = shape.WindowSize; length < words.Length; length++)
        {
            // The last words of the shorter sentence see padding where the longer one goes on.
            var same = length - shape.WindowReach;
            var run = ForwardRun.Of(model, words.AsSpan(0, length));
            var (units, labels) = (same * shape.HiddenSize, same * shape.LabelCount);
            Bits.AssertEqual(whole.Hidden.AsSpan(0, units), run.Hidden.AsSpan(0, units), $"hidden, {length} words");
            Bits.AssertEqual(
                whole.Probabilities.AsSpan(0, labels),
                run.Probabilities.AsSpan(0, labels),
                $"probabilities, {length} words");
        }
    }

    [Theory, EveryInstructionSet]
    public void Probabilities_change_no_label(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(19, 11, 100, 6, 7);
        var model = ForwardRun.Model(RandomModel.Parameters(shape, seed: 10), instructionSet);
        var tagger = new Tagger(model);
        for (var length = 0; length <= 70; length++)
        {
            var words = RandomModel.Sentence(shape, length, seed: length);
            var labels = new int[length];
            tagger.Tag(words, labels);
            Assert.Equal(ForwardRun.Of(model, words).Labels, labels);
        }
    }

    [Fact]
    public void Instruction_sets_agree_within_the_bound()
    {
        var shape = new ElmanShape(100, 127, 572, 50, 7);
        var parameters = RandomModel.Parameters(shape, seed: 11);
        var words = RandomModel.Sentence(shape, 100, seed: 11);
        var scalar = ForwardRun.Of(ForwardRun.Model(parameters, InstructionSet.Scalar), words);
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var run = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words);
            AssertNear(scalar.Hidden, run.Hidden, 2 * HiddenTolerance, $"{instructionSet} hidden");
            AssertNear(
                scalar.Probabilities, run.Probabilities, 2 * ProbabilityTolerance, $"{instructionSet} probabilities");
        }
    }

    /// <summary>
    /// Hidden states contain no sum across lanes, so instruction sets with fused multiply-add agree, and so do those
    /// without.
    /// </summary>
    [Fact]
    public void Instruction_sets_that_round_alike_give_the_same_states()
    {
        var shape = new ElmanShape(37, 19, 50, 13, 5);
        var parameters = RandomModel.Parameters(shape, seed: 12);
        var words = RandomModel.Sentence(shape, 70, seed: 12);
        var groups = SimdInfo.Supported.GroupBy(each => each is InstructionSet.Scalar or InstructionSet.Vector128);
        foreach (var group in groups)
        {
            var runs = group.Select(each => ForwardRun.Of(ForwardRun.Model(parameters, each), words)).ToList();
            Assert.All(runs, run => Bits.AssertEqual(runs[0].Hidden, run.Hidden));
            Assert.All(runs, run => Assert.Equal(runs[0].Labels, run.Labels));
        }
    }

    [Theory, EveryInstructionSet]
    public void NaN_weights_give_NaN_and_label_0(InstructionSet instructionSet)
    {
        var shape = new ElmanShape(6, 4, 5, 3, 3);
        var parameters = RandomModel.Parameters(shape, seed: 13);
        parameters.OutputBias[2] = float.NaN;
        var options = new CompileOptions { InstructionSet = instructionSet };
        var model = ElmanModel.Create(parameters, allowNonFinite: true).Compile(options);
        var run = ForwardRun.Of(model, [0, 1, 2]);
        Assert.All(run.Labels, label => Assert.Equal(0, label));
        Assert.All(run.Probabilities, p => Assert.True(float.IsNaN(p)));
        Assert.All(run.Hidden, h => Assert.True(float.IsFinite(h)));
    }

    private static void CheckAgainstDouble(ElmanShape shape, int[] words, int seed)
    {
        var parameters = RandomModel.Parameters(shape, seed);
        var expected = new ReferenceNetwork(parameters).Run(words);
        foreach (var instructionSet in SimdInfo.Supported)
        {
            var run = ForwardRun.Of(ForwardRun.Model(parameters, instructionSet), words);
            AssertNear(expected, run, shape, $"{instructionSet} {shape}");
        }
    }

    private static void AssertNear(
        ReferenceForward expected, ForwardRun actual, ElmanShape shape, string? what = null)
    {
        Near.Equal(expected.Hidden, actual.Hidden, HiddenTolerance, $"{what} hidden");
        Near.Equal(expected.Probabilities, actual.Probabilities, ProbabilityTolerance, $"{what} probabilities");
        for (var t = 0; t < actual.Labels.Length; t++)
        {
            var sum = 0.0;
            foreach (var probability in actual.Probabilities.AsSpan(t * shape.LabelCount, shape.LabelCount))
            {
                sum += probability;
            }

            Assert.InRange(sum, 1 - 2e-6, 1 + 2e-6);

            // Where two labels are closer than rounding, either may win; nothing else may.
            var (label, p) = (actual.Labels[t], expected.Probabilities[t]);
            Assert.True(p.Max() - p[label] <= 2 * ProbabilityTolerance, $"{what}: word {t} has label {label}");
        }
    }

    private static void AssertNear<T>(
        ReadOnlySpan<T> expected, ReadOnlySpan<float> actual, double tolerance, string what)
        where T : struct, System.Numerics.INumber<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(double.CreateChecked(expected[i]) - actual[i]);
            Assert.True(
                difference <= tolerance,
                $"{what} at {i}: expected {expected[i]}, found {actual[i]:R}, off by {difference:E2}");
        }
    }

    private static void AssertNear<T>(T[] expected, float[] actual, double tolerance, string what)
        where T : struct, System.Numerics.INumber<T> =>
        AssertNear<T>(expected.AsSpan(), actual, tolerance, what);
}
