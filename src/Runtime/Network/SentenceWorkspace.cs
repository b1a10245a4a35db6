using FastElman.Memory;
using FastElman.Packing;

namespace FastElman.Network;

/// <summary>
/// The memory of one run, taken once and used again for every sentence. A sentence is worked through in blocks of at most
/// <see cref="BlockLength"/> words, so that the memory does not depend on how long sentences are, but for networks that need whole ones.
/// </summary>
internal sealed class SentenceWorkspace
{
    /// <summary>
    /// Words in a block. Long enough that the products over a block run at the speed of long ones, short enough that the block's
    /// activations stay in the first-level cache beside the weights' panels. Even, so that a step is at an odd place of its block where it is at
    /// an odd place of the sentence: <see cref="StepDirection"/>.
    /// </summary>
    public const int BlockLength = 32;

    private readonly AlignedBuffer _hidden;

    public SentenceWorkspace(PackedNetwork network)
    {
        var rows = BlockLength + (2 * network.Shape.WindowReach);
        WindowRows = new int[rows];
        Input = InputWorkspace.ForSequence(network.Forward, BlockLength);
        Products = new ProductWorkspace(network, BlockLength);
        _hidden = new AlignedBuffer(checked((BlockLength + 1) * network.Forward.Stride));
        Sentence = network.NeedsWholeSentences ? new SequenceWorkspace(network) : null;
    }

    /// <summary>[block + window − 1]: the embedding rows of the block's words and of the words to both sides of it.</summary>
    public int[] WindowRows { get; }

    /// <summary>Of the input layer, for a block.</summary>
    public InputWorkspace Input { get; }

    /// <summary>Of the recurrent and the output layer, for a block.</summary>
    public ProductWorkspace Products { get; }

    /// <summary>Memory for a whole sentence, where the network needs it.</summary>
    public SequenceWorkspace? Sentence { get; }

    /// <summary>[1 + block, padded hidden]: the state before the block, then after each of its words.</summary>
    public Span<float> Hidden => _hidden.Span;
}
