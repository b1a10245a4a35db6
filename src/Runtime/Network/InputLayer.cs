using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// x_t·wx + bh in two parts, as every form of running the network computes it: what the words at all places of the window but the last
/// add, before the recurrence; and what the newest word adds, after it. So a live stream can have all else done when a word comes.
/// Either from a table of what every word adds at every place, or by the product, where that table would be too large.
/// </summary>
internal abstract class InputLayer<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static InputLayer<TSimd, TVector> Of(PackedHiddenLayer layer) =>
        layer.Projection is { } table ? new ProjectedInputLayer<TSimd, TVector>(layer, table) : new MatrixInputLayer<TSimd, TVector>(layer);

    /// <summary>sums [length, padded hidden] = bh + what the words at the places 0 to window − 2 add.</summary>
    /// <param name="rows">The embedding rows of the words [length + window − 1]; the window of step t begins at t. The last may be missing.</param>
    /// <param name="length">Time steps.</param>
    /// <param name="sums">Receives the sums.</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    public abstract void AddContext(ReadOnlySpan<int> rows, int length, Span<float> sums, InputWorkspace scratch);

    /// <summary>The same for steps of different sentences.</summary>
    /// <param name="windows">The embedding rows of the words in each window [steps, window].</param>
    /// <param name="sums">Receives the sums [steps, padded hidden].</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    public abstract void AddContextPerWindow(ReadOnlySpan<int> windows, Span<float> sums, InputWorkspace scratch);

    /// <summary>Gets ready what the newest words add.</summary>
    /// <param name="newest">The embedding rows of the newest words [length].</param>
    /// <param name="scratch">Memory for at least so many steps.</param>
    public abstract void ProjectLookahead(ReadOnlySpan<int> newest, InputWorkspace scratch);

    /// <summary>What the newest word of step <paramref name="t"/> adds [padded hidden], once <see cref="ProjectLookahead"/> was called.</summary>
    /// <param name="row">Its embedding row.</param>
    /// <param name="t">The step.</param>
    /// <param name="scratch">The memory that <see cref="ProjectLookahead"/> was given.</param>
    public abstract ReadOnlySpan<float> Newest(int row, int t, InputWorkspace scratch);

    /// <summary>Asks the memory for what a word adds at all places of the window, which the steps to come need, where it may be far away.</summary>
    /// <param name="row">Its embedding row.</param>
    public abstract void Prefetch(int row);
}
