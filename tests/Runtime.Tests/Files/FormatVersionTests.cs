using System.Security.Cryptography;
using FastElman.Files;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>What later versions of the format promise of the first one, and how an unknown one is refused.</summary>
public sealed class FormatVersionTests
{
    /// <summary>The hash that the tests had when that version was written.</summary>
    [Fact]
    public void The_file_of_version_1_has_the_bytes_that_were_written_then() =>
        Assert.Equal(
            "ba770e3740ee2bba479ced53878e20078fff96edd6012f1e5ae3fe5a5540c2c0",
            Convert.ToHexStringLower(SHA256.HashData(HandmadeFile.Version1Bytes())));

    /// <summary>Examples of RFC 3720, appendix B.4, and the check value of the catalogue of CRCs.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", "8a9136aa")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "62a8ab43")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "46dd794e")]
    [InlineData("313233343536373839", "e3069283")]
    [InlineData("", "00000000")]
    public void The_checksum_of_version_2_is_that_of_the_standard(string bytes, string expected)
    {
        var data = Convert.FromHexString(bytes);
        Assert.Equal(expected, HandmadeFile.Crc32COf(data));
        for (var first = 0; first <= data.Length; first++)
        {
            var register = Crc32C.Append(Crc32C.Start, data.AsSpan(0, first));
            Assert.Equal(expected, Crc32C.ToText(Crc32C.Append(register, data.AsSpan(first))));
        }
    }

    [Fact]
    public void A_file_of_version_1_is_read()
    {
        var model = ElmanModel.Load(HandmadeFile.Version1Bytes());

        var expected = HandmadeFile.Model();
        Bits.AssertEqual(expected.ExportParameters(), model.ExportParameters());
        Assert.Equal(expected.Fingerprint, model.Fingerprint);
        Assert.Equal(expected.Vocabulary!, model.Vocabulary!);
        Assert.Equal(expected.Labels!, model.Labels!);
        Assert.Equal(expected.Provenance, model.Provenance);
    }

    [Fact]
    public void A_file_of_version_1_is_saved_as_one_of_version_2() =>
        Assert.Equal(
            HandmadeFile.Bytes(HandmadeFile.Model()),
            HandmadeFile.Bytes(ElmanModel.Load(HandmadeFile.Version1Bytes())));

    [Fact]
    public void Every_changed_bit_of_the_data_is_found_in_a_file_of_version_1() =>
        AssertDamageIsFound(HandmadeFile.OfVersion1(), "SHA-256 differs");

    [Fact]
    public void Every_changed_bit_of_the_data_is_found_in_a_file_of_version_2() =>
        AssertDamageIsFound(HandmadeFile.Sound(), "CRC-32C differs");

    [Fact]
    public void Two_tensors_with_the_values_of_each_other_are_found()
    {
        foreach (var file in (HandmadeFile[])[HandmadeFile.OfVersion1(), HandmadeFile.Sound()])
        {
            // bh and h0 have the same length: 3 values, with the two of b between them.
            var bh = file.Data[^32..^20];
            var h0 = file.Data[^12..];
            Assert.NotEqual(bh, h0);
            h0.CopyTo(file.Data, file.Data.Length - 32);
            bh.CopyTo(file.Data, file.Data.Length - 12);
            Refusal.Of(file, "the tensors were changed or damaged");
        }
    }

    [Fact]
    public void The_checksum_of_version_1_is_not_looked_at_where_that_is_asked_for()
    {
        var file = HandmadeFile.OfVersion1();
        file.Data[8] ^= 1;
        Assert.NotNull(file.Load(new ModelLoadOptions { VerifyChecksum = false }));
    }

    [Fact]
    public void Each_version_must_have_its_own_checksum()
    {
        Refusal.Of(
            HandmadeFile.OfVersion1().WithMetadataText("fastelman.version", "2"),
            "the metadata lacks fastelman.crc32c");
        Refusal.Of(
            HandmadeFile.Sound().WithMetadataText("fastelman.version", "1"), "the metadata lacks fastelman.sha256");
        Refusal.Of(
            HandmadeFile.OfVersion1().WithMetadata("fastelman.sha256", null), "the metadata lacks fastelman.sha256");
    }

    [Fact]
    public void A_checksum_of_the_wrong_length_is_no_checksum()
    {
        foreach (var text in (string[])["", "0", new string('0', 64)])
        {
            Refusal.Of(
                HandmadeFile.Sound().WithMetadataText("fastelman.crc32c", text),
                $"(expected {(text.Length > 0 ? text : "a checksum in the metadata")}, found ");
        }
    }

    [Fact]
    public void A_version_that_is_not_known_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write(
            "later.safetensors", HandmadeFile.Sound().WithMetadataText("fastelman.version", "3").ToBytes());

        var exception = Assert.Throws<ModelFormatException>(() => ElmanModel.Load(path));

        Assert.Equal(
            $"{path}: the file is of another version of the format: fastelman.version (expected 1 or 2, found 3)",
            exception.Message);
        Assert.Equal((path, "1 or 2", "3"), (exception.File, exception.Expected, exception.Found));
    }

    private static void AssertDamageIsFound(HandmadeFile file, string problem)
    {
        var options = new ModelLoadOptions { AllowNonFinite = true };
        for (var bit = 0; bit < file.Data.Length * 8; bit++)
        {
            file.Data[bit / 8] ^= (byte)(1 << (bit % 8));
            var exception = Assert.Throws<ModelFormatException>(() => file.Load(options));
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
            file.Data[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(file.Load(options));
    }
}
