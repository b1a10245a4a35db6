using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Spans of one call that share memory, every pair of them in every way of running: the call is refused before anything
/// is written, or its results are those of memory of its own.
/// </summary>
public sealed class OverlapTests
{
    public static TheoryData<string> Ways => [.. OverlapWay.All.Select(way => way.Name)];

    [Theory, MemberData(nameof(Ways))]
    public void Spans_that_share_memory_are_refused_or_make_no_difference(string name)
    {
        var way = OverlapWay.All.Single(each => each.Name == name);
        foreach (var model in OverlapWay.Models.Where(model => model.CanStream || !way.IsStreaming))
        {
            var apart = way.ArenaFor(model);
            way.Run(model, apart);
            foreach (var (first, second) in way.Pairs)
            {
                // Both at one place, and one that begins inside the other.
                AssertRefusedOrEqual(way, model, apart, way.ArenaFor(model, first, second, distance: 0));
                AssertRefusedOrEqual(way, model, apart, way.ArenaFor(model, first, second, distance: 4));
                AssertRefusedOrEqual(way, model, apart, way.ArenaFor(model, second, first, distance: 4));
            }
        }
    }

    [Fact]
    public void Words_may_be_replaced_by_their_labels_where_both_are_strings()
    {
        var tagger = new Tagger(OverlapWay.Models[0]);
        string[] words = [.. Enumerable.Range(0, 9).Select(RandomModel.Word)];
        var expected = tagger.Tag(words);
        tagger.Tag(words.AsSpan(), words.AsSpan());
        Assert.Equal(expected, words);
    }

    private static void AssertRefusedOrEqual(OverlapWay way, CompiledModel model, SharedArena apart, SharedArena shared)
    {
        try
        {
            way.Run(model, shared);
        }
        catch (ArgumentException e) when (e is not ArgumentOutOfRangeException)
        {
            Assert.Equal(shared.Before, shared.Bytes);
            Assert.Contains("share", e.Message, StringComparison.Ordinal);
            return;
        }

        for (var output = way.InputCount; output < shared.Count; output++)
        {
            Assert.True(
                apart.Of<byte>(output).SequenceEqual(shared.Of<byte>(output)),
                $"{way.Name} gives other results in span {output}: {shared}; {model}");
        }
    }
}
