using System.Globalization;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Shards;

/// <summary>
/// A part of the work: every <paramref name="Count"/>-th block of the input, from block <paramref name="Index"/> on.
/// </summary>
/// <param name="Index">
/// 0 to <paramref name="Count"/> − 1, as Slurm's arrays and Kubernetes' indexed jobs count.
/// </param>
/// <param name="Count">Shards of the whole work, at least 1.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>The shard of a text such as <c>0/4</c>.</summary>
    /// <param name="option">The option for messages.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">It names no shard.</exception>
    public static Shard Parse(string option, string text)
    {
        if (text.Split('/') is not [var first, var second]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count == 0)
        {
            throw new UsageException($"{option} {text}: a shard is its number, a slash and how many there are: 0/4");
        }

        return index < count
            ? new Shard(index, count)
            : throw new UsageException(
                $"{option} {text}: shards count from 0: those of {count} are 0/{count} to {count - 1}/{count}");
    }

    /// <summary>The shard of a block, where there are so many shards.</summary>
    public static Shard Of(long block, int count) => new((int)(block % count), count);

    /// <summary>Whether a block belongs to the shard.</summary>
    public bool Owns(long block) => Of(block, Count) == this;

    /// <summary>Such as 0/4.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
