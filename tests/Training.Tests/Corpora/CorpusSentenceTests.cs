namespace FastElman.Training.Tests.Corpora;

public class CorpusSentenceTests
{
    [Fact]
    public void A_textual_sentence_has_no_indices()
    {
        var sentence = new CorpusSentence(["a", "b"], ["O", "B-x"]);

        Assert.False(sentence.IsIndexed);
        Assert.Equal(2, sentence.Length);
        Assert.Throws<InvalidOperationException>(() => sentence.WordIndices.Length);
        Assert.Throws<InvalidOperationException>(() => sentence.LabelIndices.Length);
    }

    [Fact]
    public void An_indexed_sentence_has_no_text()
    {
        var sentence = new CorpusSentence([4, 5], [0, 1]);

        Assert.True(sentence.IsIndexed);
        Assert.Equal(2, sentence.Length);
        Assert.Throws<InvalidOperationException>(() => sentence.Words);
        Assert.Throws<InvalidOperationException>(() => sentence.Labels);
    }

    [Fact]
    public void A_sentence_does_not_follow_changes_of_what_it_was_made_of()
    {
        int[] words = [4, 5];
        var sentence = new CorpusSentence(words, [0, 1]);

        words[0] = 9;

        Assert.Equal(4, sentence.WordIndices[0]);
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("", "empty")]
    public void Words_and_labels_without_text_are_refused_with_their_position(string? text, string kind)
    {
        var words = Assert.Throws<ArgumentException>("words", () => new CorpusSentence(["a", text!], ["O", "O"]));
        var labels = Assert.Throws<ArgumentException>("labels", () => new CorpusSentence(["a", "b"], ["O", text!]));

        Assert.StartsWith($"The text at position 1 is {kind}.", words.Message, StringComparison.Ordinal);
        Assert.StartsWith($"The text at position 1 is {kind}.", labels.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_and_labels_have_to_match()
    {
        Assert.Throws<ArgumentException>(() => new CorpusSentence(["a"], ["O", "O"]));
        Assert.Throws<ArgumentException>(() => new CorpusSentence([], Array.Empty<string>()));
        Assert.Throws<ArgumentException>(() => new CorpusSentence([1, 2], [0]));
    }
}
