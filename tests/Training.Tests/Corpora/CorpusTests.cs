using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

/// <summary>The forms that are files and folders of text.</summary>
public class CorpusTests
{
    [Theory]
    [InlineData("valid")]
    [InlineData("validation")]
    [InlineData("dev")]
    public void A_folder_holds_columns_for_each_set(string validation)
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.txt", "\uFEFFbook\tO\r\na\tB-x\r\n\r\nnow\tO\r\n");
        folder.Write(validation + ".txt", "a O\n");
        folder.Write("test.txt", "");

        var corpus = Corpus.Load(folder.Path);

        Assert.Equal(["book", "a"], corpus.GetSentences(CorpusSet.Train)[0].Words);
        Assert.Equal(["O", "B-x"], corpus.GetSentences(CorpusSet.Train)[0].Labels);
        Assert.Equal(folder.File("train.txt"), corpus.GetSentences(CorpusSet.Train)[0].File);
        Assert.Equal(2, corpus.GetSentences(CorpusSet.Train).Count);
        Assert.Single(corpus.GetSentences(CorpusSet.Validation));
        Assert.Empty(corpus.GetSentences(CorpusSet.Test));
        Assert.Null(corpus.Vocabulary);
        Assert.Null(corpus.Labels);
    }

    [Fact]
    public void A_folder_holds_sequences_for_each_set()
    {
        using var folder = new TemporaryFolder();
        WritePair(folder, "train", "book a\n\nnow\n", "O B-x\n\nO\n");
        WritePair(folder, "dev", "a", "O");
        folder.Write(Path.Combine("train", "label"), "intent\n");

        var corpus = Corpus.Load(folder.Path);

        Assert.Equal(["book", "a"], corpus.GetSentences(CorpusSet.Train)[0].Words);
        Assert.Equal(["O", "B-x"], corpus.GetSentences(CorpusSet.Train)[0].Labels);
        Assert.Equal(3, corpus.GetSentences(CorpusSet.Train)[1].Line);
        Assert.Single(corpus.GetSentences(CorpusSet.Validation));
    }

    [Fact]
    public void A_missing_set_is_an_error_only_when_asked_for()
    {
        using var folder = new TemporaryFolder();
        folder.Write("test.txt", "a O\n");
        var corpus = Corpus.Load(folder.Path);

        Assert.Single(corpus.GetSentences(CorpusSet.Test));
        var exception = Assert.Throws<CorpusFormatException>(() => corpus.GetSentences(CorpusSet.Train));
        Assert.Equal($"{folder.Path}: the corpus has no train set (expected train, found test)", exception.Message);
    }

    [Theory]
    [InlineData("a b\nc\n", "O O\n", 2, "ends before")]
    [InlineData("a b\n", "O O\nO\n", 2, "continues after")]
    [InlineData("a b\nc d\n", "O O\nO\n", 2, "one label for each word")]
    [InlineData("a\n", "\n", 1, "one label for each word")]
    public void Sequences_that_do_not_match_are_an_error_of_their_line(
        string words, string labels, int line, string expected)
    {
        using var folder = new TemporaryFolder();
        WritePair(folder, "test", words, labels);

        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(folder.Path));

        Assert.Equal(folder.File(Path.Combine("test", "seq.out")), exception.File);
        Assert.Equal(line, exception.Line);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seq.in", "seq.out")]
    [InlineData("seq.out", "seq.in")]
    public void A_sequence_file_alone_is_refused(string there, string missing)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("train"));
        folder.Write(Path.Combine("train", there), "a\n");

        Assert.Contains(
            $"no {missing}",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_validation_sets_are_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("valid.txt", "a O\n");
        folder.Write("dev.txt", "a O\n");

        Assert.Contains(
            "found valid.txt, dev.txt",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_is_refused()
    {
        using var folder = new TemporaryFolder();

        Assert.Contains(
            "no corpus",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("corpus.txt", "a O\n\nb O\n")]
    [InlineData("corpus.conll", "a O\n\nb O\n")]
    [InlineData("CORPUS.IDS", "1\t0\n2\t0\n")]
    [InlineData("corpus.csv", "a O\n\nb O\n")]
    [InlineData("corpus", "1 3\t0 2\n2\t0\n")]
    public void A_single_file_is_train_and_test_set_but_no_validation_set(string name, string text)
    {
        using var folder = new TemporaryFolder();

        var corpus = Corpus.Load(folder.Write(name, text));

        Assert.Equal(2, corpus.GetSentences(CorpusSet.Train).Count);
        Assert.Equal(2, corpus.GetSentences(CorpusSet.Test).Count);
        Assert.False(corpus.HasSet(CorpusSet.Validation));
    }

    [Theory]
    [InlineData("corpus.pkl")]
    [InlineData("corpus.ids")]
    [InlineData("corpus.txt")]
    [InlineData("corpus")]
    public void An_absent_file_is_an_io_error(string name)
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<FileNotFoundException>(() => Corpus.Load(folder.File(name)));
    }

    [Theory]
    [InlineData("train.txt")]
    [InlineData("corpus.ids")]
    public void Invalid_utf8_is_refused(string name)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(name, [(byte)'1', 0xC3, (byte)'\t', (byte)'0', (byte)'\n']);

        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));

        Assert.Equal(path, exception.File);
        Assert.Equal(1, exception.Line);
    }

    private static void WritePair(TemporaryFolder folder, string set, string words, string labels)
    {
        Directory.CreateDirectory(folder.File(set));
        folder.Write(Path.Combine(set, "seq.in"), words);
        folder.Write(Path.Combine(set, "seq.out"), labels);
    }
}
