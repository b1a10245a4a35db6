namespace FastElman.Files;

/// <summary>Versions of the form of a model file. They differ in the checksum alone.</summary>
internal enum FormatVersion
{
    /// <summary>
    /// The first: SHA-256. Computing it loads the cryptographic library of the operating system, which takes longer
    /// than everything else that a process does before its first answer.
    /// </summary>
    Sha256 = 1,

    /// <summary>The one that is written: CRC-32C, for which a processor has an instruction.</summary>
    Crc32C = 2,
}
