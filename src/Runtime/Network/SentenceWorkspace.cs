using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The memory of one run over a sentence, reused for every sentence. A sentence is processed in blocks of at most
/// <see cref="BlockLength"/> words, so the size does not depend on its length, except where the network needs to see
/// the whole sentence (<see cref="Sequence"/>).
/// </summary>
internal sealed class SentenceWorkspace
{
    /// <summary>
    /// Words in a block. Long enough for the products over a block to run at full speed, short enough for the block's
    /// activations to stay in the first-level cache beside the weights. Even, so that a step has the same parity in its
    /// block as in the sentence: <see cref="StepDirection"/>.
    /// </summary>
    public const int BlockLength = 32;

    private readonly int[] _windowRows;
    private readonly AlignedBuffer _hidden;

    public SentenceWorkspace(PackedNetwork network)
    {
        _windowRows = new int[BlockLength + (2 * network.Shape.WindowReach)];
        _hidden = new AlignedBuffer(checked((BlockLength + 1) * network.Forward.Stride));
        Step = StepWorkspace.ForSequence(network, BlockLength);
        Sequence = network.NeedsWholeSentences ? new SequenceWorkspace(network) : null;
    }

    /// <summary>For the equations, of a block of time steps.</summary>
    public StepWorkspace Step { get; }

    /// <summary>For a whole sentence; null where the network does not need it.</summary>
    public SequenceWorkspace? Sequence { get; }

    /// <summary>[1 + block, stride]: the hidden state before the block, then after each of its words.</summary>
    public Span<float> Hidden => _hidden.Span;

    /// <summary>Whether a pool should keep it: not after a very long sentence that had to be seen whole.</summary>
    public bool IsOfUsualSize
    {
        [MethodImpl(HotPath.Inlined)]
        get => Sequence is not { Capacity: > SequenceWorkspace.UsualLength };
    }

    /// <summary>
    /// [length + window − 1]: the embedding rows of the words that the windows of a block cover together. Outside the
    /// sentence is the padding word.
    /// </summary>
    /// <param name="words">[n]: the word indices of the sentence.</param>
    /// <param name="start">The first word of the block.</param>
    /// <param name="length">Words in the block, at most <see cref="BlockLength"/>.</param>
    /// <param name="shape">The sizes of the network.</param>
    [MethodImpl(HotPath.Compiled)]
    public ReadOnlySpan<int> WindowRows(ReadOnlySpan<int> words, int start, int length, ElmanShape shape)
    {
        var rows = _windowRows.AsSpan(0, length + (2 * shape.WindowReach));
        for (var i = 0; i < rows.Length; i++)
        {
            var place = start + i - shape.WindowReach;
            rows[i] = (uint)place < (uint)words.Length ? Step.RowOf(words[place]) : shape.PaddingRow;
        }

        return rows;
    }
}
