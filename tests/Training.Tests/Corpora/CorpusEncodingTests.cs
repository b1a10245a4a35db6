using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

public class CorpusEncodingTests
{
    private static readonly Vocabulary Words = new(["noon", "at", "<UNK>", "DIGITDIGIT", "table"]);
    private static readonly LabelSet Labels = new(["B-time", "O"]);

    [Fact]
    public void Text_goes_through_the_models_vocabulary()
    {
        var (encoding, sentence) = Load("x.txt", "at O\n12 B-time\nelsewhere B-place\n");

        Assert.Equal([1, 3, 2], encoding.GetWordIndices(sentence));
        Assert.Equal(["O", "B-time", "B-place"], encoding.GetGoldLabels(sentence));
    }

    [Fact]
    public void A_label_that_the_model_does_not_know_cannot_be_trained_on()
    {
        var (encoding, sentence) = Load("x.txt", "at O\n12 B-place\n");

        var exception = Assert.Throws<CorpusFormatException>(() => encoding.GetLabelIndices(sentence));

        Assert.Contains("\"B-place\"", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, exception.Line);
        Assert.Equal([1, 0], Load("x.txt", "at O\n12 B-time\n", (reader, known) => reader.GetLabelIndices(known)));
    }

    [Fact]
    public void A_refusal_names_the_line_of_a_stream_without_a_name_and_the_words_of_a_sentence_in_memory()
    {
        using var stream = new MemoryStream("at B-place\n"u8.ToArray());
        var corpus = Corpus.Load(stream);
        var encoding = corpus.CreateEncoding(Words, Labels);

        var read = Assert.Throws<CorpusFormatException>(
            () => encoding.GetLabelIndices(corpus.GetSentences(CorpusSet.Test)[0]));
        var made = Assert.Throws<InvalidOperationException>(
            () => encoding.GetLabelIndices(new CorpusSentence(["at"], ["B-place"])));

        Assert.Equal((null, 1L), (read.File, read.Line));
        Assert.Contains("the sentence at/B-place", made.Message, StringComparison.Ordinal);
        Assert.Equal("5 words, 2 labels", $"{encoding}");
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(5)]
    public void An_index_that_no_word_has_is_refused(int index) => Assert.Contains(
        $"{index}",
        Assert.Throws<InvalidOperationException>(
            () => Load("x.txt", "at O\n").Encoding.GetWordIndices(new CorpusSentence([index], [0]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_unknown_word_is_an_error_where_nothing_stands_for_it()
    {
        using var folder = new TemporaryFolder();
        var corpus = Corpus.Load(folder.Write("x.txt", "\nat O\n"));
        var encoding = corpus.CreateEncoding(new Vocabulary(["noon"]), Labels);

        var exception = Assert.Throws<CorpusFormatException>(
            () => encoding.GetWordIndices(corpus.GetSentences(CorpusSet.Test)[0]));

        Assert.Equal(2, exception.Line);
        Assert.Contains("\"at\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Indices_of_a_corpus_with_a_vocabulary_go_through_the_text()
    {
        var corpus = Corpus.Load(PickleFixture.PathOf("python3-protocol4.pkl"));
        var encoding = corpus.CreateEncoding(Words, Labels);

        var sentence = corpus.GetSentences(CorpusSet.Train)[0];

        Assert.Equal([2, 2, 4, 1, 0], encoding.GetWordIndices(sentence));
        Assert.Equal(["O", "O", "B-thing", "O", "B-time"], encoding.GetGoldLabels(sentence));
    }

    [Fact]
    public void Indices_of_a_corpus_with_the_models_vocabulary_stay()
    {
        var corpus = Corpus.Load(PickleFixture.PathOf("python3-protocol4.pkl"));
        var sentence = corpus.GetSentences(CorpusSet.Train)[0];

        foreach (var vocabulary in new[] { corpus.Vocabulary!, new Vocabulary(corpus.Vocabulary!) })
        {
            var encoding = corpus.CreateEncoding(vocabulary, corpus.Labels!);
            Assert.Equal(sentence.WordIndices.ToArray(), encoding.GetWordIndices(sentence));
            Assert.Equal(sentence.LabelIndices.ToArray(), encoding.GetLabelIndices(sentence));
        }
    }

    [Fact]
    public void Indices_of_a_corpus_without_a_vocabulary_are_the_models_own()
    {
        var (encoding, sentence) = Load("x.ids", "4 -1 0\t1 0 1\n");

        Assert.Equal([4, -1, 0], encoding.GetWordIndices(sentence));
        Assert.Equal(["O", "B-time", "O"], encoding.GetGoldLabels(sentence));
        Assert.Equal([1, 0, 1], encoding.GetLabelIndices(sentence));
    }

    [Theory]
    [InlineData("5\t0", "the word index is out of range (expected -1 to 4, found 5)")]
    [InlineData("4\t2", "the label index is out of range (expected 0 to 1, found 2)")]
    public void Indices_beyond_the_model_are_an_error_of_their_line(string line, string expected)
    {
        var (encoding, sentence) = Load("x.ids", line);

        var exception = Assert.Throws<CorpusFormatException>(
            () => (encoding.GetWordIndices(sentence), encoding.GetGoldLabels(sentence)));

        Assert.EndsWith($"x.ids: line 1: {expected}", exception.Message, StringComparison.Ordinal);
    }

    private static (CorpusEncoding Encoding, CorpusSentence Sentence) Load(string name, string text) =>
        Load(name, text, (encoding, sentence) => (encoding, sentence));

    private static T Load<T>(string name, string text, Func<CorpusEncoding, CorpusSentence, T> use)
    {
        using var folder = new TemporaryFolder();
        var corpus = Corpus.Load(folder.Write(name, text));
        return use(corpus.CreateEncoding(Words, Labels), corpus.GetSentences(CorpusSet.Test)[0]);
    }
}
