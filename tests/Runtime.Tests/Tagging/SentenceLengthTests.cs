using FastElman.Network;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Sentences that are too long to be seen whole, because no array could hold their values. With the most labels that a
/// network may have, some thousand words are too long.
/// </summary>
public sealed class SentenceLengthTests
{
    private static readonly CompiledModel Model = ElmanModel.Create(
        new ElmanParameters(
            new ElmanShape(1, ElmanShape.MaximumLayerSize, 1, 1, 1, new NetworkVariant(NetworkKind.Bidirectional))))
        .Compile();

    private static readonly int Longest = SequenceWorkspace.MaximumLength(Model.Network);

    [Fact]
    public void One_that_is_too_long_is_refused_before_any_memory_is_taken()
    {
        var words = new int[Longest + 1];
        var tagger = new Tagger(Model);

        var error = Assert.Throws<ArgumentException>(() => tagger.Tag(words, new int[words.Length]));

        Assert.Contains(
            $"at most {Longest} words, this one has {Longest + 1}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_batch_it_is_refused_before_anything_is_written()
    {
        var words = new int[Longest + 3];
        var labels = Enumerable.Repeat(-1, words.Length).ToArray();

        Assert.Throws<ArgumentException>(() => new BatchTagger(Model).Tag(words, [2, Longest + 1], labels));

        Assert.All(labels, label => Assert.Equal(-1, label));
    }
}
