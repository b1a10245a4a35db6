using System.Text;
using FastElman.Fixtures;

namespace FastElman.Training.Tests.Embeddings;

public sealed class AddedWordListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lisbon porto faro\nquito lima\n")]
    [InlineData("\uFEFF\r\n  lisbon\tporto \t faro  \r\n \t\r\nquito lima")]
    public void A_line_has_a_word_and_its_neighbours(string text) =>
        Assert.Equal([new("lisbon", ["porto", "faro"]), new("quito", ["lima"])], Read(text));

    /// <summary>A model with subwords reads it by its letters; others refuse it.</summary>
    [Fact]
    public void A_word_may_stand_alone() =>
        Assert.Equal([new("quito", ["lima"]), new("lisbon", [])], Read("quito lima\n\n lisbon \n"));

    [Fact]
    public void Only_blanks_and_tabs_separate() =>
        Assert.Equal([new("a,b", ["c\u00A0d", "#"])], Read("a,b c\u00A0d #"));

    [Theory]
    [InlineData("", null, "there are no words to add")]
    [InlineData("\n \n", null, "there are no words to add")]
    public void A_list_without_words_is_refused(string text, long? line, string reason)
    {
        var refusal = Assert.Throws<CorpusFormatException>(() => Read(text));

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal((line, _folder.File("words.txt")), (refusal.Line, refusal.File));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_by_their_line()
    {
        File.WriteAllBytes(_folder.File("words.txt"), [.. "quito lima\nlisbon "u8, 0xFF]);

        Assert.Equal(2, Assert.Throws<CorpusFormatException>(Read).Line);
    }

    [Fact]
    public void A_line_without_an_end_is_refused() =>
        Assert.Contains(
            "a line is too long",
            Assert.Throws<CorpusFormatException>(() => Read(new string('a', (1 << 20) + 1))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_folder_is_refused() =>
        Assert.Contains(
            "the path is a folder",
            Assert.Throws<CorpusFormatException>(() => VocabularyPatching.ReadWords(_folder.Path)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_word_that_does_not_fit_the_model_is_refused_by_its_line()
    {
        var words = Read("\nquito lima\nlisbon porto\n");
        var model = ElmanModel.Create(
            RandomModel.Parameters(new ElmanShape(2, 3, 2, 2, 1), seed: 3), new Vocabulary(["lima", "<UNK>"]));

        var refusal = Assert.Throws<CorpusFormatException>(
            () => VocabularyPatching.Apply(model, words, new DateOnly(2026, 11, 28)));

        Assert.Equal((3L, _folder.File("words.txt")), (refusal.Line, refusal.File));
        Assert.Contains("does not know the word \"porto\"", refusal.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<AddedWord> Read(string text)
    {
        File.WriteAllText(_folder.File("words.txt"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return Read();
    }

    private IReadOnlyList<AddedWord> Read() => VocabularyPatching.ReadWords(_folder.File("words.txt"));
}
