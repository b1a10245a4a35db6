using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

/// <summary>Fold pickles as corpora; the pickles themselves are tested in Interop.Tests.</summary>
public sealed class FoldCorpusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
    public void The_pickle_of_a_notebook_is_a_corpus_of_one_set()
    {
        var corpus = Load(
            "((dS'query'\n(lS'a b'\nasS'slot_labels'\n(lS'O B-x'\nas(dS'token_ids'\n(dS'a'\nI0\nsS'b'\nI1\ns"
            + "sS'slot_ids'\n(dS'O'\nI0\nsS'B-x'\nI1\nsst.");

        Assert.Equal(["0 1 | 0 1"], Written(corpus, CorpusSet.Train));
        Assert.Same(corpus.GetSentences(CorpusSet.Train), corpus.GetSentences(CorpusSet.Test));
        Assert.False(corpus.HasSet(CorpusSet.Validation));
    }

    [Fact]
    public void A_fold_in_another_scheme_is_left_as_it_is_with_a_remark()
    {
        const string Set = "((l(lI0\naI0\naa(l(l(lI0\naI1\naat";

        var corpus = Load(
            $"({Set}{Set}{Set}(dS'words2idx'\n(dS'a'\nI0\nssS'labels2idx'\n(dS'B-x'\nI0\nsS'E-x'\nI1\nsst.");

        Assert.Equal(LabelScheme.Bioes, corpus.LabelScheme);
        Assert.Equal(["0 0 | 0 1"], Written(corpus, CorpusSet.Train));
        Assert.Equal(
            ["the labels are in the scheme BIOES: decoding with IOB constraints does not suit them"], corpus.Remarks);
    }

    [Theory]
    [InlineData("python3-protocol4.pkl", "a.bin")]
    [InlineData("compressed.pkl.gz", "a.bin")]
    [InlineData("compressed.pkl.gz", "a.txt.gz")]
    public void A_fold_is_one_by_its_content(string fixture, string name)
    {
        var path = _folder.File(name);
        File.Copy(PickleFixture.PathOf(fixture), path);

        foreach (var format in (CorpusFormat[])[CorpusFormat.Automatic, CorpusFormat.Pickle])
        {
            Assert.Equal(8, Corpus.Load(path, new CorpusLoadOptions { Format = format }).Vocabulary!.Count);
        }

        Assert.Contains(
            "this is a pickle by its content, not a corpus",
            Assert.Throws<CorpusFormatException>(
                () => Corpus.Load(path, new CorpusLoadOptions { Format = CorpusFormat.Columns })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Folds_in_a_folder_have_to_have_the_same_words()
    {
        File.Copy(PickleFixture.PathOf("python3-protocol4.pkl"), _folder.File("train.pkl"));
        File.Copy(PickleFixture.PathOf("python2-protocol2.pkl"), _folder.File("test.pkl"));
        var corpus = Corpus.Load(_folder.Path);
        Assert.Equal((2, 3), (corpus.GetSentences(CorpusSet.Train).Count, corpus.GetSentences(CorpusSet.Test).Count));

        File.Copy(PickleFixture.PathOf("not-ascii.pkl"), _folder.File("test.pkl"), overwrite: true);
        Assert.Contains(
            "not those of the other sets",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(_folder.Path)).Message,
            StringComparison.Ordinal);
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

    private Corpus Load(string pickle) => Corpus.Load(_folder.Write("fold.pkl", pickle));

    private static string[] Written(Corpus corpus, CorpusSet set) => [.. corpus.GetSentences(set).Select(Written)];

    private static string Written(CorpusSentence sentence) =>
        $"{string.Join(' ', sentence.WordIndices.ToArray())} | {string.Join(' ', sentence.LabelIndices.ToArray())}";
}
