using FastElman.Interop.Numpy;

namespace FastElman.Interop.Tests.Numpy;

public sealed class Crc32Tests
{
    [Fact]
    public void The_check_value_of_the_standard_is_met()
    {
        Assert.Equal(0xCBF43926, Crc32.Of(new MemoryStream("123456789"u8.ToArray()), out var length));
        Assert.Equal(9, length);
    }

    [Fact]
    public void Nothing_has_the_checksum_zero() => Assert.Equal(0u, Crc32.Of(Stream.Null, out _));
}
