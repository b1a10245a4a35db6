namespace FastElman.Cli.Shards;

/// <summary>What is recorded of a block once its part is written.</summary>
/// <param name="Block">Its number, from 0 on.</param>
/// <param name="Shard">The shard that wrote it, as <see cref="Shards.Shard"/> shows itself.</param>
/// <param name="Sentences">Sentences in it.</param>
/// <param name="InputBefore">The hash of the input up to the beginning of the block.</param>
/// <param name="InputAfter">The hash of the input up to its end.</param>
/// <param name="Length">Bytes of the part.</param>
/// <param name="Hash">The hash of the part.</param>
/// <remarks>Hashes are XxHash128, as 32 hexadecimal digits.</remarks>
internal sealed record BlockRecord(
    long Block, string Shard, int Sentences, string InputBefore, string InputAfter, long Length, string Hash);
