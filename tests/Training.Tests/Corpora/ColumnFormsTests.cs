using FastElman.Fixtures;

namespace FastElman.Training.Tests.Corpora;

/// <summary>Columns as people publish them: names of files, comments, intents, other columns, encodings.</summary>
public sealed class ColumnFormsTests : IDisposable
{
    private const string Two = "anna B-PER\nvisits O\nrome B-LOC\nlima I-LOC\n\nben B-PER\nsleeps O\n";

    private static readonly string[] Expected =
        ["anna/B-PER visits/O rome/B-LOC lima/I-LOC", "ben/B-PER sleeps/O"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("eng.testb")]
    [InlineData("test.bio")]
    [InlineData("test.iob2")]
    [InlineData("train.bmes")]
    [InlineData("dev.tsv")]
    [InlineData("corpus.conllu")]
    [InlineData("corpus")]
    public void Any_name_is_read(string name) => Assert.Equal(Expected, Load(name, Two));

    [Theory]
    [InlineData("eng.train", "eng.testa", "eng.testb")]
    [InlineData("train.bio", "dev.bio", "test.bio")]
    [InlineData("atis.train.w-intent.iob", "atis-dev.iob", "atis.test.iob")]
    [InlineData("train", "valid", "test")]
    [InlineData("en_train.conll", "en_devel.conll", "en_test.conll")]
    public void A_folder_has_its_sets_by_name(string train, string validation, string test)
    {
        _folder.Write(train, Two);
        _folder.Write(validation, "a O\n");
        _folder.Write(test, "b O\n");
        _folder.Write("README.md", "about train and test");

        var corpus = Corpus.Load(_folder.Path);

        Assert.Equal(Expected, corpus.GetSentences(CorpusSet.Train).Select(each => $"{each}"));
        Assert.Equal("a/O", Assert.Single(corpus.GetSentences(CorpusSet.Validation)).ToString());
        Assert.Equal("b/O", Assert.Single(corpus.GetSentences(CorpusSet.Test)).ToString());
    }

