using System.Globalization;
using FastElman.Cli.Terminal;
using FastElman.Training;
using FastElman.Validation;

namespace FastElman.Cli.Shards;

/// <summary>Puts together what shards have written, once all of it is there and whole.</summary>
/// <param name="folder">The folder.</param>
/// <param name="path">Its path as it was given, for messages.</param>
internal sealed class ShardMerge(ShardFolder folder, string path)
{
    /// <summary>Blocks that a message names.</summary>
    private const int MostNames = 10;

    private readonly InputEnd _end = folder.FindEnd() ?? throw new CommandFailedException(
        $"{path}: no shard has read the input to its end yet, so the number of blocks is not known");

    /// <summary>Looks at every block.</summary>
    /// <exception cref="CommandFailedException">Parts are missing or torn, or are those of several inputs.</exception>
    public void Check()
    {
        var incomplete = new List<long>();
        var problem = string.Empty;
        var count = 0L;
        var shards = new ShardCensus();
        BlockRecord? previous = null;
        var left = folder.CountRecords(_end.Blocks);
        for (var block = 0L; block < _end.Blocks; block++)
        {
            if (left == 0 && incomplete.Count == MostNames)
            {
                // None of the rest is done, of however many the file says that there are.
                count += _end.Blocks - block;
                shards.AddIncomplete(block, _end.Blocks);
                break;
            }

            left -= folder.HasRecord(block) ? 1 : 0;
            var record = folder.FindRecord(block);
            shards.Add(record);
            var found = record is null ? "it is not done" : folder.FindProblem(record);
            if (found is not null)
            {
                count++;
                problem = problem.Length == 0 ? found : problem;
                if (incomplete.Count < MostNames)
                {
                    incomplete.Add(block);
                }

                shards.AddIncomplete(block, block + 1);
            }

            RequireAdjacent(previous, record);
            previous = record;
        }

        if (previous is not null && previous.InputAfter != _end.Input)
        {
            throw OtherInputs(previous.Block);
        }

        if (count > 0)
        {
            var names = incomplete.Select(block => block.ToString(CultureInfo.InvariantCulture));
            throw new CommandFailedException(
                $"{path}: {count} of {_end.Blocks} blocks {(count == 1 ? "is" : "are")} missing or torn: "
                    + $"{string.Join(", ", names)}{(count > incomplete.Count ? ", ..." : string.Empty)} (of the first, "
                    + $"{folder.PartOf(incomplete[0])}: {problem}){shards}");
        }
    }

    /// <summary>Writes the parts one after another.</summary>
    /// <exception cref="CommandFailedException">A part has changed since <see cref="Check"/>.</exception>
    public void Copy(Stream output)
    {
        for (var block = 0L; block < _end.Blocks; block++)
        {
            Require(block, output);
        }
    }

    /// <summary>Adds up the counts of all parts.</summary>
    /// <exception cref="CommandFailedException">A part has changed since <see cref="Check"/>.</exception>
    public ConllResult AddUp()
    {
        var sum = ConllResult.Of(0, 0, []);
        for (var block = 0L; block < _end.Blocks; block++)
        {
            Require(block, output: null);
            var counts = ShardJson.Read(folder.PartOf(block), ShardJson.Default.BlockCounts).ToResult();
            sum = ConllResult.Of(
                checked(sum.TokenCount + counts.TokenCount),
                checked(sum.CorrectTokenCount + counts.CorrectTokenCount),
                sum.Slots.Concat(counts.Slots));
        }

        return sum;
    }

    private void Require(long block, Stream? output)
    {
        var problem = folder.FindRecord(block) is { } record ? folder.FindProblem(record, output) : "it is not done";
        if (problem is not null)
        {
            throw new CommandFailedException($"{folder.PartOf(block)} has changed meanwhile: {problem}");
        }
    }

    /// <summary>A block begins where the one before it ends, if all shards have read the same input.</summary>
    private void RequireAdjacent(BlockRecord? previous, BlockRecord? record)
    {
        if (previous is not null && record is not null && previous.InputAfter != record.InputBefore)
        {
            throw OtherInputs(record.Block);
        }
    }

    private CommandFailedException OtherInputs(long block) => new(MessageText.Sanitize(
        $"{path}: the shards have read different inputs: {folder.PartOf(block)} is of another than the blocks beside "
            + "it"));
}
