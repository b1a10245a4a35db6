using System.Text;
using FastElman.Files;

namespace FastElman.Tests.Files;

public sealed class Crc32CTests
{
    /// <summary>
    /// The check value of the catalogue of CRC algorithms, and the examples of RFC 3720, appendix B.4.
    /// </summary>
    [Fact]
    public void The_published_examples_come_out()
    {
        Assert.Equal("e3069283", TextOf(Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal("8a9136aa", TextOf(new byte[32]));
        Assert.Equal("62a8ab43", TextOf([.. Enumerable.Repeat((byte)0xff, 32)]));
        Assert.Equal("46dd794e", TextOf([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Fact]
    public void Every_length_gives_what_the_definition_gives()
    {
        var bytes = new byte[(7 * Crc32C.PartLength) + 40];
        new Random(1).NextBytes(bytes);
        const int Block = 3 * Crc32C.PartLength;
        foreach (var length in (int[])[
            .. Enumerable.Range(0, 70), Crc32C.PartLength, Block - 1, Block, Block + 1, Block + 9, (2 * Block) - 8,
            2 * Block, (2 * Block) + 17])
        {
            // Odd starts are not aligned.
            for (var start = 0; start < 3; start++)
            {
                var part = bytes.AsSpan(start, length);
                Assert.Equal(Plain(Crc32C.Start, part), Crc32C.Append(Crc32C.Start, part));
            }
        }
    }

    [Fact]
    public void Data_may_come_in_pieces_of_any_length()
    {
        var random = new Random(2);
        var bytes = new byte[50_000];
        random.NextBytes(bytes);
        for (var round = 0; round < 20; round++)
        {
            var register = Crc32C.Start;
            for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
            {
                var length = Math.Min(random.Next(1, 30_000), rest.Length);
                register = Crc32C.Append(register, rest[..length]);
                rest = rest[length..];
            }

            Assert.Equal(Crc32C.Append(Crc32C.Start, bytes), register);
        }
    }

    private static string TextOf(byte[] bytes) => Crc32C.ToText(Crc32C.Append(Crc32C.Start, bytes));

    /// <summary>Bit by bit.</summary>
    private static uint Plain(uint register, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            register ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                register = (register >> 1) ^ ((register & 1) == 0 ? 0 : 0x82F63B78);
            }
        }

        return register;
    }
}
