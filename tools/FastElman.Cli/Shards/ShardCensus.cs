using System.Globalization;

namespace FastElman.Cli.Shards;

/// <summary>
/// Which shards the incomplete blocks of a folder belong to, where all runs had the same number of them.
/// </summary>
internal sealed class ShardCensus
{
    /// <summary>Shards that a message names.</summary>
    private const int MostNames = 10;

    /// <summary>Blocks that are looked at.</summary>
    private const int MostBlocks = 1 << 16;

    private readonly HashSet<string> _counts = new(StringComparer.Ordinal);
    private readonly List<long> _incomplete = [];

    /// <summary>Counts a block that is done.</summary>
    public void Add(BlockRecord? record)
    {
        if (record is not null && _counts.Count < 2)
        {
            _counts.Add(record.Shard[(record.Shard.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        }
    }

    /// <summary>Counts blocks that are missing or torn.</summary>
    public void AddIncomplete(long start, long end)
    {
        // Blocks of the same shards come again and again.
        for (var block = start; block < end && _incomplete.Count < MostBlocks; block++)
        {
            _incomplete.Add(block);
        }
    }

    /// <summary>The shards in words for the end of a message; empty where they are not known.</summary>
    public override string ToString()
    {
        if (_counts.Count != 1
            || !int.TryParse(_counts.Single(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0)
        {
            return string.Empty;
        }

        string[] names =
        [
            .. _incomplete.Select(block => Shard.Of(block, count)).Distinct().OrderBy(shard => shard.Index).Select(
                shard => shard.ToString()),
        ];
        var shown = string.Join(", ", names.Take(MostNames));
        return $": run shard{(names.Length == 1 ? string.Empty : "s")} {shown}"
            + $"{(names.Length > MostNames ? ", ..." : string.Empty)} again";
    }
}
