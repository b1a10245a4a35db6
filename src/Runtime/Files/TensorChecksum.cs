using System.Security.Cryptography;

namespace FastElman.Files;

/// <summary>
/// The checksum of the data of a model file, which is there to find damage: a broken disk, a transfer that went wrong.
/// It is no protection against an attacker, who would change it with the data.
/// </summary>
internal sealed class TensorChecksum : IDisposable
{
    private readonly IncrementalHash? _sha256;
    private uint _crc = Crc32C.Start;

    /// <param name="version">
    /// The version of the file. Only <see cref="FormatVersion.Sha256"/> loads the cryptographic library.
    /// </param>
    public TensorChecksum(FormatVersion version)
    {
        if (version == FormatVersion.Sha256)
        {
            _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
    }

    /// <summary>The name of a version's checksum, for messages.</summary>
    public static string NameOf(FormatVersion version) => version == FormatVersion.Sha256 ? "SHA-256" : "CRC-32C";

    /// <summary>
    /// The checksum of the bytes of all tensors in the order in which they are written, in lower-case hexadecimal.
    /// </summary>
    public static string Of(
        ElmanParameters parameters,
        FormatVersion version,
        SubwordPrecision subwordPrecision = SubwordPrecision.Float32)
    {
        using var checksum = new TensorChecksum(version);
        TensorData.Visit(parameters, subwordPrecision, checksum.Append);
        return checksum.Finish();
    }

    /// <summary>Adds the next bytes of the data.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_sha256 is null)
        {
            _crc = Crc32C.Append(_crc, bytes);
        }
        else
        {
            _sha256.AppendData(bytes);
        }
    }

    /// <summary>The checksum of all bytes added, in lower-case hexadecimal.</summary>
    public string Finish() =>
        _sha256 is null ? Crc32C.ToText(_crc) : Convert.ToHexStringLower(_sha256.GetHashAndReset());

    public void Dispose() => _sha256?.Dispose();
}
