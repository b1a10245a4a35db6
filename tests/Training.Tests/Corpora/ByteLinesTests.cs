using CsCheck;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Corpora;

public sealed class ByteLinesTests
{
    [Fact]
    public void Lines_are_those_of_the_whole_however_the_bytes_arrive() =>
        Gen.Select(Gen.Char["ab\n\r"].Array[0, 60], Gen.Int[1, 7]).Sample((characters, chunk) =>
        {
            var text = new string(characters);
            var expected = text.Split('\n').ToList();
            if (expected[^1].Length == 0)
            {
                expected.RemoveAt(expected.Count - 1);
            }

            Assert.Equal(expected, Read(text.Select(character => (byte)character), chunk, "\n"u8.ToArray()));
        });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_wide_delimiter_is_found_where_characters_begin(int width) =>
        Gen.Select(Gen.Int[0, 3].Array[0, 40], Gen.Int[1, 7]).Sample((codes, chunk) =>
        {
            // 0x0A00 and 0x000A: half a character of one, and half of its neighbour, look like a line feed.
            int[] characters = [.. codes.Select(code => new[] { 'a', 0x0A00, '\n', 0x0A0A }[code])];
            var lines = new List<string> { "" };
            foreach (var character in characters)
            {
                if (character == '\n')
                {
                    lines.Add("");
                }
                else
                {
                    lines[^1] += string.Concat(BytesOf(character, width).Select(each => (char)each));
                }
            }

            if (lines[^1].Length == 0)
            {
                lines.RemoveAt(lines.Count - 1);
            }

            Assert.Equal(
                lines, Read(characters.SelectMany(each => BytesOf(each, width)), chunk, BytesOf('\n', width)));
        });

    [Fact]
    public void A_line_is_given_before_the_next_bytes_have_to_be_there()
    {
        var lines = new ByteLines(new ChunkStream("one\ntwo\n"u8.ToArray(), 4));

        Assert.True(lines.TryReadLine(out var line));
        Assert.Equal("one"u8.ToArray(), line.ToArray());
        Assert.Equal(1, lines.Number);
    }

    [Fact]
    public void A_line_beyond_the_limit_is_refused()
    {
        var bytes = new byte[1 << 18];
        bytes.AsSpan().Fill((byte)'a');
        bytes[5] = (byte)'\n';
        var lines = new ByteLines(new MemoryStream(bytes), longest: 1 << 17);

        Assert.True(lines.TryReadLine(out _));
        Assert.Equal(2, Assert.Throws<CorpusFormatException>(() => lines.TryReadLine(out _)).Line);
    }

    [Fact]
    public void Bytes_that_were_peeked_at_stay_until_they_are_skipped()
    {
        var lines = new ByteLines(new ChunkStream("abcd\n"u8.ToArray(), 2));

        Assert.Equal("abc"u8.ToArray(), lines.Peek(3).ToArray());
        lines.Skip(1);
        Assert.True(lines.TryReadLine(out var line));
        Assert.Equal("bcd"u8.ToArray(), line.ToArray());
        Assert.Empty(lines.Peek(3).ToArray());
    }

    private static byte[] BytesOf(int character, int width) => BitConverter.GetBytes(character)[..width];

    private static List<string> Read(IEnumerable<byte> bytes, int chunk, byte[] delimiter)
    {
        var lines = new ByteLines(new ChunkStream([.. bytes], chunk));
        var found = new List<string>();
        while (lines.TryReadUntil(delimiter, out var line))
        {
            found.Add(string.Concat(line.ToArray().Select(each => (char)each)));
        }

        Assert.Equal(found.Count, lines.Number);
        return found;
    }

    /// <summary>Gives a few bytes at a time, as a pipe does.</summary>
    private sealed class ChunkStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, chunk));
    }
}
