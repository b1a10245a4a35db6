using FastElman.Fixtures;
using FastElman.Labels;
using FastElman.Reference;

namespace FastElman.Tests.Labels;

public sealed class LabelTransitionsTests
{
    private static readonly LabelSet Names = new(["O", "B-x", "I-x", "B-y", "I-y"]);

    /// <summary>All sequences of up to four labels.</summary>
    [Fact]
    public void It_allows_the_sequences_in_which_every_label_may_follow()
    {
        var transitions = new LabelTransitions(5, [], MayFollow);
        var free = new LabelTransitions(5, new float[30], mayFollow: null);
        Assert.True(transitions.Allows([]));
        var allowed = 0;
        foreach (var sequence in Enumerable.Range(1, 4).SelectMany(words => LabelSequences.Of(words, 5)))
        {
            var expected = sequence
                .Select((label, t) => MayFollow(t == 0 ? -1 : sequence[t - 1], label))
                .All(may => may);
            Assert.Equal(expected, transitions.Allows(sequence));
            Assert.True(free.Allows(sequence));
            allowed += expected ? 1 : 0;
        }

        Assert.InRange(allowed, 1, 779);
    }

    private static bool MayFollow(int before, int label) =>
        IobScheme.MayFollow(before < 0 ? null : Names[before], Names[label]);
}
