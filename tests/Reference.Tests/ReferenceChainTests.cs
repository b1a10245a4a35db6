using FastElman.Fixtures;

namespace FastElman.Reference.Tests;

/// <summary>The chain against the list of all sequences of labels.</summary>
public class ReferenceChainTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void The_partition_function_is_the_sum_over_all_sequences() => ForEveryChain((chain, all) =>
    {
        Assert.All(all.Sequences, sequence => Assert.Equal(all.Score(sequence), chain.Score(sequence), Tolerance));
        Assert.Equal(Math.Log(all.Partition), chain.LogPartition, Tolerance);
    });

    [Fact]
    public void A_probability_is_the_share_of_the_sequences_that_have_the_label() => ForEveryChain((chain, all) =>
    {
        for (var t = 0; t < all.Words; t++)
        {
            Near.Equal(all.LabelsAt(t, all.Probability), chain.Probabilities[t], Tolerance, $"word {t}");
        }
    });

    [Fact]
    public void The_probability_of_a_span_is_the_share_of_the_sequences_that_have_its_labels() =>
        ForEveryChain((chain, all) =>
        {
            var labels = all.Sequences[all.Sequences.Count / 3];
            for (var first = 0; first < all.Words; first++)
            {
                for (var end = first + 1; end <= all.Words; end++)
                {
                    var span = labels[first..end];
                    var expected = all.Sequences
                        .Where(sequence => sequence.AsSpan(first, span.Length).SequenceEqual(span))
                        .Sum(all.Probability);
                    Assert.Equal(expected, chain.SpanProbability(first, span), Tolerance);
                }
            }
        });

    [Fact]
    public void Expected_transitions_are_counts_weighted_by_probability() => ForEveryChain((chain, all) =>
        Near.Equal(all.Transitions(all.Probability), chain.ExpectedTransitions(), Tolerance, "transitions"));

    [Fact]
    public void The_best_sequence_is_the_first_with_the_largest_score()
    {
        // Few whole numbers: scores are exact, and many sequences are equally good.
        var random = new Random(1);
        ForEveryChain(
            () => random.Next(4) == 0 ? double.NegativeInfinity : random.Next(-1, 2),
            (chain, all) =>
            {
                if (all.Sequences.Max(all.Score) > double.NegativeInfinity)
                {
                    Assert.Equal(all.Sequences.MaxBy(all.Score), chain.Best());
                }
            });
    }

    [Fact]
    public void The_loss_is_the_cross_entropy_with_the_target() => ForEveryChain((chain, all) =>
    {
        var labels = all.Sequences[all.Sequences.Count / 2];
        foreach (var smoothing in new[] { 0, 0.1, 0.7 })
        {
            var crossEntropy = all.Sequences.Sum(
                sequence => -all.Target(sequence, labels, smoothing) * Math.Log(all.Probability(sequence)));
            Assert.Equal(crossEntropy / all.Words, ReferenceLoss.Of(chain, labels, smoothing), Tolerance);
        }
    });

    [Fact]
    public void Derivatives_are_expectations_less_the_target() => ForEveryChain((chain, all) =>
    {
        var labels = all.Sequences[all.Sequences.Count / 2];
        foreach (var smoothing in new[] { 0, 0.1, 0.7 })
        {
            double Excess(int[] sequence) =>
                (all.Probability(sequence) - all.Target(sequence, labels, smoothing)) / all.Words;
            var byTransitions = ReferenceLoss.ByTransitions(chain, labels, smoothing);
            Near.Equal(all.Transitions(Excess), byTransitions, Tolerance, "transitions");
            var byLogits = ReferenceLoss.ByLogits(chain, labels, smoothing);
            for (var t = 0; t < all.Words; t++)
            {
                Near.Equal(all.LabelsAt(t, Excess), byLogits[t], Tolerance, $"word {t}");
            }
        }
    });

    [Fact]
    public void The_derivatives_of_the_log_partition_function_are_the_expectations()
    {
        var random = new Random(3);
        double[][] logits = [.. Enumerable.Range(0, 6).Select(_ => Random(5))];
        var transitions = Random(6 * 5);
        double LogPartition() => new ReferenceChain(logits, transitions).LogPartition;
        double[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 6) - 3)];

        var chain = new ReferenceChain(logits, transitions);

        Near.Equal(FiniteDifferences.Of(LogPartition, transitions), chain.ExpectedTransitions(), 1e-8, "transitions");
        Assert.All(logits.Zip(chain.Probabilities), word =>
            Near.Equal(FiniteDifferences.Of(LogPartition, word.First), word.Second, 1e-8, "logits"));
    }

    /// <summary>Each word by itself has label 0; a 1 follows a 0, and a 0 follows a 1.</summary>
    [Fact]
    public void Transitions_decide_where_words_do_not()
    {
        double[] transitions = [-5, 5, 5, -5, 1, 0];

        Assert.Equal([0, 1, 0, 1], new ReferenceChain([[0.1, 0], [0.1, 0], [0.1, 0], [0.1, 0]], transitions).Best());
    }

    [Fact]
    public void Transitions_of_zero_change_nothing()
    {
        double[][] logits = [[0.2, -1, 3], [2, 2.5, -1]];
        var (chain, words) = (new ReferenceChain(logits, new double[12]), new ReferenceChain(logits, []));

        Assert.Equal(words.Best(), chain.Best());
        Assert.Equal(words.LogPartition, chain.LogPartition, Tolerance);
        Assert.Equal(ReferenceLoss.Of(words, [1, 0], 0.1), ReferenceLoss.Of(chain, [1, 0], 0.1), Tolerance);
        Assert.All(words.Probabilities.Zip(chain.Probabilities), word =>
            Near.Equal(word.First, word.Second, Tolerance, "probabilities"));
    }

    [Fact]
    public void Large_scores_do_not_overflow()
    {
        var chain = new ReferenceChain([[900, 0], [0, -900]], [0, 0, 0, 0, 800, 800]);

        Assert.Equal(1700, chain.LogPartition, 1e-9);
        Assert.Equal(0, ReferenceLoss.Of(chain, [0, 0]), 1e-9);
        Assert.Equal(900, ReferenceLoss.Of(chain, [1, 1]), 1e-9);
    }

    [Fact]
    public void Constraints_forbid_what_does_not_continue_its_slot()
    {
        double[] allowed = [0, 0, double.NegativeInfinity];
        double[] insideMayFollow = [0, 0, 0];

        Assert.Equal(
            [.. allowed, .. insideMayFollow, .. insideMayFollow, .. allowed],
            ReferenceIob.Constrain([], new LabelSet(["O", "B-x", "I-x"])));
        Assert.Equal(
            [1, double.NegativeInfinity, 3, 4, 5, double.NegativeInfinity],
            ReferenceIob.Constrain([1, 2, 3, 4, 5, 6], new LabelSet(["B-y", "I-x"])));
    }

    private static void ForEveryChain(Action<ReferenceChain, AllSequences> assert)
    {
        var random = new Random(2);
        ForEveryChain(() => (random.NextDouble() * 6) - 3, assert);
    }

    /// <summary>Up to four labels and five words, without transitions and with them.</summary>
    private static void ForEveryChain(Func<double> score, Action<ReferenceChain, AllSequences> assert)
    {
        for (var labels = 1; labels <= 4; labels++)
        {
            for (var words = 1; words <= 5; words++)
            {
                for (var repetition = 0; repetition < 20; repetition++)
                {
                    double[] Scores(int count) => [.. Enumerable.Range(0, count).Select(_ => score())];
                    double[][] logits = [.. Enumerable.Range(0, words).Select(_ => Scores(labels))];
                    var transitions = Scores(repetition % 4 == 0 ? 0 : (labels + 1) * labels);
                    assert(new ReferenceChain(logits, transitions), new AllSequences(logits, transitions));
                }
            }
        }
    }
}
