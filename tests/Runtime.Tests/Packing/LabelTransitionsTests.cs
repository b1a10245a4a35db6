using FastElman.Fixtures;
using FastElman.Labels;
using FastElman.Packing;
using FastElman.Reference;
using FastElman.Simd;
using FastElman.Tests.Simd;

namespace FastElman.Tests.Packing;

public sealed class LabelTransitionsTests
{
    private static readonly LabelSet Names = new(["O", "B-x", "I-x", "B-y", "I-y"]);

    [Theory]
    [EveryInstructionSet(1, 2, 5, 16, 17, 40)]
    public void Every_score_stands_at_its_place_in_the_table_and_in_the_transposed_one(InstructionSet instructionSet, int labels)
    {
        float[] scores = [.. Enumerable.Range(0, (labels + 1) * labels).Select(i => i + 0.5f)];
        var chain = new LabelTransitions(labels, scores, mayFollow: null, instructionSet);
        Assert.True(chain.IsLearned);
        Assert.Equal(labels, chain.Labels);
        Assert.Equal(0, chain.Stride % InstructionSets.Lanes(instructionSet));
        Assert.InRange(chain.Stride, labels, labels + InstructionSets.Lanes(instructionSet) - 1);
        Assert.Equal((chain.Stride, labels * chain.Stride, labels * chain.Stride), (chain.Start.Length, chain.Transitions.Length, chain.Transposed.Length));
        for (var before = 0; before < labels; before++)
        {
            Assert.Equal(scores[(labels * labels) + before], chain.Start[before]);
            for (var label = 0; label < labels; label++)
            {
                Assert.Equal(scores[(before * labels) + label], chain.Transitions[(before * chain.Stride) + label]);
                Assert.Equal(scores[(before * labels) + label], chain.Transposed[(label * chain.Stride) + before]);
            }
        }
    }

    [Theory, EveryInstructionSet]
    public void What_may_not_follow_is_minus_infinite_and_all_else_is_as_learned_or_zero(InstructionSet instructionSet)
    {
        float[] scores = [.. Enumerable.Range(0, 30).Select(i => (i % 7) - 3.5f)];
        foreach (var learned in (float[][])[[], scores])
        {
            var chain = new LabelTransitions(5, learned, MayFollow, instructionSet);
            Assert.Equal(learned.Length > 0, chain.IsLearned);
            for (var before = -1; before < 5; before++)
            {
                for (var label = 0; label < 5; label++)
                {
                    var score = learned.Length == 0 ? 0 : learned[((before < 0 ? 5 : before) * 5) + label];
                    Assert.Equal(
                        MayFollow(before, label) ? score : float.NegativeInfinity,
                        before < 0 ? chain.Start[label] : chain.Transitions[(before * chain.Stride) + label]);
                }
            }
        }
    }

    /// <summary>All sequences of up to four labels.</summary>
    [Theory, EveryInstructionSet]
    public void It_allows_the_sequences_in_which_every_label_may_follow(InstructionSet instructionSet)
    {
        var chain = new LabelTransitions(5, [], MayFollow, instructionSet);
        var free = new LabelTransitions(5, new float[30], mayFollow: null, instructionSet);
        Assert.True(chain.Allows([]));
        var allowed = 0;
        foreach (var sequence in Enumerable.Range(1, 4).SelectMany(words => LabelSequences.Of(words, 5)))
        {
            var expected = sequence.Select((label, t) => MayFollow(t == 0 ? -1 : sequence[t - 1], label)).All(may => may);
            Assert.Equal(expected, chain.Allows(sequence));
            Assert.True(free.Allows(sequence));
            allowed += expected ? 1 : 0;
        }

        Assert.InRange(allowed, 1, 779);
    }

    private static bool MayFollow(int before, int label) => IobScheme.MayFollow(before < 0 ? null : Names[before], Names[label]);
}
