using FastElman.Fixtures;
using FastElman.Network;
using FastElman.Tagging;

namespace FastElman.Tests.Tagging;

public sealed class SentenceWorkspacePolicyTests
{
    [Fact]
    public void Memory_of_one_size_is_always_kept()
    {
        var policy = Policy(NetworkKind.Jordan);
        var state = policy.Create();
        Assert.Null(state.Sentence);
        Assert.True(policy.Return(state));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(SequenceWorkspace.UsualLength, true)]
    [InlineData(SequenceWorkspace.UsualLength + 1, false)]
    [InlineData(5000, false)]
    public void Memory_for_a_sentence_is_kept_unless_that_was_very_long(int words, bool isKept)
    {
        var policy = Policy(NetworkKind.Bidirectional);
        var state = policy.Create();
        state.Sentence!.Reserve(words);
        Assert.Equal(isKept, policy.Return(state));
    }

    private static SentenceWorkspacePolicy Policy(NetworkKind kind) =>
        new(ElmanModel.Create(RandomModel.Parameters(new ElmanShape(3, 4, 5, 2, 3, new NetworkVariant(kind)), seed: 1)).Network);
}
