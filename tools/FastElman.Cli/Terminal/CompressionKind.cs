namespace FastElman.Cli.Terminal;

/// <summary>How the bytes of an input are compressed.</summary>
internal enum CompressionKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip (RFC 1952): one member or several.</summary>
    Gzip,

    /// <summary>Zstandard (RFC 8878): one frame or several, and skippable frames between them.</summary>
    Zstandard,
}
