using FastElman.Training;
using FastElman.Training.Corpora;

namespace FastElman.Fuzz.Targets;

/// <summary>
/// A text in blocks of sentences. Blocks that are skipped, and so not decoded, have the sentences and the hashes of
/// those that are read. Blocks of two have together the sentences and the words of one block of all.
/// </summary>
internal sealed class SentenceBlocksTarget() : FuzzTarget("sentence-blocks")
{
    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        "\n"u8.ToArray(), "\r\n"u8.ToArray(), "\n\n"u8.ToArray(), "-DOCSTART-"u8.ToArray(), "# a\n"u8.ToArray(),
        "a\tO\n"u8.ToArray(), [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xC0],
    ];

    public override IEnumerable<byte[]> Seeds() =>
    [
        "from O\noslo B-city\n\n17 O\n"u8.ToArray(),
        "# a\nfrom O\n\n# b O\n\n-DOCSTART- O\n\nto\r\n\r\n"u8.ToArray(),
        [0xFF, 0xFE, (byte)'a', 0, (byte)'\n', 0, (byte)'\n', 0, (byte)'b', 0],
    ];

    public override bool IsRefusal(Exception exception) => exception is CorpusFormatException;

    public override int Run(byte[] input)
    {
        var kind = 0;
        foreach (var hasSentenceALine in (bool[])[false, true])
        {
            var skipped = Blocks(input, hasSentenceALine, blocks => blocks.Skip()).ToList();
            Require(
                skipped.Take(skipped.Count - 1).All(block => block.Count == 2), "all blocks but the last are full");
            var read = Blocks(input, hasSentenceALine, blocks => _ = blocks.Read().Count()).ToList();
            Require(skipped.SequenceEqual(read), "skipping a block is reading it");
            var (lines, all) = (new List<string>(), new List<string>());
            _ = Blocks(input, hasSentenceALine, blocks => lines.AddRange(blocks.Read())).Count();
            var whole = Blocks(
                input, hasSentenceALine, blocks => all.AddRange(blocks.Read()), size: int.MaxValue).ToList();
            Require(whole.Count == Math.Min(skipped.Count, 1), "a block of any size has all");
            Require(
                whole.Sum(block => block.Count) == skipped.Sum(block => block.Count), "blocks have all sentences");
            Require(Words(lines).SequenceEqual(Words(all)), "blocks have all lines");
            kind = HashCode.Combine(kind, Magnitude(skipped.Count));
        }

        return kind;
    }

    /// <summary>The lines but for those that are blank: which of them lie between blocks does not matter.</summary>
    private static IEnumerable<string> Words(IEnumerable<string> lines) =>
        lines.Where(line => !ConllColumns.IsSeparator(line));

    private static IEnumerable<(int Count, UInt128 Hash)> Blocks(
        byte[] input, bool hasSentenceALine, Action<SentenceBlocks> pass, int size = 2)
    {
        var blocks = new SentenceBlocks(new MemoryStream(input), "input", null, hasSentenceALine, size);
        while (blocks.TryBegin())
        {
            pass(blocks);
            yield return (blocks.SentenceCount, blocks.Hash);
        }
    }
}
