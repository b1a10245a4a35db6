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
        var (next, sentences) = (0L, 0L);
        foreach (var block in folder.FindBlocks(_end.Blocks))
        {
            // However many blocks the file says that there are: those without a record are not looked at one by one.
            AddIncomplete(next, block, "it is not done");
            previous = block > next ? null : previous;
            var record = folder.FindRecord(block);
            shards.Add(record);
            sentences += record?.Sentences ?? 0;
            if ((record is null ? "it is not done" : folder.FindProblem(record)) is { } found)
            {
                AddIncomplete(block, block + 1, found);
            }

            RequireAdjacent(previous, record);
            (previous, next) = (record, block + 1);
        }

        AddIncomplete(next, _end.Blocks, "it is not done");
        previous = next < _end.Blocks ? null : previous;
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

        if (sentences != _end.Sentences)
        {
            throw new CommandFailedException(FormatProblem.Describe(
                "the records of the blocks do not have the sentences of the input",
                folder.EndPath,
                null,
                $"{_end.Sentences}",
                $"{sentences}"));
        }

        void AddIncomplete(long start, long end, string found)
        {
            problem = count == 0 && start < end ? found : problem;
            count += end - start;
            for (var block = start; block < end && incomplete.Count < MostNames; block++)
            {
                incomplete.Add(block);
            }

            shards.AddIncomplete(start, end);
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
