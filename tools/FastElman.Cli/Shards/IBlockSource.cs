namespace FastElman.Cli.Shards;

/// <summary>An input in blocks, and what is written for each.</summary>
internal interface IBlockSource
{
    /// <summary>The hash of the input up to the end of the last block.</summary>
    UInt128 Hash { get; }

    /// <summary>Sentences of the last block.</summary>
    int SentenceCount { get; }

    /// <summary>Begins the next block; false at the end of the input.</summary>
    bool TryBegin();

    /// <summary>Passes the block that has begun.</summary>
    void Skip();

    /// <summary>Reads the block that has begun, and writes its part.</summary>
    void Write(Stream output);
}
