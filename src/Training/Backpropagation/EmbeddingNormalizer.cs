using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// Brings all embeddings to length 1 after each step, as the tutorial does and to the last bit, yet touches few of them. To divide by 1 changes
/// nothing: a row whose length is exactly 1 in float stays out until a step moves it. Most rows get there at their first or second division;
/// fewer than 1 % swing between two neighbours for ever, and are divided at each step.
/// </summary>
/// <remarks>What it knows follows from the parameters: where it is told that any row may have been changed, the results are the same.</remarks>
internal sealed class EmbeddingNormalizer
{
    private readonly bool[] _isListed;
    private readonly int[] _listed;
    private int _count;

    /// <summary>Any of so many rows may have any length.</summary>
    public EmbeddingNormalizer(int rows)
    {
        _isListed = new bool[rows];
        _listed = new int[rows];
        SetAllChanged();
    }

    /// <summary>Any row may have any length.</summary>
    public void SetAllChanged()
    {
        _count = _listed.Length;
        for (var row = 0; row < _count; row++)
        {
            _listed[row] = row;
        }

        Array.Fill(_isListed, true);
    }

    /// <summary>These rows may have any length; a row may be named more than once.</summary>
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

    /// <summary>Divides every row whose length may not be exactly 1.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Normalize(SentencePass pass)
    {
        var kept = 0;
        foreach (var row in _listed.AsSpan(0, _count))
        {
            var isLeft = !pass.NormalizeEmbedding(row);
            _isListed[row] = isLeft;
            _listed[kept] = row;
            kept += isLeft ? 1 : 0;
        }

        _count = kept;
    }
}
