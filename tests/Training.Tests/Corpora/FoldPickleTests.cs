using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

/// <summary>The fold that tests/Fixtures/pickles/make.py writes, by every Python and protocol; and the tutorial's own.</summary>
public class FoldPickleTests
{
    private static readonly string[] Words = ["<UNK>", "DIGIT", "a", "b\\'\n", "book", "table", "at", "noon"];
    private static readonly string[] Labels = ["O", "B-thing", "B-time", "I-time"];

    [Theory]
    [InlineData("python2-protocol0.pkl")]
    [InlineData("python2-protocol1.pkl")]
    [InlineData("python2-protocol2.pkl")]
    [InlineData("python2-pure-protocol0.pkl")]
    [InlineData("python3-protocol0.pkl")]
    [InlineData("python3-protocol1.pkl")]
    [InlineData("python3-protocol2.pkl")]
    [InlineData("python3-protocol3.pkl")]
    [InlineData("python3-protocol4.pkl")]
    [InlineData("python3-protocol5.pkl")]
    [InlineData("read-only-protocol5.pkl")]
    [InlineData("strided-protocol5.pkl")]
    [InlineData("numpy2-names.pkl")]
    [InlineData("compressed.pkl.gz")]
    [InlineData("plain-lists.pkl")]
    [InlineData("tuples-of-scalars.pkl")]
    [InlineData("scalar-indices.pkl")]
    [InlineData("bytes-names.pkl")]
    [InlineData("type-i1.pkl")]
    [InlineData("type-u1.pkl")]
    [InlineData("type-little-i2.pkl")]
    [InlineData("type-little-u4.pkl")]
    [InlineData("type-little-i8.pkl")]
    [InlineData("type-little-u8.pkl")]
    [InlineData("type-big-i2.pkl")]
    [InlineData("type-big-u2.pkl")]
    [InlineData("type-big-i4.pkl")]
    [InlineData("type-big-i8.pkl")]
    public void A_fold_is_the_same_whoever_pickled_it(string name)
    {
        var corpus = Corpus.Load(PickleFixture.PathOf(name));

        Assert.Equal(Words, corpus.Vocabulary!.Words);
        Assert.Equal(Labels, corpus.Labels!.Labels);
        Assert.Equal(["4 2 5 6 7 | 0 0 1 0 2", "5 | 1"], Written(corpus, CorpusSet.Train));
        Assert.Equal(["4 2 0 | 0 0 1"], Written(corpus, CorpusSet.Validation));
        Assert.Equal(["6 1 3 | 0 2 3", "7 1 | 2 3", "3 | 0"], Written(corpus, CorpusSet.Test));
    }

