using System.IO.Compression;
using System.Text;
using FastElman.Fixtures;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Corpora;

/// <summary>Forms of a corpus that are refused, and rare ones that are read.</summary>
public sealed class RefusedFormsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("19 |S0 1:1 |# show\n", "line of a word and its label")]
    [InlineData("19 |S0 1:1 |# show |S2 2:1\n", "line of a word and its label")]
    [InlineData("19 |S0 1:1 |# show |S2 2:1 O\n", "line of a word and its label")]
    [InlineData("19 |S2 2:1 |# O\n", "line of a word and its label")]
    [InlineData("19 |S0 1:1 |S2 2:1 |# O\n", "line of a word and its label")]
    public void A_line_of_CNTK_needs_both_comments(string text, string problem)
    {
        var options = new CorpusLoadOptions { Format = CorpusFormat.Cntk };

        var exception = Assert.Throws<CorpusFormatException>(() => Load(Encoding.UTF8.GetBytes(text), options));

        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, exception.Line);
    }

    [Theory]
    [InlineData("anna###B-PER\nvisits###O\n", "\"###\"")]
    [InlineData("anna/B-PER\nvisits/O\n", "\"/\"")]
    public void Longer_and_rarer_delimiters_of_columns_are_told(string text, string expected) => Assert.Contains(
        $"{expected} seems to divide the columns",
        Assert.Throws<CorpusFormatException>(() => Load(Encoding.UTF8.GetBytes(text))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_row_that_does_not_reach_the_column_that_is_named_is_refused()
    {
        var options = new CorpusLoadOptions { WordColumn = 1, LabelColumn = 3 };

        var exception = Assert.Throws<CorpusFormatException>(
            () => Load("anna NNP B-PER\nleft O\n"u8, options));

        Assert.Equal((2L, "3 columns", "2"), (exception.Line, exception.Expected, exception.Found));
        Assert.StartsWith("the row has too few columns", exception.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2 x B-PER\n3 y O\n", "2/B-PER 3/O")]
    [InlineData("1 x B-PER\n3 y O\n", "1/B-PER 3/O")]
    [InlineData("1 x B-PER\n1x y O\n", "1/B-PER 1x/O")]
    [InlineData("1 x B-PER\nx y O\n", "1/B-PER x/O")]
    [InlineData("1.5 x B-PER\n1-2 y O\n", "1.5/B-PER 1-2/O")]
    public void Other_numbers_in_the_first_column_are_words(string text, string expected) =>
        Assert.Equal(expected, $"{Load(Encoding.UTF8.GetBytes(text)).GetSentences(CorpusSet.Test)[0]}");

    [Fact]
    public void An_encoding_that_is_named_is_held_to()
    {
        var options = new CorpusLoadOptions { Encoding = Encoding.UTF8 };

        Assert.Contains(
            "the text is not UTF-8",
            Assert.Throws<CorpusFormatException>(() => Load([(byte)'a', 0xE4, (byte)' ', (byte)'O'], options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_that_is_none_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => Load("oslo B-city\n"u8).GetSentences((CorpusSet)7));

    [Fact]
    public void A_file_of_indices_is_one_by_its_name_whatever_is_in_it()
    {
        Assert.Equal(["there is no sentence in it"], Corpus.Load(_folder.Write("c.ids", "\n")).Remarks);
        Assert.Contains(
            "no tab",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(_folder.Write("c.ids", "oslo B-city\n"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_stream_is_not_a_pair_of_files()
    {
        var options = new CorpusLoadOptions { Format = CorpusFormat.Sequences };
        Assert.Contains(
            "seq.in and seq.out",
            Assert.Throws<CorpusFormatException>(() => Load("to oslo\n"u8, options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_that_cannot_seek_is_read()
    {
        using var stream = new GZipStream(new MemoryStream(Compressed("oslo B-city\n"u8)), CompressionMode.Decompress);

        Assert.Equal(["oslo"], Corpus.Load(stream).GetSentences(CorpusSet.Train)[0].Words);
    }

    [Fact]
    public void Compressed_text_that_inflates_beyond_measure_is_refused() =>
        Assert.Contains(
            "far larger",
            Assert.Throws<CorpusFormatException>(() => Load(Compressed(new byte[65 << 20]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Compressed_text_that_is_damaged_is_refused()
    {
        var bytes = Compressed("oslo B-city\n"u8);
        bytes[10] = 0xFF;
        Assert.Contains(
            "damaged", Assert.Throws<CorpusFormatException>(() => Load(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_of_other_words_is_no_set_of_the_same_corpus()
    {
        File.Copy(PickleFixture.PathOf("python3-protocol4.pkl"), _folder.File("train.pkl"));
        _folder.Write("test.txt", "oslo B-city\n");
        Assert.Contains(
            "not those of the other sets",
            Assert.Throws<CorpusFormatException>(() => Corpus.Load(_folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_a_corpus_are_those_that_it_is_read_from()
    {
        Directory.CreateDirectory(_folder.File("dev"));
        var train = _folder.Write("train.txt", "oslo B-city\n");
        var notes = _folder.Write("notes.txt", "nothing");

        Assert.Equal(
            [_folder.File("dev/seq.in"), _folder.File("dev/seq.out"), train], CorpusFiles.Of(_folder.Path).Order());
        Assert.Equal([notes], CorpusFiles.Of(notes));
        Assert.Equal(
            [_folder.File("seq.in"), _folder.File("seq.out")], CorpusFiles.Of(_folder.File("seq.out")).Order());
        _folder.Write("seq.in", "oslo\n");
        Assert.Equal([_folder.File("seq.in"), _folder.File("seq.out")], CorpusFiles.Of(_folder.Path).Order());
    }

    [Fact]
    public void An_encoding_has_a_name()
    {
        var options = new CorpusLoadOptions { EncodingName = "latin1" };
        Assert.Equal("iso-8859-1", options.EncodingName);
        Assert.Contains("iso-8859-1", options.ToString(), StringComparison.Ordinal);
        options.EncodingName = null;
        Assert.Equal((null, null), (options.Encoding, options.EncodingName));
        Assert.DoesNotContain("iso", options.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => options.EncodingName = "no such encoding");
    }

    private static byte[] Compressed(ReadOnlySpan<byte> text)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            stream.Write(text);
        }

        return compressed.ToArray();
    }

    private static Corpus Load(ReadOnlySpan<byte> bytes, CorpusLoadOptions? options = null) =>
        Corpus.Load(new MemoryStream(bytes.ToArray()), options, "corpus");
}
