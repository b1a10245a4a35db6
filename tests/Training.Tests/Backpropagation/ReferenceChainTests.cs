using CsCheck;
using FastElman.Fixtures;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>The chain against the list of all sequences of labels, each with its score.</summary>
public class ReferenceChainTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void The_sum_over_all_sequences_is_that_of_their_list() => ForEveryChain((sample, all) =>
    {
        Assert.Equal(all.LogNormalizer, sample.Chain.LogNormalizer, Tolerance);
        Assert.All(all.Sequences, sequence => Assert.Equal(all.Score(sequence), sample.Chain.Score(sequence), Tolerance));
        Assert.Equal(all.Sequences.Average(all.Score), sample.Chain.MeanScore(), Tolerance);
    });

    [Fact]
    public void The_marginals_are_the_probabilities_of_the_sequences_with_a_label_at_a_word() => ForEveryChain((sample, all) =>
    {
        for (var t = 0; t < sample.Logits.Length; t++)
        {
            double[] expected = [.. Enumerable.Range(0, all.Labels).Select(label => all.Sequences.Where(sequence => sequence[t] == label).Sum(all.Probability))];
            Near.Equal(expected, sample.Chain.Probabilities[t], Tolerance, $"word {t}");
            Assert.Equal(1, sample.Chain.Probabilities[t].Sum(), Tolerance);
        }
    });

    [Fact]
    public void The_expected_counts_are_the_counts_in_all_sequences_times_their_probabilities() => ForEveryChain((sample, all) =>
        Near.Equal(all.Counts(all.Probability), sample.Chain.ExpectedCounts(), Tolerance, "counts"));

    [Fact]
    public void The_loss_is_the_cross_entropy_with_the_labels_and_smoothed_with_all_sequences_besides() => ForEveryChain((sample, all) =>
    {
        var words = sample.Logits.Length;
        Assert.Equal(-Math.Log(all.Probability(sample.Gold)) / words, sample.Chain.Loss(sample.Gold), Tolerance);
        foreach (var smoothing in new[] { 0, 0.1, 0.7 })
        {
            double CrossEntropy(int[] sequence) => -all.Target(sequence, sample.Gold, smoothing) * Math.Log(all.Probability(sequence));
            Assert.Equal(all.Sequences.Sum(CrossEntropy) / words, sample.Chain.SmoothedLoss(sample.Gold, smoothing), Tolerance);
        }
    });

    [Fact]
    public void The_derivatives_are_what_is_expected_less_what_the_target_has() => ForEveryChain((sample, all) =>
    {
        var words = sample.Logits.Length;
        foreach (var smoothing in new[] { 0, 0.1, 0.7 })
        {
            double Excess(int[] sequence) => (all.Probability(sequence) - all.Target(sequence, sample.Gold, smoothing)) / words;
            Near.Equal(all.Counts(Excess), sample.Chain.ByTransitions(sample.Gold, smoothing), Tolerance, "transitions");
            for (var t = 0; t < words; t++)
            {
                double[] expected = [.. Enumerable.Range(0, all.Labels).Select(label => all.Sequences.Where(sequence => sequence[t] == label).Sum(Excess))];
                Near.Equal(expected, sample.Chain.ByLogits(sample.Gold, smoothing)[t], Tolerance, $"word {t}");
            }
        }
    });

    [Fact]
    public void No_sequence_has_a_higher_score_than_the_best_path() => ForEveryChain((sample, all) =>
        Assert.Equal(all.Sequences.Max(all.Score), all.Score(sample.Chain.Predictions()), Tolerance));

    [Fact]
    public void Of_equal_sequences_the_best_path_is_that_of_the_first_labels() =>
        Assert.Equal([0, 0, 0], new ReferenceChain([[1, 1], [0, 0], [2, 2]], new double[6]).Predictions());

    /// <summary>Each word by itself says 0; behind a 0 stands a 1, and a 0 behind a 1.</summary>
    [Fact]
    public void Transitions_decide_where_the_words_do_not()
    {
        double[] transitions = [-5, 5, 5, -5, 1, 0];

        Assert.Equal([0, 1, 0, 1], new ReferenceChain([[0.1, 0], [0.1, 0], [0.1, 0], [0.1, 0]], transitions).Predictions());
    }

    [Fact]
    public void Without_transitions_every_word_is_by_itself()
    {
        double[][] logits = [[0.2, -1, 3], [2, 2.5, -1]];
        var (chain, words) = (new ReferenceChain(logits, new double[12]), new ReferenceWords(logits));

        Assert.Equal(words.Predictions(), chain.Predictions());
        Assert.Equal(words.SmoothedLoss([1, 0], 0.1), chain.SmoothedLoss([1, 0], 0.1), Tolerance);
        Near.Equal([.. words.Probabilities.SelectMany(p => p)], [.. chain.Probabilities.SelectMany(p => p)], Tolerance, "probabilities");
    }

    [Fact]
    public void Scores_so_large_that_their_exponentials_overflow_are_as_good_as_others()
    {
        var chain = new ReferenceChain([[900, 0], [0, -900]], [0, 0, 0, 0, 800, 800]);

        Assert.Equal(1700, chain.LogNormalizer, 1e-9);
        Assert.Equal(0, chain.Loss([0, 0]), 1e-9);
        Assert.Equal(900, chain.Loss([1, 1]), 1e-9);
    }

    private static void ForEveryChain(Action<(ReferenceChain Chain, double[][] Logits, int[] Gold), AllSequences> assert)
    {
        for (var labels = 1; labels <= 4; labels++)
        {
            for (var words = 1; words <= 4; words++)
            {
                var (labelCount, wordCount) = (labels, words);
                var scores = Gen.Double[-3, 3];
                Gen.Select(scores.Array[labelCount].Array[wordCount], scores.Array[(labelCount + 1) * labelCount], Gen.Int[0, labelCount - 1].Array[wordCount]).Sample(
                    (logits, transitions, gold) => assert((new ReferenceChain(logits, transitions), logits, gold), new AllSequences(logits, transitions)),
                    iter: 10);
            }
        }
    }

    /// <summary>Every sequence of labels that a sentence might have.</summary>
    private sealed class AllSequences
    {
        private readonly double[][] _logits;
        private readonly double[] _transitions;

        public AllSequences(double[][] logits, double[] transitions)
        {
            _logits = logits;
            _transitions = transitions;
            Sequences = [[]];
            for (var t = 0; t < logits.Length; t++)
            {
                Sequences = [.. from sequence in Sequences from label in Enumerable.Range(0, Labels) select (int[])[.. sequence, label]];
            }

            LogNormalizer = Math.Log(Sequences.Sum(sequence => Math.Exp(Score(sequence))));
        }

        public int[][] Sequences { get; }

        public double LogNormalizer { get; }

        public int Labels => _logits[0].Length;

        public double Score(int[] sequence) =>
            sequence.Select((label, t) => _logits[t][label] + _transitions[((t == 0 ? Labels : sequence[t - 1]) * Labels) + label]).Sum();

        public double Probability(int[] sequence) => Math.Exp(Score(sequence) - LogNormalizer);

        public double Target(int[] sequence, int[] gold, double smoothing) => (sequence.SequenceEqual(gold) ? 1 - smoothing : 0) + (smoothing / Sequences.Length);

        /// <summary>[labels + 1, labels]: how often each label stands behind each other in all sequences, each counted as much as it weighs.</summary>
        public double[] Counts(Func<int[], double> weight)
        {
            var counts = new double[_transitions.Length];
            foreach (var sequence in Sequences)
            {
                for (var t = 0; t < sequence.Length; t++)
                {
                    counts[((t == 0 ? Labels : sequence[t - 1]) * Labels) + sequence[t]] += weight(sequence);
                }
            }

            return counts;
        }
    }
}
