using FastElman.Kernels;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Kernels;

public sealed class ViterbiTests
{
    /// <summary>Few whole numbers: floats add them exactly, and many sequences are equally good.</summary>
    [Theory, EveryInstructionSet]
    public void Every_size_gives_the_sequence_of_the_reference(InstructionSet instructionSet)
    {
        var random = new Random(1);
        ForEverySize((words, labels) =>
            AssertTwins(KernelSet.Of(instructionSet), ChainSample.Of(words, labels, () => random.Next(-2, 3))));
    }

    [Theory, EveryInstructionSet]
    public void What_is_forbidden_is_avoided_as_long_as_some_sequence_is_allowed(InstructionSet instructionSet)
    {
        var random = new Random(2);
        ForEverySize((words, labels) =>
        {
            var sample = ChainSample.Of(
                words, labels, () => random.Next(3) == 0 ? double.NegativeInfinity : random.Next(-4, 5));
            var allowed = Enumerable.Range(0, words).Select(_ => random.Next(labels)).ToArray();
            sample.Start[allowed[0]] = -3;
            for (var t = 0; t < words; t++)
            {
                sample.Logits[(t * labels) + allowed[t]] = -3;
                sample.Transitions[(allowed[Math.Max(0, t - 1)] * labels) + allowed[t]] = -3;
            }

            var sequence = AssertTwins(KernelSet.Of(instructionSet), sample);
            Assert.True(double.IsFinite(sample.Reference().Score(sequence)));
        });
    }

    [Theory, EveryInstructionSet]
    public void The_sequence_is_the_best_but_for_rounding(InstructionSet instructionSet)
    {
        var random = new Random(3);
        ForEverySize((words, labels) =>
        {
            var sample = ChainSample.Of(words, labels, () => (random.NextDouble() * 20) - 10);
            var best = sample.Reference().Best();
            var found = sample.Viterbi(KernelSet.Of(instructionSet));

            // Three roundings a word of sums that stay below 64, on either of the two sequences.
            var lost = Score(sample, best) - Score(sample, found);
            Assert.InRange(lost, 0, 2 * 3 * words * Math.ScaleB(64, -24));
        });
    }

    /// <summary>
    /// The score of the whole is near ten million, where floats are a whole number apart; the scores differ by 64ths.
    /// </summary>
    [Theory, EveryInstructionSet]
    public void A_long_sentence_is_as_exact_as_a_short_one(InstructionSet instructionSet)
    {
        var random = new Random(4);
        AssertTwins(KernelSet.Of(instructionSet), ChainSample.Of(2000, 19, () => 2500 + (random.Next(-20, 20) / 64.0)));
    }

    [Theory, EveryInstructionSet]
    public void Whatever_the_scores_are_the_labels_are_valid(InstructionSet instructionSet)
    {
        var random = new Random(5);
        float[] anything =
            [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 0f, 1f];
        ForEverySize((words, labels) =>
        {
            var worst = anything[random.Next(anything.Length)];
            var sample = ChainSample.Of(
                words, labels, () => random.Next(3) == 0 ? anything[random.Next(anything.Length)] : worst);
            Assert.All(sample.Viterbi(KernelSet.Of(instructionSet)), label => Assert.InRange(label, 0, labels - 1));
        });
    }

    [Theory]
    [EveryInstructionSet(float.NegativeInfinity, float.NaN)]
    public void Without_an_allowed_sequence_all_labels_are_the_first(
        InstructionSet instructionSet, float score) =>
        Assert.Equal(new int[6], ChainSample.Of(6, 37, () => score).Viterbi(KernelSet.Of(instructionSet)));

    [Theory, EveryInstructionSet]
    public void No_words_have_no_labels(InstructionSet instructionSet) =>
        Assert.Empty(ChainSample.Of(0, 5, () => 1).Viterbi(KernelSet.Of(instructionSet)));

    private static void ForEverySize(Action<int, int> check)
    {
        foreach (var labels in ChainSample.LabelCounts)
        {
            for (var words = 1; words <= 12; words += labels > 100 ? 4 : 1)
            {
                check(words, labels);
            }
        }
    }

    private static int[] AssertTwins(KernelSet kernels, ChainSample sample)
    {
        var found = sample.Viterbi(kernels);
        Assert.Equal(sample.Reference().Best(), found);
        return found;
    }

    private static double Score(ChainSample sample, int[] sequence) =>
        sample.Reference().Score(sequence);
}
