namespace FastElman.Cli.Shards;

/// <summary>The input of a shard is another than that of those before.</summary>
internal sealed class OtherInputException(string message) : Exception(message);