    [Fact]
    public void A_fold_of_three_parts_has_no_validation_set()
    {
        var corpus = Corpus.Load(PickleFixture.PathOf("without-validation.pkl"));

        Assert.Equal(2, corpus.Sentences(CorpusSet.Train).Count);
        Assert.Equal(3, corpus.Sentences(CorpusSet.Test).Count);
        Assert.False(corpus.Has(CorpusSet.Validation));
        Assert.Contains("no validation set", Assert.Throws<CorpusFormatException>(() => corpus.Sentences(CorpusSet.Validation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_beyond_ascii_survive() =>
        Assert.Equal("é€\U0001F600", Corpus.Load(PickleFixture.PathOf("not-ascii.pkl")).Vocabulary![3]);

    [Theory]
    [InlineData("floats.pkl", "\"f4\"")]
    [InlineData("objects.pkl", "\"O8\"")]
    [InlineData("two-dimensions.pkl", "one dimension")]
    public void Arrays_of_another_kind_are_refused(string name, string expected)
    {
        var path = PickleFixture.PathOf(name);

        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.File);
    }

    [Theory]
    [InlineData("I7\n.", "no fold")]
    [InlineData("(I1\nI2\nI3\n(dt.", "words2idx")]
    [InlineData("(lp0\ng0\na.", "no fold")]
    public void What_is_no_fold_is_refused(string pickle, string expected) => Refused(pickle, expected);

    [Theory]
    [InlineData("I0\n", "S'b'\nI0\n", "each of 0 to 1 once")]
    [InlineData("I0\n", "S'b'\nI2\n", "each of 0 to 1 once")]
    [InlineData("I-1\n", "S'b'\nI0\n", "each of 0 to 1 once")]
    [InlineData("I0\n", "S'a'\nI1\n", "twice")]
    [InlineData("S'0'\n", "S'b'\nI1\n", "whole numbers")]
    [InlineData("I0\n", "S''\nI1\n", "whole numbers")]
    public void Dictionaries_that_are_no_numbering_are_refused(string index, string second, string expected)
    {
        var dictionaries = $"(dS'words2idx'\n(dS'a'\n{index}s{second}ssS'labels2idx'\n(dS'O'\nI0\nss";

        Refused($"(((l(l(lt((l(l(lt((l(l(lt{dictionaries}t.", expected);
    }

    [Theory]
    [InlineData("NNNt", "made of lists")]
    [InlineData("(l(lt", "made of lists")]
    [InlineData("(l(I0\nI1\nla(l(l(I0\nlat", "one label for each word")]
    [InlineData("(l(I2\nla(l(l(I0\nlat", "out of range")]
    [InlineData("(l(I-1\nla(l(l(I0\nlat", "out of range")]
    [InlineData("(l(I1\nla(l(l(I1\nlat", "out of range")]
    [InlineData("(l(S'a'\nla(l(l(I0\nlat", "out of range")]
    [InlineData("(l(I1\nla(l(lt", "as many sentences")]
    [InlineData("(lI1\na(l(lI0\nat", "no word indices")]
    [InlineData("(l(lp9\ng9\naa(l(l(I0\nlat", "out of range")]
    public void Sets_that_do_not_fit_together_are_refused(string train, string expected) => Refused(Fold(train), expected);

    [Fact]
    public void Empty_sentences_are_left_out()
    {
        using var folder = new TemporaryFolder();
        var corpus = Corpus.Load(folder.Write("fold.pkl", Fold("(l(la(I1\nla(l(l(la(I0\nlat")));

        Assert.Equal(["1 | 0"], Written(corpus, CorpusSet.Train));
    }

    [Fact]
    public void One_sentence_repeated_beyond_the_length_of_the_pickle_is_refused()
    {
        var sentence = string.Concat(Enumerable.Repeat("I1\n", 1000));
        var again = string.Concat(Enumerable.Repeat("g1\na", 1000));
        var labels = string.Concat(Enumerable.Repeat("I0\n", 1000));

        Refused(Fold($"(l({sentence}lp1\na{again}(l(l({labels}lp1\na{again}t"), "repeats");
    }

    [Fact]
    public void One_long_key_repeated_costs_no_time()
    {
        var key = new string('k', 1 << 20);
        var again = string.Concat(Enumerable.Repeat("g1\nNs", 100_000));

        Refused($"(NNN(dS'{key}'\np1\nNs{again}t.", "words2idx");
    }

    [Fact]
    public void The_tutorials_fold_is_read_whole()
    {
        var corpus = Corpus.Load(SharedData.PathOf("atis", "atis.fold1.pkl.gz"));

        Assert.Equal(File.ReadAllLines(SharedData.PathOf("atis", "words.txt")), corpus.Vocabulary!.Words);
        Assert.Equal(File.ReadAllLines(SharedData.PathOf("atis", "labels.txt")), corpus.Labels!.Labels);
        Check(corpus, CorpusSet.Train, sentences: 3983, words: 45163, unknown: 137, outside: 28839);
        Check(corpus, CorpusSet.Validation, sentences: 995, words: 11427, unknown: 35, outside: 7220);
        Check(corpus, CorpusSet.Test, sentences: 893, words: 9198, unknown: 76, outside: 5535);
    }

    [Fact]
    public void The_tutorials_fold_equals_its_columns()
    {
        var indexed = Corpus.Load(SharedData.PathOf("atis", "atis.fold1.pkl.gz"));
        var textual = Corpus.Load(SharedData.PathOf("atis"));
        var encoding = textual.EncodingFor(indexed.Vocabulary!, indexed.Labels!);
        foreach (var set in Enum.GetValues<CorpusSet>())
        {
            Assert.Equal(indexed.Sentences(set).Count, textual.Sentences(set).Count);
            foreach (var (numbers, text) in indexed.Sentences(set).Zip(textual.Sentences(set)))
            {
                Assert.Equal(numbers.WordIndices.ToArray(), encoding.Words(text));
                Assert.Equal(numbers.LabelIndices.ToArray(), encoding.LabelIndices(text));
            }
        }
    }

    private static void Check(Corpus corpus, CorpusSet set, int sentences, int words, int unknown, int outside)
    {
        var read = corpus.Sentences(set);
        Assert.Equal(sentences, read.Count);
        Assert.Equal(words, read.Sum(sentence => sentence.Length));
        Assert.Equal(unknown, read.Sum(sentence => sentence.WordIndices.Count(corpus.Vocabulary!.UnknownIndex!.Value)));
        Assert.Equal(outside, read.Sum(sentence => sentence.LabelIndices.Count(corpus.Labels!.Labels.Count - 1)));
    }

    private static string[] Written(Corpus corpus, CorpusSet set) =>
        [.. corpus.Sentences(set).Select(sentence => $"{string.Join(' ', sentence.WordIndices.ToArray())} | {string.Join(' ', sentence.LabelIndices.ToArray())}")];

    /// <summary>A fold with this training set, two words and one label.</summary>
    private static string Fold(string train) =>
        $"(({train}((l(l(lt((l(l(lt(dS'words2idx'\n(dS'a'\nI0\nsS'b'\nI1\nssS'labels2idx'\n(dS'O'\nI0\nsst.";

    private static void Refused(string pickle, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("fold.pkl", pickle);
        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }
}
