using System.Text;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Corpora;

public sealed class SentenceBlocksTests
{
    private const string Columns =
        "\n-DOCSTART- x\n# c\na\tO\nb O\r\n \t\nc d e\n\n# d e f\n\n# g h\n\n#\n\nf\n\r\r\n\ng\n  -DOCSTART-\nh";

    public static TheoryData<string> Encodings =>
        ["utf-8", "utf-16", "utf-16BE", "utf-32", "latin1", "ibm037", "shift_jis", "iso-2022-kr"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_block_is_counted_alike_read_or_skipped(string name)
    {
        var encoding = CorpusLoadOptions.FindEncoding(name)!;
        var lineFeed = name == "ibm037" ? "\n"u8.ToArray() : encoding.GetBytes("\n");
        byte[] bytes = [.. Columns.Split('\n').SelectMany(line => (byte[])[.. encoding.GetBytes(line), .. lineFeed])];
        for (var size = 1; size <= 8; size++)
        {
            var all = Places(bytes, encoding, size, _ => true);

            Assert.Equal(all, Places(bytes, encoding, size, _ => false));
            Assert.Equal(all, Places(bytes, encoding, size, block => block % 2 == 1));
        }
    }

    [Fact]
    public void What_stands_before_a_block_is_what_its_reader_needs()
    {
        var places = Places(Encoding.UTF8.GetBytes(Columns), null, 1, _ => false);

        // Lines that begin with # alone do not change the columns of the sentence before them.
        Assert.Equal(
            [
                new TextPlace(2, HasSentence: false, 1), new TextPlace(6, true, 2), new TextPlace(8, true, 3),
                new TextPlace(10, true, 3), new TextPlace(12, true, 3), new TextPlace(14, true, 3),
                new TextPlace(17, true, 1), new TextPlace(19, true, 1),
            ],
            places.Select(place => place.Place));
    }

    [Fact]
    public void Comments_alone_are_no_sentence_where_they_have_other_columns() =>
        Assert.Equal(
            [false, false, true],
            Places("# a\n\n#\n\nb\n"u8.ToArray(), null, 1, _ => false).Select(place => place.Place.HasSentence));

    [Fact]
    public void Every_line_is_a_sentence_where_the_form_says_so()
    {
        var blocks = new SentenceBlocks(
            new MemoryStream("a\n\n b\n#\n"u8.ToArray()), "file", encoding: null, hasSentenceALine: true, size: 3);

        Assert.True(blocks.TryBegin());
        Assert.Equal(["a", "", " b"], blocks.Read());
        Assert.True(blocks.TryBegin());
        Assert.Equal(["#"], blocks.Read());
        Assert.Equal(new TextPlace(3, HasSentence: true, 1), blocks.Place);
        Assert.Equal(1, blocks.SentenceCount);
        Assert.False(blocks.TryBegin());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_only_where_they_are_read()
    {
        byte[] bytes = [.. "a\n\n"u8, 0xFF, .. "\n\nc\n"u8];
        Assert.Equal(3, Places(bytes, null, 1, block => block != 1).Count);

        var problem = Assert.Throws<CorpusFormatException>(() => Places(bytes, null, 1, block => block == 1));
        Assert.Equal((3L, "file"), (problem.Line, problem.File));
    }

    [Fact]
    public void The_hash_is_of_everything_up_to_the_end_of_the_block()
    {
        var one = Places("a\n\nb\n\nc\n"u8.ToArray(), null, 1, _ => true);
        var other = Places("a\n\nx\n\nc\n"u8.ToArray(), null, 1, _ => false);

        Assert.Equal([true, false, false], one.Zip(other, (first, second) => first.Hash == second.Hash));
    }

    [Fact]
    public void A_line_without_end_takes_no_more_memory_than_a_line_may_have()
    {
        var blocks = new SentenceBlocks(
            new MemoryStream(new byte[SentenceBlocks.LongestLine + 1]), "file", null, hasSentenceALine: true, size: 1);

        Assert.Contains(
            "file: line 1: a line is too long",
            Assert.Throws<CorpusFormatException>(() => blocks.TryBegin()).Message,
            StringComparison.Ordinal);
    }

    private static List<(TextPlace Place, int Sentences, UInt128 Hash)> Places(
        byte[] bytes, Encoding? encoding, int size, Func<int, bool> isRead)
    {
        var blocks = new SentenceBlocks(
            new MemoryStream(bytes), "file", encoding, hasSentenceALine: false, size);
        var places = new List<(TextPlace, int, UInt128)>();
        while (blocks.TryBegin())
        {
            if (isRead(places.Count))
            {
                Assert.NotEmpty(blocks.Read().ToArray());
            }
            else
            {
                blocks.Skip();
            }

            places.Add((blocks.Place, blocks.SentenceCount, blocks.Hash));
        }

        return places;
    }
}
