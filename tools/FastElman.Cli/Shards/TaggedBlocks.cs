using System.Text;
using FastElman.Cli.Tagging;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Shards;

/// <summary>
/// The blocks of a text to tag. The parts one after another are what <c>tag</c> writes without shards.
/// </summary>
/// <param name="blocks">The text.</param>
/// <param name="loop">Tags.</param>
/// <param name="name">The name of the input for messages.</param>
internal sealed class TaggedBlocks(SentenceBlocks blocks, TaggingLoop loop, string name) : IBlockSource
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public UInt128 Hash => blocks.Hash;

    public int SentenceCount => blocks.SentenceCount;

    public bool TryBegin() => blocks.TryBegin();

    public void Skip() => blocks.Skip();

    public void Write(Stream output)
    {
        using var writer = new StreamWriter(output, Utf8, bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
        loop.Run(blocks.Read(), name, blocks.Place, writer);
    }
}
