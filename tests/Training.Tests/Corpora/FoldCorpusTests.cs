using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

/// <summary>Fold pickles as corpora; the pickles themselves are tested in Interop.Tests.</summary>
public sealed class FoldCorpusTests
{
    [Fact]
    public void A_fold_is_an_indexed_corpus_of_three_sets()
    {
        var path = PickleFixture.PathOf("python3-protocol4.pkl");

        var corpus = Corpus.Load(path);

        Assert.Equal((8, 4), (corpus.Vocabulary!.Count, corpus.Labels!.Count));
        Assert.Equal(["4 2 5 6 7 | 0 0 1 0 2", "5 | 1"], Written(corpus, CorpusSet.Train));
        Assert.Equal(["4 2 0 | 0 0 1"], Written(corpus, CorpusSet.Validation));
        Assert.Equal(["6 1 3 | 0 2 3", "7 1 | 2 3", "3 | 0"], Written(corpus, CorpusSet.Test));
        Assert.Equal(path, corpus.GetSentences(CorpusSet.Train)[0].File);
    }

    [Fact]
    public void A_fold_of_three_parts_has_no_validation_set()
    {
        var corpus = Corpus.Load(PickleFixture.PathOf("without-validation.pkl"));

        Assert.Equal((2, 3), (corpus.GetSentences(CorpusSet.Train).Count, corpus.GetSentences(CorpusSet.Test).Count));
        Assert.False(corpus.HasSet(CorpusSet.Validation));
        var error = Assert.Throws<CorpusFormatException>(() => corpus.GetSentences(CorpusSet.Validation));
        Assert.Contains("no validation set", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("floats.pkl", "\"f4\"")]
    [InlineData("two-dimensions.pkl", "one dimension")]
    public void A_pickle_that_is_no_fold_is_no_corpus(string name, string expected)
    {
        var path = PickleFixture.PathOf(name);

        var error = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));

        Assert.Equal(path, error.File);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tutorials_fold_equals_its_columns()
    {
        var indexed = Corpus.Load(SharedData.PathOf("atis", "atis.fold1.pkl.gz"));
        var textual = Corpus.Load(SharedData.PathOf("atis"));
        var encoding = textual.CreateEncoding(indexed.Vocabulary!, indexed.Labels!);
        foreach (var set in Enum.GetValues<CorpusSet>())
        {
            Assert.Equal(indexed.GetSentences(set).Count, textual.GetSentences(set).Count);
            foreach (var (numbers, text) in indexed.GetSentences(set).Zip(textual.GetSentences(set)))
            {
                Assert.Equal(numbers.WordIndices.ToArray(), encoding.GetWordIndices(text));
                Assert.Equal(numbers.LabelIndices.ToArray(), encoding.GetLabelIndices(text));
            }
        }
    }

    private static string[] Written(Corpus corpus, CorpusSet set) => [.. corpus.GetSentences(set).Select(Written)];

    private static string Written(CorpusSentence sentence) =>
        $"{string.Join(' ', sentence.WordIndices.ToArray())} | {string.Join(' ', sentence.LabelIndices.ToArray())}";
}
