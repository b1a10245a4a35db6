using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Training.Backpropagation;

/// <summary>Some rows of a table, each of them once, in the order in which they came.</summary>
/// <param name="rows">Rows of the table.</param>
internal sealed class RowSet(int rows)
{
    private readonly bool[] _has = new bool[rows];
    private readonly int[] _rows = new int[rows];
    private int _count;

    /// <summary>The rows.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Adds the rows that it does not have; a row may be named more than once.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Add(ReadOnlySpan<int> added)
    {
        foreach (var row in added)
        {
            Add(row);
        }
    }

    /// <summary>Adds a row where it does not have it.</summary>
    /// <returns>Whether it was added.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int row)
    {
        if (_has[row])
        {
            return false;
        }

        _has[row] = true;
        _rows[_count++] = row;
        return true;
    }

    /// <summary>Removes all rows.</summary>
    public void Clear()
    {
        foreach (var row in Rows)
        {
            _has[row] = false;
        }

        _count = 0;
    }
}
