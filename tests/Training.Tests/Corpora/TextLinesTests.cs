using System.Text;
using CsCheck;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Corpora;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\nb", "a", "b")]
    [InlineData("a\r\n\r\nb\r\n", "a", "", "b")]
    [InlineData("\uFEFFa\n\uFEFFb", "a", "\uFEFFb")]
    [InlineData("a\rb\u2028c\u0085d\n", "a\rb\u2028c\u0085d")]
    public void Lines_end_with_lf_or_cr_lf(string text, params string[] lines) =>
        Assert.Equal(lines, Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Invalid_utf8_is_an_error_of_its_line()
    {
        var exception = Assert.Throws<CorpusFormatException>(() => Read([.. "one\ntwo\nth"u8, 0xFF, .. "ree\n"u8]));

        Assert.Equal(3, exception.Line);
        Assert.Equal("text", exception.File);
    }

    [Fact]
    public void A_line_may_be_longer_than_what_is_read_at_once()
    {
        var words = new string('é', 1_000_000);

        Assert.Equal([words, "x"], Read(Encoding.UTF8.GetBytes(words + "\nx")));
    }

    [Fact]
    public void Lines_are_given_before_the_stream_ends()
    {
        using var stream = new MemoryStream([.. "a\n"u8, .. new byte[1 << 20]]);

        Assert.Equal("a", TextLines.Read(stream, "text").First());
        Assert.True(stream.Position < stream.Length);
    }

    [Fact]
    public void Lines_put_together_are_the_text() =>
        Gen.String[Gen.Char["ab\n é€"], 0, 100].Sample(text =>
            Assert.Equal(
                text, string.Concat(Read(Encoding.UTF8.GetBytes(text + "\n")).Select(line => line + "\n"))[..^1]));

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    [InlineData("utf-32BE")]
    public void A_byte_order_mark_tells_the_encoding_whatever_is_said(string name)
    {
        var marked = Encoding.GetEncoding(name);
        byte[] bytes = [.. marked.Preamble, .. marked.GetBytes("ähre\r\n\u0A00\u0A0A\n\nrom")];

        Assert.Equal(["ähre", "\u0A00\u0A0A", "", "rom"], Read(bytes));
        Assert.Equal(Read(bytes), TextLines.Read(new MemoryStream(bytes), "text", Encoding.Latin1));
        Assert.Equal(Read(bytes), TextLines.Read(new MemoryStream(bytes), "text", Encoding.Unicode));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("shift_jis")]
    [InlineData("gb18030")]
    [InlineData("big5")]
    [InlineData("windows-1252")]
    public void Text_of_a_named_encoding_is_read(string name)
    {
        var encoding = CorpusLoadOptions.FindEncoding(name)!;
        const string Text = "rome\nlima\r\n\ntokyo";

        Assert.Equal(
            ["rome", "lima", "", "tokyo"],
            TextLines.Read(new MemoryStream(encoding.GetBytes(Text)), "text", encoding));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Half_a_surrogate_pair_is_an_error_of_its_line(string name)
    {
        var marked = Encoding.GetEncoding(name);
        byte[] half = name == "utf-16" ? [0x00, 0xD8] : [0xD8, 0x00];
        byte[] bytes = [.. marked.Preamble, .. marked.GetBytes("a\nb\n"), .. half, .. marked.GetBytes("c\n")];

        Assert.Equal(3, Assert.Throws<CorpusFormatException>(() => Read(bytes)).Line);
    }

    private static string[] Read(byte[] bytes) => [.. TextLines.Read(new MemoryStream(bytes), "text")];
}
