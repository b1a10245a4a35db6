using System.CommandLine;
using FastElman.Cli.Outputs;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Shards;

/// <summary>The options of a command that does its work in shards.</summary>
internal sealed class ShardOptions
{
    private const int LargestBlock = 10_000_000;

    private readonly Option<string?> _shard = new("--shard")
    {
        HelpName = "I/N",
        Description = "Does one of N shards of the work, counted from 0: 0/4 to 3/4. What a run before has finished "
            + "is kept. See merge.",
    };

    private readonly Option<string?> _folder = new("--out")
    {
        HelpName = "DIR",
        Description = "The folder that all shards write to; with --shard.",
    };

    private readonly Option<int?> _blockSize = new Option<int?>("--block")
    {
        HelpName = "N",
        Description = "Sentences that are written to one file, with --shard. [default: 10000]",
    }.ReadsNumber();

    public void AddTo(Command command)
    {
        command.Add(_shard);
        command.Add(_folder);
        command.Add(_blockSize);
    }

    /// <summary>The shard and its folder; null where the work is not done in shards.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="others">Options that cannot go with shards, and why, where they are given; else null.</param>
    /// <exception cref="UsageException">One is given without the other, or a value is out of range.</exception>
    public ShardChoice? Find(ParseResult parsed, params (string Name, string Reason)?[] others)
    {
        var (shard, folder, size) =
            (parsed.GetValue(_shard), parsed.GetValue(_folder), parsed.GetValue(_blockSize));
        if (shard is null)
        {
            return folder is null && size is null
                ? null
                : throw new UsageException(
                    $"{(folder is null ? _blockSize.Name : _folder.Name)} goes with --shard I/N: 0/1 is all in one");
        }

        var choice = Shard.Parse(_shard.Name, shard);
        if (others.FirstOrDefault(other => other is not null) is var (name, reason))
        {
            throw new UsageException($"{name} cannot go with --shard: {reason}");
        }

        if (folder is null)
        {
            throw new UsageException("--shard needs --out DIR, the folder of all shards");
        }

        return size is null or (>= 1 and <= LargestBlock)
            ? new ShardChoice(choice, folder, size ?? ShardChoice.UsualBlockSize)
            : throw new UsageException($"{_blockSize.Name} {size}: 1 to {LargestBlock}");
    }

    /// <summary>Names the folder as what a command writes.</summary>
    public void AddTo(CommandFiles files, ShardChoice? choice)
    {
        if (choice is { Folder: var folder })
        {
            var names = ShardFileNames.FilesIn(folder);
            files.WritesFolder(_folder.Name, folder, names, () => ShardFolder.RequireWritable(folder, names));
        }
    }
}
