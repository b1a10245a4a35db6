using System.IO.Compression;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Theano;

/// <summary>
/// The fold that tests/Fixtures/pickles/make.py writes, by every Python and protocol, and the tutorial's own.
/// </summary>
public sealed class FoldPickleTests
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
    [InlineData("objects.pkl")]
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
        var fold = FoldPickle.Load(PickleFixture.PathOf(name));

        Assert.Equal(Words, fold.Vocabulary);
        Assert.Equal(Labels, fold.Labels);
        Assert.Equal(["4 2 5 6 7 | 0 0 1 0 2", "5 | 1"], fold.Train.Select(each => $"{each}"));
        Assert.Equal(["4 2 0 | 0 0 1"], fold.Validation!.Select(each => $"{each}"));
        Assert.Equal(["6 1 3 | 0 2 3", "7 1 | 2 3", "3 | 0"], fold.Test.Select(each => $"{each}"));
    }

    [Fact]
    public void A_fold_of_three_parts_has_no_validation_set()
    {
        var fold = FoldPickle.Load(PickleFixture.PathOf("without-validation.pkl"));

        Assert.Equal((2, 3), (fold.Train.Count, fold.Test.Count));
        Assert.Null(fold.Validation);
        Assert.EndsWith("2 training, 0 validation and 3 test sentences", $"{fold}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compressed.pkl.gz")]
    [InlineData("python3-protocol4.pkl")]
    public void A_stream_is_read_from_its_position_and_left_open(string name)
    {
        using var stream = new MemoryStream([1, 2, 3, .. File.ReadAllBytes(PickleFixture.PathOf(name))]);
        stream.Position = 3;

        Assert.Equal(2, FoldPickle.Load(stream).Train.Count);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read()
    {
        using var gzip = new GZipStream(
            File.OpenRead(PickleFixture.PathOf("compressed.pkl.gz")), CompressionMode.Decompress);

        Assert.Equal(2, FoldPickle.Load(gzip).Train.Count);
    }

    [Fact]
    public void Bytes_without_a_name_are_refused_without_one()
    {
        var error = Assert.Throws<FoldFormatException>(() => FoldPickle.Load(new MemoryStream("I7\n."u8.ToArray())));

        Assert.Equal(("the pickle is no fold", "7"), (error.Problem, error.Found));
        Assert.Equal($"the pickle is no fold (expected {error.Expected}, found 7)", error.Message);
        Assert.Null(error.File);
    }

    [Fact]
    public void Words_beyond_ascii_survive() =>
        Assert.Equal("é€\U0001F600", FoldPickle.Load(PickleFixture.PathOf("not-ascii.pkl")).Vocabulary[3]);

    [Theory]
    [InlineData("floats.pkl", "\"f4\"")]
    [InlineData("two-dimensions.pkl", "one dimension")]
    public void Arrays_of_another_kind_are_refused(string name, string expected)
    {
        var path = PickleFixture.PathOf(name);

        var exception = Assert.Throws<FoldFormatException>(() => FoldPickle.Load(path));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, exception.File);
    }

    [Theory]
    [InlineData("I7\n.", "no fold")]
    [InlineData("(I1\nI2\nI3\n(dt.", "words2idx")]
    [InlineData("(lp0\ng0\na.", "no fold")]
    [InlineData("(N(dt.", "no fold")]
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
    [InlineData("(l(S'zzz'\nla(l(l(I0\nlat", "not among the words")]
    [InlineData("(l(I1\nla(l(lt", "as many sentences")]
    [InlineData("(lI1\na(l(lI0\nat", "no word indices")]
    [InlineData("(l(lp9\ng9\naa(l(l(I0\nlat", "out of range")]
    public void Sets_that_do_not_fit_together_are_refused(string train, string expected) =>
        Refused(Fold(train), expected);

    [Fact]
    public void Empty_sentences_are_left_out()
    {
        using var folder = new TemporaryFolder();
        var fold = FoldPickle.Load(folder.Write("fold.pkl", Fold("(l(la(I1\nla(l(l(la(I0\nlat")));

        Assert.Equal(["1 | 0"], fold.Train.Select(each => $"{each}"));
    }

    [Fact]
    public void A_sentence_repeated_beyond_the_pickle_is_refused()
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
    public void Half_a_surrogate_pair_is_no_name() =>
        Refused(
            "(((l(l(lt((l(l(lt((l(l(lt(dS'words2idx'\n(dV\\ud800\nI0\nssS'labels2idx'\n(dS'O'\nI0\nsst.",
            "not valid Unicode");

    [Fact]
    public void The_tutorials_fold_is_read_whole()
    {
        var fold = FoldPickle.Load(SharedData.PathOf("atis", "atis.fold1.pkl.gz"));

        Assert.Equal(File.ReadAllLines(SharedData.PathOf("atis", "words.txt")), fold.Vocabulary);
        Assert.Equal(File.ReadAllLines(SharedData.PathOf("atis", "labels.txt")), fold.Labels);
        Check(fold, fold.Train, sentences: 3983, words: 45163, unknown: 137, outside: 28839);
        Check(fold, fold.Validation!, sentences: 995, words: 11427, unknown: 35, outside: 7220);
        Check(fold, fold.Test, sentences: 893, words: 9198, unknown: 76, outside: 5535);
    }

    private static void Check(
        FoldPickle fold, IReadOnlyList<FoldSentence> set, int sentences, int words, int unknown, int outside)
    {
        Assert.Equal(sentences, set.Count);
        Assert.Equal(words, set.Sum(sentence => sentence.Length));
        Assert.Equal(unknown, set.Sum(sentence => sentence.Words.Span.Count(fold.Vocabulary.UnknownIndex!.Value)));
        Assert.Equal(outside, set.Sum(sentence => sentence.Labels.Span.Count(fold.Labels.Count - 1)));
    }

    /// <summary>A fold with this training set, two words and one label.</summary>
    private static string Fold(string train) =>
        $"(({train}((l(l(lt((l(l(lt(dS'words2idx'\n(dS'a'\nI0\nsS'b'\nI1\nssS'labels2idx'\n(dS'O'\nI0\nsst.";

    private static void Refused(string pickle, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("fold.pkl", pickle);
        var exception = Assert.Throws<FoldFormatException>(() => FoldPickle.Load(path));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
    }
}