    [Theory]
    [InlineData("1\tanna\tB-PER\n2\trome\t\n", "no label (expected a label in column 3, found an empty cell)")]
    [InlineData("new york\tN\tB-LOC\n\tN\tB-LOC\n", "no word (expected a word in column 1, found an empty cell)")]
    [InlineData("1\tanna\tB-PER\n2\t\tB-LOC\n", "no word (expected a word in column 2, found an empty cell)")]
    public void A_row_without_a_word_or_a_label_is_refused_by_its_line(string text, string expected)
    {
        var exception = Assert.Throws<CorpusFormatException>(() => Load("empty.tsv", text));

        Assert.Equal(2, exception.Line);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_column_with_an_empty_cell_numbers_no_words() =>
        Assert.Throws<CorpusFormatException>(() => Load("empty.tsv", "1\tanna\tB-PER\n\trome\tB-LOC\n"));

    [Fact]
    public void A_remark_is_one_line_whatever_a_label_has_in_it()
    {
        var file = _folder.Write("odd.tsv", "anna\tU-PER\nrome\tB-\u001b[31m\u2028LOC\nlima\tJ-\u001b\n");

        var remarks = string.Concat(Corpus.Load(file).Remarks);

        Assert.NotEmpty(remarks);
        Assert.DoesNotContain(remarks, character => char.IsControl(character) || character == '\u2028');
    }

    [Theory]
    [InlineData("# id 5239d808\tdomain=train\nanna _ _ B-PER\nleft _ _ O\n\n# id 7\tdomain=train\nben _ _ B-PER\n")]
    [InlineData("# newdoc\n# sent_id = 1\n# text = anna left I\nanna _ _ B-PER\nleft _ _ O\n\n\nben _ _ B-PER\n")]
    [InlineData("#\thttp://example.org [2009-10-17]\nanna _ _ B-PER\nleft _ _ O\n\n###MEDLINE:1\n\nben _ _ B-PER\n")]
    public void Comments_before_a_sentence_are_left_out(string text)
    {
        var corpus = Corpus.Load(_folder.Write("c.conll", text));

        Assert.Equal(["anna/B-PER left/O", "ben/B-PER"], Sentences(corpus));
        Assert.Contains("comment lines are left out", Assert.Single(corpus.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_a_number_sign_is_a_word() =>
        Assert.Equal(["#/O #/B-x", "a/O #/O"], Load("c.txt", "# O\n# B-x\n\na O\n# O\n"));

    [Theory]
    [InlineData("-DOCSTART- -X- -X- O")]
    [InlineData("-DOCSTART-(doc1)\tO")]
    [InlineData("-DOCSTART-")]
    public void A_line_that_starts_a_document_is_left_out(string line) =>
        Assert.Equal(Expected, Load("c.txt", $"{line}\n\n{Two}"));

    [Fact]
    public void An_intent_behind_every_sentence_is_left_out()
    {
        var corpus = Corpus.Load(_folder.Write(
            "train.txt", "fly O\nrome B-to\natis_flight#atis_airfare\n\nplay O\nAddToPlaylist\n"));

        Assert.Equal(["fly/O rome/B-to", "play/O"], Sentences(corpus));
        Assert.Contains("intent", Assert.Single(corpus.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void One_sentence_without_an_intent_makes_the_others_words_without_a_label() =>
        Assert.Equal(3, Refused("a O\nb O\nintent\n\nc O\nd O\n").Line);

    [Fact]
    public void Rows_of_different_lengths_are_refused_and_read_when_columns_are_named()
    {
        const string Text = "anna B-PER\nleft VBD O\n\nben NN B-PER\nran VBD O\n";

        var exception = Refused(Text);

        Assert.Equal((1L, "3 columns", "2"), (exception.Line, exception.Expected, exception.Found));
        Assert.Contains("--columns 1,-1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["anna/B-PER left/O", "ben/B-PER ran/O"],
            Sentences(Corpus.Load(
                _folder.Write("c.txt", Text), new CorpusLoadOptions { WordColumn = 1, LabelColumn = -1 })));
    }

    [Theory]
    [InlineData("B-PER\tanna\nO\tleft\n\nO\tran\n", "--columns 2,1")]
    [InlineData("anna B-PER NNP\nleft O VBD\n", "--columns 1,2")]
    [InlineData("anna NNP x\nleft VBD y\n", "--columns WORD,LABEL")]
    [InlineData("1 anna NNP B-PER _\n2 left VBD O _\n", "--columns 2,4")]
    public void A_last_column_without_labels_is_refused_with_advice(string text, string advice)
    {
        var exception = Refused(text);

        Assert.Contains("the last column has no labels", exception.Message, StringComparison.Ordinal);
        Assert.Contains(advice, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B-PER anna\nO left\n", 2, 1, "anna/B-PER left/O")]
    [InlineData("anna B-PER NNP\nleft O VBD\n", 1, -2, "anna/B-PER left/O")]
    [InlineData("anna B-PER NNP\nleft O VBD\n", -3, 3, "anna/NNP left/VBD")]
    [InlineData("1 anna x B-PER\n2 left x O\n", 1, 4, "1/B-PER 2/O")]
    public void Columns_can_be_named(string text, int word, int label, string expected) =>
        Assert.Equal(
            [expected],
            Sentences(Corpus.Load(
                _folder.Write("c.txt", text), new CorpusLoadOptions { WordColumn = word, LabelColumn = label })));

    [Theory]
    [InlineData("1 anna NNP B-PER\n2 left VBD O\n\n1 ben NNP B-PER\n")]
    [InlineData("0\tanna\tNNP\tB-PER\n1\tleft\tVBD\tO\n\n0\tben\tNNP\tB-PER\n")]
    [InlineData("1-2\tannaleft\t_\tO\n1\tanna\tNNP\tB-PER\n2\tleft\tVBD\tO\n2.1\tx\ty\tO\n\n1\tben\tNNP\tB-PER\n")]
    public void Numbers_of_words_are_no_words(string text)
    {
        var corpus = Corpus.Load(_folder.Write("c.conllu", text));

        Assert.Equal(["anna/B-PER left/O", "ben/B-PER"], Sentences(corpus));
        Assert.Contains("second", Assert.Single(corpus.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_may_have_spaces_where_tabs_part_the_columns() =>
        Assert.Equal(["New York/B-x is/O"], Load("c.tsv", "New York\tB-x\nis\tO\n"));

    [Fact]
    public void A_cell_between_tabs_may_be_empty() =>
        Assert.Equal(["New York/B-x is it/O now/O"], Load("c.tsv", "New York\t\tB-x\nis it\tVBZ\tO\nnow\tRB\tO\n"));

    [Fact]
    public void Text_of_another_encoding_needs_its_name()
    {
        var path = _folder.Write("c.txt", (byte[])[.. "ann"u8, 0xE4, .. " B-PER\nO "u8, .. "O\n"u8]);

        var exception = Assert.Throws<CorpusFormatException>(() => Corpus.Load(path));

        Assert.Equal(1, exception.Line);
        Assert.Contains("--encoding", exception.Message, StringComparison.Ordinal);
        foreach (var name in (string[])["latin1", "iso-8859-1", "windows-1252"])
        {
            var options = new CorpusLoadOptions { Encoding = CorpusLoadOptions.FindEncoding(name) };
            Assert.Equal(["annä/B-PER O/O"], Sentences(Corpus.Load(path, options)));
        }
    }

    [Theory]
    [InlineData("utf8", "utf-8")]
    [InlineData("UTF_8", "utf-8")]
    [InlineData("utf-8-sig", "utf-8")]
    [InlineData("utf16", "utf-16")]
    [InlineData("utf-16-be", "utf-16BE")]
    [InlineData("latin-1", "iso-8859-1")]
    [InlineData("Latin_1", "iso-8859-1")]
    [InlineData("iso8859-15", "iso-8859-15")]
    [InlineData("cp1252", "windows-1252")]
    [InlineData("ANSI", "windows-1252")]
    [InlineData("8859-1-2", null)]
    [InlineData("shift_jis", "shift_jis")]
    [InlineData("euc_jp", "euc-jp")]
    [InlineData("utf-7", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    public void Encodings_are_found_by_their_names_in_net_and_in_python(string name, string? expected) =>
        Assert.Equal(expected, CorpusLoadOptions.FindEncoding(name)?.WebName);

    [Theory]
    [InlineData(',', "\",\"")]
    [InlineData(';', "\";\"")]
    [InlineData('|', "\"|\"")]
    [InlineData('\u00A0', "U+00A0")]
    [InlineData('\u3000', "U+3000")]
    public void Columns_with_another_delimiter_are_told(char delimiter, string expected)
    {
        var exception = Refused($"anna{delimiter}B-PER\nvisits{delimiter}O\n");

        Assert.Contains($"{expected} seems to divide the columns", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, exception.Line);
    }

    [Theory]
    [InlineData("anna B-PER\rvisits O\r\rrome B-LOC\r", 1)]
    [InlineData("anna B-PER\nvisits O\rrome B-LOC\n", 2)]
    public void Carriage_returns_that_end_lines_by_themselves_are_refused(string text, int line)
    {
        var exception = Refused(text);

        Assert.Contains("carriage return", exception.Message, StringComparison.Ordinal);
        Assert.Equal(line, exception.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("-DOCSTART- O\n")]
    public void A_corpus_without_a_sentence_is_remarked(string text) =>
        Assert.Equal(["there is no sentence in it"], Corpus.Load(_folder.Write("c.txt", text)).Remarks);

    [Fact]
    public void A_set_without_a_sentence_is_remarked()
    {
        _folder.Write("train.txt", Two);
        _folder.Write("test.txt", "\n");

        Assert.Equal(["there is no sentence in the test set"], Corpus.Load(_folder.Path).Remarks);
    }

    [Fact]
    public void A_compressed_file_that_broke_off_is_refused()
    {
        var random = new Random(7);
        var text = string.Concat(Enumerable.Range(0, 500).Select(_ => $"w{random.Next()} O\n\n"));
        var whole = Compress(text);
        byte[] twoMembers = [.. whole, .. Compress(Two)];

        Assert.Equal(500, Corpus.Load(_folder.Write("c.gz", whole)).GetSentences(CorpusSet.Test).Count);
        Assert.Equal(502, Corpus.Load(_folder.Write("c.gz", twoMembers)).GetSentences(CorpusSet.Test).Count);
        foreach (var length in (int[])[whole.Length / 2, whole.Length - 200, whole.Length - 8, whole.Length - 1])
        {
            var path = _folder.Write("c.gz", whole.AsSpan(0, length));

            Assert.Contains(
                "cut short",
                Assert.Throws<CorpusFormatException>(() => Corpus.Load(path)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Utf16_is_known_by_its_byte_order_mark() =>
        Assert.Equal(
            ["annä/B-PER"],
            Sentences(Corpus.Load(_folder.Write(
                "c.txt",
                (byte[])[0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("annä B-PER\r\n")]))));

    [Theory]
    [InlineData("<!DOCTYPE html><html>", "a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "git lfs pull")]
    [InlineData("[{\"tokens\": [\"a\"], \"tags\": [\"O\"]}]", "this is JSON")]
    [InlineData("PK\u0003\u0004\u0000\u0000", "a zip archive")]
    [InlineData("\u0010\u0000\u0000\u0000\u0000\u0000\u0000\u0000{\"a\":1}         ", "a safetensors file")]
    [InlineData("a\u0000b\u0001", "binary data")]
    public void A_file_of_another_kind_is_refused_by_what_it_is(string text, string expected) =>
        Assert.Contains(expected, Refused(text).Message, StringComparison.Ordinal);

    [Fact]
    public void A_stream_is_read_as_a_file_is()
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Two));

        var corpus = Corpus.Load(stream, name: "standard input");

        Assert.Equal(Expected, Sentences(corpus));
        Assert.Equal(("standard input", null), (corpus.Name, corpus.Path));
    }

    [Fact]
    public void Columns_are_counted_from_one() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Corpus.Load(_folder.Write("c.txt", Two), new CorpusLoadOptions { WordColumn = 0 }));

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(
            compressed, System.IO.Compression.CompressionLevel.Optimal))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static IEnumerable<string> Sentences(Corpus corpus) =>
        corpus.GetSentences(CorpusSet.Test).Select(each => $"{each}");

    private IEnumerable<string> Load(string name, string text) =>
        Sentences(Corpus.Load(_folder.Write(name, text)));

    private CorpusFormatException Refused(string text) =>
        Assert.Throws<CorpusFormatException>(() => Corpus.Load(_folder.Write("refused.txt", text)));
}
