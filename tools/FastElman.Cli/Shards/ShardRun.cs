using FastElman.Cli.Terminal;
using FastElman.Validation;

namespace FastElman.Cli.Shards;

/// <summary>
/// Does one shard of a work: the blocks that belong to it and are not done yet. It reads the whole input, and so
/// notices where that is another than the one that was read before. Then it removes what it has written.
/// </summary>
/// <param name="folder">The folder of all shards.</param>
/// <param name="shard">The shard.</param>
/// <param name="error">Receives remarks, and what was done.</param>
internal sealed class ShardRun(ShardFolder folder, Shard shard, TextWriter error)
{
    private readonly List<BlockRecord> _written = [];

    /// <param name="source">The input.</param>
    /// <param name="advance">Called after each block; null for nobody.</param>
    /// <exception cref="OtherInputException">The input is another than that of earlier runs.</exception>
    public void Run(IBlockSource source, Action? advance = null)
    {
        try
        {
            Do(source, advance);
        }
        catch (OtherInputException)
        {
            // Whatever is right, this is not: nothing of it may keep the right input out. Also what is the same in both
            // is removed, since a twin of this run may be all that speaks for it.
            _written.ForEach(folder.Remove);
            throw;
        }
    }

    private void Do(IBlockSource source, Action? advance)
    {
        var end = folder.FindEnd();
        var before = source.Hash;
        long block = 0, sentences = 0, kept = 0;
        for (; source.TryBegin(); block++)
        {
            if (end is not null && block >= end.Blocks)
            {
                throw ShardFolder.OtherInput(folder.EndPath, $"{end.Sentences} sentences", "more");
            }

            var record = folder.FindRecord(block);
            if (shard.Owns(block) && !IsWhole(record))
            {
                _written.Add(Write(source, block, before));
            }
            else
            {
                source.Skip();
                folder.RequireFits(Describe(source, block, before), neighbours: false);
                kept += shard.Owns(block) ? 1 : 0;
            }

            sentences += source.SentenceCount;
            before = source.Hash;
            advance?.Invoke();
        }

        folder.WriteEnd(new InputEnd(block, sentences, ShardFolder.TextOf(before)));
        error.WriteLine($"shard {shard}: {Count(_written.Count)} done now, {kept} before, of {Count(block)} in all");
    }

    private static string Count(long blocks) => $"{blocks} block{(blocks == 1 ? string.Empty : "s")}";

    private bool IsWhole(BlockRecord? record)
    {
        if (record is null)
        {
            return false;
        }

        if (folder.FindProblem(record) is not { } problem)
        {
            return true;
        }

        error.WriteLine(MessageText.Sanitize($"note: {folder.PartOf(record.Block)} is done again: {problem}"));
        return false;
    }

    private BlockRecord Write(IBlockSource source, long block, UInt128 before) => folder.Write(block, output =>
    {
        source.Write(output);
        var record = Describe(source, block, before);
        folder.RequireFits(record, neighbours: true);
        return record;
    });

    /// <summary>The record of the block that was just read, but for what its part is.</summary>
    private BlockRecord Describe(IBlockSource source, long block, UInt128 before) => new(
        block,
        $"{shard}",
        source.SentenceCount,
        ShardFolder.TextOf(before),
        ShardFolder.TextOf(source.Hash),
        Length: 0,
        Hash: string.Empty);
}
