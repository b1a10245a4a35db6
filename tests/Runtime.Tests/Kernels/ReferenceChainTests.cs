using FastElman.Kernels;

namespace FastElman.Tests.Kernels;

/// <summary>The twins of the label chain, against all sequences one by one.</summary>
public sealed class ReferenceChainTests
{
    private const double Step = 1e-5;

    [Fact]
    public void The_best_sequence_is_the_first_of_the_best_of_all()
    {
        var random = new Random(1);
        ForEverySmallChain(() => random.Next(4) == 0 ? double.NegativeInfinity : random.Next(-1, 2), (sample, sequences) =>
        {
            // Those with the lowest last label come first: the first of the largest is the wanted one.
            var scores = sequences.Select(sequence => Score(sample, sequence)).ToList();
            if (scores.Max() > double.NegativeInfinity)
            {
                Assert.Equal(sequences[scores.IndexOf(scores.Max())], Reference.Viterbi(sample.Logits, sample.Start, sample.Transitions));
            }
        });
    }

    [Fact]
    public void The_partition_function_is_the_sum_over_all_sequences_and_the_marginals_are_their_shares()
    {
        var random = new Random(2);
        ForEverySmallChain(() => (random.NextDouble() * 6) - 3, (sample, sequences) =>
        {
            var partition = sequences.Sum(sequence => Math.Exp(Score(sample, sequence)));
            var marginals = new double[sample.Logits.Length];
            var transitions = new double[sample.Transitions.Length];
            foreach (var sequence in sequences)
            {
                var share = Math.Exp(Score(sample, sequence)) / partition;
                for (var t = 0; t < sequence.Length; t++)
                {
                    marginals[(t * sample.Labels) + sequence[t]] += share;
                    if (t > 0)
                    {
                        transitions[(sequence[t - 1] * sample.Labels) + sequence[t]] += share;
                    }
                }
            }

            Assert.Equal(Math.Log(partition), Reference.LogPartition(sample.Logits, sample.Start, sample.Transitions), 1e-12);
            AssertEqual(marginals, Reference.ForwardBackward(sample.Logits, sample.Start, sample.Transitions), 1e-12);
            AssertEqual(transitions, Reference.TransitionMarginals(sample.Logits, sample.Start, sample.Transitions), 1e-12);
        });
    }

    [Fact]
    public void The_derivatives_of_the_log_partition_function_are_the_marginals()
    {
        var random = new Random(3);
        var sample = ChainSample.Of(6, 5, () => (random.NextDouble() * 6) - 3);
        var marginals = Reference.ForwardBackward(sample.Logits, sample.Start, sample.Transitions);
        AssertEqual(marginals, Derivatives(sample, sample.Logits), 1e-8);
        AssertEqual(marginals[..5], Derivatives(sample, sample.Start), 1e-8);
        AssertEqual(Reference.TransitionMarginals(sample.Logits, sample.Start, sample.Transitions), Derivatives(sample, sample.Transitions), 1e-8);
    }

    private static double[] Derivatives(ChainSample sample, double[] scores)
    {
        var derivatives = new double[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var score = scores[i];
            scores[i] = score + Step;
            var above = Reference.LogPartition(sample.Logits, sample.Start, sample.Transitions);
            scores[i] = score - Step;
            derivatives[i] = (above - Reference.LogPartition(sample.Logits, sample.Start, sample.Transitions)) / (2 * Step);
            scores[i] = score;
        }

        return derivatives;
    }

    private static void ForEverySmallChain(Func<double> score, Action<ChainSample, List<int[]>> check)
    {
        for (var labels = 1; labels <= 4; labels++)
        {
            for (var words = 1; words <= 5; words++)
            {
                List<int[]> sequences = [[]];
                for (var t = 0; t < words; t++)
                {
                    sequences = [.. Enumerable.Range(0, labels).SelectMany(label => sequences.Select(sequence => (int[])[.. sequence, label]))];
                }

                for (var repetition = 0; repetition < 20; repetition++)
                {
                    check(ChainSample.Of(words, labels, score), sequences);
                }
            }
        }
    }

    private static double Score(ChainSample sample, int[] sequence) =>
        Reference.ChainScore(sequence, sample.Logits, sample.Start, sample.Transitions);

    private static void AssertEqual(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
