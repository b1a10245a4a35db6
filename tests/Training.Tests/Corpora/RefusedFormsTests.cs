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
    public void A_line_of_CNTK_needs_both_comments(string text, string problem)
    {
        var options = new CorpusLoadOptions { Format = CorpusFormat.Cntk };

        var exception = Assert.Throws<CorpusFormatException>(() => Load(Encoding.UTF8.GetBytes(text), options));

        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, exception.Line);
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
        Assert.Null(options.Encoding);
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
