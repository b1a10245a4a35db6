using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Model;
using FastElman.Packing;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Which weights of wh [depth, hidden] stay 0. The columns are cut into blocks of <see cref="BlockColumns"/>, the last
/// of which may be narrower; the weights of a row in a block are a piece, which is kept or removed as a whole. All
/// blocks keep the same number of pieces, so that a product with wh can work on several blocks at a time.
/// </summary>
internal sealed class RecurrentMask
{
    /// <summary>Columns of a block: those that the runtime leaves out together.</summary>
    public const int BlockColumns = BlockSparseLayout.BlockColumns;

    private readonly (int Offset, int Length)[] _removed;

    private RecurrentMask((int Offset, int Length)[] removed) => _removed = removed;

    /// <summary>The pieces that each block keeps at a density: the nearest whole number, at least 1.</summary>
    /// <param name="depth">Rows of wh.</param>
    /// <param name="density">Above 0, at most 1.</param>
    public static int KeptRows(int depth, double density) =>
        Math.Max(1, (int)Math.Round(density * depth, MidpointRounding.AwayFromZero));

    /// <summary>The density of a model: the share of pieces that its densest block of columns has.</summary>
    public static double DensityOf(ElmanParameters parameters) =>
        (double)PiecesOf(parameters) / parameters.Shape.RecurrentSize;

    /// <summary>Whether no block of a model has more pieces than a density allows.</summary>
    public static bool IsReached(ElmanParameters parameters, double density) =>
        PiecesOf(parameters) <= KeptRows(parameters.Shape.RecurrentSize, density);

    /// <summary>
    /// The mask that keeps the pieces with the largest L2 norm in each block; of equal ones those in upper rows.
    /// </summary>
    /// <remarks>
    /// Where a mask was applied and the weights were trained on with it, they give the same mask again, even where a
    /// kept piece is still 0: it then lies above all removed ones. A run that continues from a checkpoint relies on it.
    /// </remarks>
    /// <param name="layer">The layer with the weights.</param>
    /// <param name="depth">Rows of wh.</param>
    /// <param name="hidden">Columns of wh.</param>
    /// <param name="density">Above 0, at most 1.</param>
    public static RecurrentMask Largest(HiddenLayerParameters layer, int depth, int hidden, double density)
    {
        var removed = new List<(int Offset, int Length)>();
        var kept = KeptRows(depth, density);
        var norms = new double[depth];
        for (var block = 0; block < hidden; block += BlockColumns)
        {
            var end = Math.Min(block + BlockColumns, hidden);
            for (var row = 0; row < depth; row++)
            {
                norms[row] = SquaredNorm(layer, row, block, end);
            }

            foreach (var row in Enumerable.Range(0, depth).OrderByDescending(row => norms[row]).Skip(kept))
            {
                AddRuns(layer, row, block, end, removed);
            }
        }

        return new RecurrentMask(Merge(removed));
    }

    /// <summary>Sets the removed weights to +0.</summary>
    /// <param name="weights">wh as the layer stores it.</param>
    public void Apply(Span<float> weights)
    {
        foreach (var (offset, length) in _removed)
        {
            weights.Slice(offset, length).Clear();
        }
    }

    private static int PiecesOf(ElmanParameters parameters) =>
        HiddenLayerTensors.Of(parameters.Shape.Variant.Kind).Max(tensors => BlockSparseMatrix.PiecesOf(
            parameters[tensors.RecurrentWeights], parameters.Shape.HiddenSize));

    private static double SquaredNorm(HiddenLayerParameters layer, int row, int begin, int end)
    {
        var sum = 0.0;
        for (var column = begin; column < end; column++)
        {
            double weight = layer.RecurrentWeights[layer.RecurrentOffset(row, column)];
            sum += weight * weight;
        }

        return sum;
    }

    /// <summary>A piece lies in two places where a panel ends within the block.</summary>
    private static void AddRuns(
        HiddenLayerParameters layer, int row, int begin, int end, List<(int Offset, int Length)> runs)
    {
        for (var column = begin; column < end; column++)
        {
            var offset = layer.RecurrentOffset(row, column);
            if (column > begin && runs[^1] is var (first, length) && first + length == offset)
            {
                runs[^1] = (first, length + 1);
            }
            else
            {
                runs.Add((offset, 1));
            }
        }
    }

    /// <summary>Adjacent runs as one: a call to clear costs more than the memory that it clears.</summary>
    private static (int Offset, int Length)[] Merge(List<(int Offset, int Length)> runs)
    {
        runs.Sort();
        var merged = new List<(int Offset, int Length)>();
        foreach (var (offset, length) in CollectionsMarshal.AsSpan(runs))
        {
            if (merged is [.., var (first, before)] && first + before == offset)
            {
                merged[^1] = (first, before + length);
            }
            else
            {
                merged.Add((offset, length));
            }
        }

        return [.. merged];
    }
}
