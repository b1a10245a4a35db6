namespace FastElman.Cli.Shards;

/// <summary>What a command line says of shards.</summary>
/// <param name="Shard">The shard that is to be done.</param>
/// <param name="Folder">The folder of all shards.</param>
/// <param name="BlockSize">Sentences in a block.</param>
internal sealed record ShardChoice(Shard Shard, string Folder, int BlockSize)
{
    /// <summary>
    /// Sentences in a block where nothing is said: about a second of work, which is what a killed process loses.
    /// </summary>
    public const int UsualBlockSize = 10_000;
}
