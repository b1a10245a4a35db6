using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Corpora;

public class ConllColumnsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("book\tO\n", "book/O")]
    [InlineData("book O\na B-x\n\nnow O", "book/O a/B-x", "now/O")]
    [InlineData("book NN x O\n", "book/O")]
    [InlineData("  book \t O  \n", "book/O")]
    [InlineData("a O\n \t\nb O\n\n\n", "a/O", "b/O")]
    [InlineData("-DOCSTART- -X- O\n\na O\n", "a/O")]
    [InlineData("a O\n-DOCSTART-\nb O\n", "a/O", "b/O")]
    [InlineData("a\u00A0b O\n", "a\u00A0b/O")]
    public void Sentences_are_parted_by_blank_lines(string text, params string[] sentences) =>
        Assert.Equal(sentences, Read(text.Split('\n')).Select(Written));

    [Fact]
    public void Sentences_know_the_line_they_begin_at() =>
        Assert.Equal(
            [2L, 5L],
            Read(["", "a O", "b O", "", "c O"]).Select(sentence => sentence.Line!.Value));

    [Theory]
    [InlineData("a O", "", "b O", "c")]
    [InlineData("a", "", "b", "c")]
    public void A_word_without_a_label_is_an_error_of_its_line(params string[] lines)
    {
        var exception = Assert.Throws<CorpusFormatException>(() => Read(lines));

        Assert.Equal("the word has no label", exception.Problem);
    }

    [Fact]
    public void Words_are_read_with_or_without_labels() =>
        Assert.Equal("a1 b2|c6", Words("a", "b O", "", "", "-DOCSTART- O", "c x y"));

    [Theory]
    [InlineData("# id 7\tdomain=x\nanna _ B-PER\nleft _ O\n\nben _ B-PER", "anna2 left3|ben5", 1)]
    [InlineData("# newdoc\n\n# text = anna\nanna\n\n#\nben", "anna4|#6 ben7", 1)]
    [InlineData("anna O\n# x\n\n# y\nben O", "anna1 #2|ben5", 1)]
    [InlineData("#travel\nrome\n\n#\n1", "#travel1 rome2|#4 15", 0)]
    [InlineData("# O\nrome B-x\n", "#1 rome2", 0)]
    [InlineData("# # #\n", "", 1)]
    public void Comments_before_the_words_of_a_sentence_are_left_out(string text, string expected, int remarks)
    {
        var found = 0;

        var words = ConllColumns.ReadWords(text.Split('\n'), () => found++);

        Assert.Equal(expected, Written(words));
        Assert.Equal(remarks, found);
    }

    [Fact]
    public void Words_are_given_before_the_text_ends() =>
        Assert.Equal("a1", Written(ConllColumns.ReadWords(Endless()).Take(1)));

    private static string Words(params string[] lines) => Written(ConllColumns.ReadWords(lines));

    private static string Written(IEnumerable<List<ColumnLine>> sentences) => string.Join(
        '|', sentences.Select(words => string.Join(' ', words.Select(word => $"{word.Text}{word.Line}"))));

    private static CorpusSentence[] Read(string[] lines) =>
        ConllColumns.ReadLabelled(lines, "file", new CorpusLoadOptions());

    private static IEnumerable<string> Endless()
    {
        while (true)
        {
            yield return "a";
            yield return "";
        }
    }

    private static string Written(CorpusSentence sentence) =>
        string.Join(' ', sentence.Words.Zip(sentence.Labels, (word, label) => $"{word}/{label}"));
}
