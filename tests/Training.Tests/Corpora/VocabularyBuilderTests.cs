using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

public class VocabularyBuilderTests
{
    [Fact]
    public void A_null_sentence_is_refused_with_its_position()
    {
        CorpusSentence[] sentences = [new(["a"], ["O"]), null!];

        Assert.StartsWith(
            "The sentence at position 1 is null.",
            Assert.Throws<ArgumentException>(
                "sentences", () => VocabularyBuilder.BuildVocabulary(sentences)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("sentences", () => VocabularyBuilder.BuildLabels(sentences));
    }

    [Fact]
    public void Words_seen_twice_stay_in_ordinal_order_and_numbers_are_digits() =>
        Assert.Equal(
            ["<UNK>", "B", "DIGITDIGIT", "aDIGIT", "b"],
            VocabularyBuilder.BuildVocabulary(
                [Sentence("b", "once", "B", "12", "a1"), Sentence("34", "B", "b", "a2", "7")]));

    [Fact]
    public void The_unknown_word_is_always_there() =>
        Assert.Equal(["<UNK>"], VocabularyBuilder.BuildVocabulary([]));

    [Fact]
    public void Labels_stand_in_ordinal_order() =>
        Assert.Equal(
            ["B-a", "B-b", "I-a", "O"],
            VocabularyBuilder.BuildLabels(
            [
                new CorpusSentence(["x", "x", "x"], ["O", "B-b", "O"]),
                new CorpusSentence(["x", "x"], ["I-a", "B-a"]),
            ]));

    [Fact]
    public void Indexed_sentences_are_refused() =>
        Assert.Throws<InvalidOperationException>(
            () => VocabularyBuilder.BuildVocabulary([new CorpusSentence([1], [0])]));

    [Fact]
    public void The_tutorials_labels_come_out_of_its_columns()
    {
        var corpus = Corpus.Load(SharedData.PathOf("atis"));

        var labels = VocabularyBuilder.BuildLabels(Enum.GetValues<CorpusSet>().SelectMany(corpus.GetSentences));

        Assert.Equal(File.ReadAllLines(SharedData.PathOf("atis", "labels.txt")), labels);
    }

    private static CorpusSentence Sentence(params string[] words) => new(words, words.Select(_ => "O"));
}
