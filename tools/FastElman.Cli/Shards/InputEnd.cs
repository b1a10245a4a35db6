namespace FastElman.Cli.Shards;

/// <summary>What is recorded by the first shard that has read the input to its end.</summary>
/// <param name="Blocks">Blocks of the input.</param>
/// <param name="Sentences">Sentences of the input.</param>
/// <param name="Input">The hash of the input up to the end of the last block.</param>
internal sealed record InputEnd(long Blocks, long Sentences, string Input);
