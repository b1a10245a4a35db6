using System.Runtime.CompilerServices;
using FastElman.Simd;
using FastElman.Training.Backpropagation.Kernels;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Divides all embeddings by their L2 norm after each step, as the tutorial does and with the same bits, but touches
/// few of them: dividing by 1 changes nothing, so a row whose norm is exactly 1 in float is left out until a step moves
/// it. Most rows get there at their first or second division; fewer than 1 % alternate between two neighbouring floats
/// for ever and are divided at every step.
/// </summary>
/// <remarks>The list only saves time. Listing a row that has not changed does not change any result.</remarks>
internal sealed class EmbeddingNormalizer
{
    private readonly bool[] _isListed;
    private readonly int[] _listed;
    private int _count;

    /// <summary>Lists all rows.</summary>
    /// <param name="rows">Rows of the embeddings.</param>
    public EmbeddingNormalizer(int rows)
    {
        _isListed = new bool[rows];
        _listed = new int[rows];
        SetAllChanged();
    }

    /// <summary>Lists all rows: each may have any norm.</summary>
    public void SetAllChanged()
    {
        _count = _listed.Length;
        for (var row = 0; row < _count; row++)
        {
            _listed[row] = row;
        }

        Array.Fill(_isListed, true);
    }

    /// <summary>Lists the rows that a step has moved; a row may be named more than once.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void SetChanged(ReadOnlySpan<int> rows)
    {
        foreach (var row in rows)
        {
            if (!_isListed[row])
            {
                _isListed[row] = true;
                _listed[_count++] = row;
            }
        }
    }

    /// <summary>
    /// Divides every listed row, and keeps those on the list that another division could still change.
    /// </summary>
    /// <param name="embeddings">[rows, size].</param>
    /// <param name="size">Values in an embedding.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Normalize<TSimd, TVector>(Span<float> embeddings, int size)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        var kept = 0;
        foreach (var row in _listed.AsSpan(0, _count))
        {
            var isKept = !L2Normalize.Normalize<TSimd, TVector>(embeddings.Slice(row * size, size));
            _isListed[row] = isKept;
            _listed[kept] = row;
            kept += isKept ? 1 : 0;
        }

        _count = kept;
    }
}
