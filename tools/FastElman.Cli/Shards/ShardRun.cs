using FastElman.Cli.Terminal;
using FastElman.Validation;

namespace FastElman.Cli.Shards;

/// <summary>
/// Does one shard of a work: the blocks that belong to it and are not done yet. It reads the whole input, and so
/// notices where that is another than the one that was read before.
/// </summary>
/// <param name="folder">The folder of all shards.</param>
/// <param name="shard">The shard.</param>
/// <param name="error">Receives remarks, and what was done.</param>
internal sealed class ShardRun(ShardFolder folder, Shard shard, TextWriter error)
{
    /// <param name="source">The input.</param>
    /// <param name="advance">Called after each block; null for nobody.</param>
    /// <exception cref="InvalidDataException">The input is another than that of earlier runs.</exception>
    public void Run(IBlockSource source, Action? advance = null)
    {
        var end = folder.FindEnd();
        var before = source.Hash;
        long block = 0, sentences = 0, written = 0, kept = 0;
        for (; source.TryBegin(); block++)
        {
            if (end is not null && block >= end.Blocks)
            {
                throw ShardFolder.OtherInput(folder.EndPath, $"{end.Sentences} sentences", "more");
            }

            var record = folder.FindRecord(block);
            if (shard.Owns(block) && !IsWhole(record))
            {
                Write(source, block, record, before);
                written++;
            }
            else
            {
                source.Skip();
                RequireSame(record, before, source.Hash);
                kept += shard.Owns(block) ? 1 : 0;
            }

            sentences += source.SentenceCount;
            before = source.Hash;
            advance?.Invoke();
        }

        folder.WriteEnd(new InputEnd(block, sentences, ShardFolder.TextOf(before)));
        error.WriteLine($"shard {shard}: {Count(written)} done now, {kept} before, of {Count(block)} in all");
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

    private void Write(IBlockSource source, long block, BlockRecord? old, UInt128 before) =>
        folder.Write(block, output =>
        {
            source.Write(output);
            RequireSame(old, before, source.Hash);
            return new BlockRecord(
                block,
                $"{shard}",
                source.SentenceCount,
                ShardFolder.TextOf(before),
                ShardFolder.TextOf(source.Hash),
                Length: 0,
                Hash: string.Empty);
        });

    private void RequireSame(BlockRecord? record, UInt128 before, UInt128 after)
    {
        if (record is not null)
        {
            folder.RequireSameInput(record, before, after);
        }
    }
}
