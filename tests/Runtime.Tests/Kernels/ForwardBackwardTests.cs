using FastElman.Fixtures;
using FastElman.Kernels;
using FastElman.Reference;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class ForwardBackwardTests
{
    [Theory, EveryInstructionSet]
    public void Every_size_is_within_the_error_bound(InstructionSet instructionSet)
    {
        var random = new Random(1);
        foreach (var labels in ChainSample.LabelCounts)
        {
            for (var words = 1; words <= 12; words += labels > 100 ? 5 : 1)
            {
                AssertTwins(
                    KernelSet.Of(instructionSet),
                    ChainSample.Of(words, labels, () => (random.NextDouble() * 20) - 10),
                    words);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void Long_sentences_are_within_the_error_bound(InstructionSet instructionSet)
    {
        var random = new Random(2);
        AssertTwins(KernelSet.Of(instructionSet), ChainSample.Of(50, 21, () => (random.NextDouble() * 20) - 10), 50);
    }

    [Theory, EveryInstructionSet]
    public void Of_a_single_word_they_are_the_softmax(InstructionSet instructionSet)
    {
        var random = new Random(3);
        var sample = ChainSample.Of(1, 33, () => (random.NextDouble() * 20) - 10);
        float[] scores = [.. sample.Logits.Zip(sample.Start, (logit, start) => (float)logit + (float)start)];
        var (_, marginals, _) = sample.ForwardBackward(KernelSet.Of(instructionSet));
        Assert.All(
            marginals.Zip(ReferenceSoftmax.Of([.. scores])), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Theory, EveryInstructionSet]
    public void All_scores_may_be_shifted(InstructionSet instructionSet)
    {
        var random = new Random(4);
        var sample = ChainSample.Of(7, 19, () => random.Next(-40, 40) / 16.0);
        var shifted = new ChainSample(7, 19);
        Shift(sample.Logits, shifted.Logits, 300);
        Shift(sample.Start, shifted.Start, -700);
        Shift(sample.Transitions, shifted.Transitions, -500);
        var kernels = KernelSet.Of(instructionSet);
        var (logPartition, marginals, _) = sample.ForwardBackward(kernels);
        var (shiftedLogPartition, shiftedMarginals, _) = shifted.ForwardBackward(kernels);
        Bits.AssertEqual(marginals, shiftedMarginals);
        Assert.Equal(logPartition + (7 * 300) - 700 - (6 * 500), shiftedLogPartition, 1e-9);

        static void Shift(double[] from, double[] to, double by)
        {
            for (var i = 0; i < from.Length; i++)
            {
                to[i] = from[i] + by;
            }
        }
    }

    /// <summary>All that is lost by the floor is what it says: the twin has the same one.</summary>
    [Theory, EveryInstructionSet]
    public void Transitions_count_from_the_floor_on(InstructionSet instructionSet)
    {
        var random = new Random(5);
        foreach (var labels in new[] { 1, 2, 5, 17, 33 })
        {
            for (var words = 2; words <= 12; words++)
            {
                var sample = ChainSample.Of(words, labels, () => random.Next(-3, 4) / 2.0);
                for (var i = 0; i < sample.Transitions.Length; i++)
                {
                    sample.Transitions[i] =
                        random.Next(4) switch { 0 => double.NegativeInfinity, 1 => -1000, 2 => -79, _ => 0 };
                }

                var floored = new ChainSample(words, labels);
                sample.Logits.CopyTo(floored.Logits, 0);
                sample.Start.CopyTo(floored.Start, 0);
                var floor = sample.Transitions.Max() + ForwardBackward.Floor;
                if (double.IsNegativeInfinity(floor))
                {
                    continue;
                }

                for (var i = 0; i < sample.Transitions.Length; i++)
                {
                    floored.Transitions[i] = Math.Max(sample.Transitions[i], floor);
                }

                AssertTwins(KernelSet.Of(instructionSet), sample, floored, words);
            }
        }
    }

    /// <summary>
    /// Logits and transitions say the opposite, with all the weight that they may have: which labels win is decided by
    /// both together.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void Later_transitions_can_save_an_unlikely_label(
        InstructionSet instructionSet)
    {
        var random = new Random(7);
        foreach (var labels in new[] { 2, 3, 17 })
        {
            for (var words = 2; words <= 12; words++)
            {
                var sample = ChainSample.Of(
                    words, labels, () => random.Next(4) switch { 0 => -80, 1 => -40, 2 => -random.Next(80), _ => 0 });
                sample.Transitions[random.Next(labels * labels)] = 0;
                AssertTwins(KernelSet.Of(instructionSet), sample, words);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void However_extreme_the_scores_no_step_vanishes(InstructionSet instructionSet)
    {
        var random = new Random(6);
        float[] extremes = [float.NegativeInfinity, -1e30f, -1000f, -103f, -88f, -80f, 0f, 80f, 1000f, 1e30f];
        foreach (var labels in ChainSample.LabelCounts)
        {
            for (var words = 1; words <= 12; words += labels > 100 ? 4 : 1)
            {
                var sample = ChainSample.Of(words, labels, () => extremes[random.Next(extremes.Length)]);
                sample.Start[0] = sample.Transitions[0] = 0;
                for (var t = 0; t < words; t++)
                {
                    sample.Logits[t * labels] = 0;
                }

                var (logPartition, marginals, transitions) = sample.ForwardBackward(KernelSet.Of(instructionSet));
                Assert.True(
                    double.IsFinite(logPartition), $"log Z of {words} words and {labels} labels is {logPartition}");
                AssertDistributions(marginals, labels);
                Assert.Equal(words - 1, transitions.Sum(), words * 1e-5);
            }
        }
    }

    [Theory]
    [EveryInstructionSet(float.NaN, float.PositiveInfinity)]
    public void A_score_that_is_no_number_makes_all_nan(InstructionSet instructionSet, float score)
    {
        foreach (var place in new[] { 0, 18, 40 })
        {
            var sample = ChainSample.Of(4, 19, () => 1);
            sample.Logits[place] = score;
            var (logPartition, marginals, _) = sample.ForwardBackward(KernelSet.Of(instructionSet));
            Assert.True(double.IsNaN(logPartition));
            Assert.All(marginals, marginal => Assert.True(float.IsNaN(marginal)));
        }
    }

    [Theory, EveryInstructionSet]
    public void A_word_without_any_label_makes_all_nan(InstructionSet instructionSet)
    {
        var sample = ChainSample.Of(4, 19, () => 1);
        sample.Logits.AsSpan(19, 19).Fill(double.NegativeInfinity);
        var (logPartition, marginals, _) = sample.ForwardBackward(KernelSet.Of(instructionSet));
        Assert.True(double.IsNaN(logPartition));
        Assert.All(marginals, marginal => Assert.True(float.IsNaN(marginal)));
    }

    [Theory, EveryInstructionSet]
    public void Exponentials_are_right_have_a_floor_and_nothing_in_the_padding(InstructionSet instructionSet)
    {
        var kernels = KernelSet.Of(instructionSet);
        foreach (var labels in ChainSample.LabelCounts)
        {
            var stride = (labels + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;
            var transitions = new GuardedBuffer(
                RandomFloats.Uniform(new Random(labels), labels * stride, 70f), offset: labels % 16);
            var real = Enumerable.Range(0, labels * stride).Where(i => i % stride < labels).ToArray();
            transitions.Span[real[^1]] = float.NegativeInfinity;
            transitions.Span[real[0]] = 71f;
            var before = transitions.Span.ToArray();
            Assert.Equal(71f, kernels.Exponentiate(transitions.Span, stride, transitions.Span));
            for (var i = 0; i < before.Length; i++)
            {
                var expected = i % stride < labels ? Math.Exp(Math.Max(before[i] - 71f, ForwardBackward.Floor)) : 0;
                Assert.Equal(expected, transitions.Span[i], expected * Exponential.RelativeErrorBound);
            }

            transitions.AssertGuardsUntouched();
        }
    }

    [Theory, EveryInstructionSet]
    public void No_words_have_a_partition_function_of_one(InstructionSet instructionSet) =>
        Assert.Equal(0.0, ChainSample.Of(0, 5, () => 1).ForwardBackward(KernelSet.Of(instructionSet)).LogPartition);

    private static void AssertTwins(KernelSet kernels, ChainSample sample, int words) =>
        AssertTwins(kernels, sample, sample, words);

    private static void AssertTwins(KernelSet kernels, ChainSample sample, ChainSample twin, int words)
    {
        var what = $"{words} words, {sample.Labels} labels";
        var (logPartition, marginals, transitions) = sample.ForwardBackward(kernels);
        var chain = twin.Reference();
        double[] expected = [.. chain.Probabilities.SelectMany(word => word)];
        double[] expectedTransitions = chain.ExpectedTransitions()[..transitions.Length];
        Assert.True(
            Math.Abs(logPartition - chain.LogPartition) <= words * ForwardBackward.LogPartitionErrorBound,
            $"log Z of {what}: {logPartition:R}, not {chain.LogPartition:R}");
        AssertWithin(ForwardBackward.AbsoluteErrorBound, expected, [.. marginals], what);
        AssertWithin(words * ForwardBackward.AbsoluteErrorBound, expectedTransitions, transitions, what);
        AssertDistributions(marginals, sample.Labels);
    }

    private static void AssertWithin(double bound, double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= bound,
                $"{what}, at {i}: expected {expected[i]:R}, found {actual[i]:R}");
        }
    }

    private static void AssertDistributions(float[] marginals, int labels)
    {
        foreach (var word in marginals.Chunk(labels))
        {
            Assert.All(word, probability => Assert.InRange(probability, 0f, 1.000001f));
            Assert.Equal(1.0, word.Sum(probability => (double)probability), (labels + 4) * Math.ScaleB(1, -24));
        }
    }
}
