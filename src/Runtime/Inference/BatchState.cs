using FastElman.Memory;

namespace FastElman.Inference;

/// <summary>The memory of one batch run: for a tile of sentences in lockstep, and for the order in which the sentences are taken.</summary>
internal sealed class BatchState(PackedNetwork network)
{
    private readonly Slab _states = new(
        LockstepPass.TileSize * network.RecurrentWeights.PaddedColumns, LockstepPass.TileSize * network.RecurrentWeights.PaddedColumns);

    public InputScratch Input { get; } = InputScratch.ForLockstep(network, LockstepPass.TileSize);

    public ProductScratch Products { get; } = new(network, LockstepPass.TileSize);

    /// <summary>[tile, window].</summary>
    public int[] Windows { get; } = new int[LockstepPass.TileSize * network.Shape.WindowSize];

    /// <summary>[tile].</summary>
    public int[] Newest { get; } = new int[LockstepPass.TileSize];

    /// <summary>[tile].</summary>
    public int[] Labels { get; } = new int[LockstepPass.TileSize];

    /// <summary>[sentences]: where each begins; grows to the largest batch seen.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>[sentences]: their lengths, negated so that ascending order puts the longest first.</summary>
    public int[] NegatedLengths { get; private set; } = [];

    /// <summary>One of two [tile, padded hidden] that take turns as the states before and after a step.</summary>
    public Span<float> States(int turn) => _states[turn & 1];

    public void Reserve(int sentences)
    {
        if (Starts.Length < sentences)
        {
            Starts = new int[sentences];
            NegatedLengths = new int[sentences];
        }
    }
}
