using FastElman.Fixtures;
using FastElman.Network;
using FastElman.Packing;

namespace FastElman.Tests.Network;

public sealed class SequenceWorkspaceTests
{
    private static readonly PackedNetwork Network = ElmanModel.Create(
        RandomModel.Parameters(new ElmanShape(9, 20, 5, 4, 3, new NetworkVariant(NetworkKind.Bidirectional)), seed: 1)).Network;

    [Fact]
    public void There_is_room_for_what_was_asked_for_and_it_never_shrinks()
    {
        var memory = new SequenceWorkspace(Network);
        var before = 0;
        foreach (var words in (int[])[1, 64, 65, 3, 1000, 1024, 4096, 10, 5000])
        {
            memory.Reserve(words);
            Assert.InRange(memory.Capacity, Math.Max(words, before), int.MaxValue);
            before = memory.Capacity;
            Assert.Equal(before, memory.Reversed.Length);
            Assert.Equal(before * Network.OutputStride, memory.States.Length);
            Assert.Equal(before * Network.OutputWeights.PaddedColumns, memory.Logits.Length);
        }
    }

    /// <summary>What is kept must not grow beyond it by rounding up.</summary>
    [Fact]
    public void A_sentence_of_usual_length_leaves_it_of_usual_length()
    {
        var memory = new SequenceWorkspace(Network);
        memory.Reserve(SequenceWorkspace.UsualLength);
        Assert.Equal(SequenceWorkspace.UsualLength, memory.Capacity);
    }

    [Fact]
    public void The_longest_sentence_has_arrays_that_can_be()
    {
        var words = (long)SequenceWorkspace.MaximumLength(Network);
        var floatsOfAWord = Math.Max(Network.OutputStride, Network.OutputWeights.PaddedColumns);
        Assert.InRange(words * floatsOfAWord, Array.MaxLength * 0.9, Array.MaxLength - 64);
    }
}
