using System.Runtime.CompilerServices;

namespace FastElman.Kernels;

/// <summary>
/// Divides rows, or registers of columns, into as few blocks as a largest size allows, all of about the same size:
/// five in blocks of up to four are 3 + 2 rather than 4 + 1, since a block of few sums waits for the latency of each
/// addition. <c>foreach</c> gives the size of one block after another.
/// </summary>
/// <param name="count">What is divided, at least 0.</param>
/// <param name="largest">The largest size of a block, at least 1.</param>
internal struct EvenBlocks(int count, int largest)
{
    private int _count = count;
    private int _blocks = (count + largest - 1) / largest;

    /// <summary>The size of the block, 1 to the largest.</summary>
    public int Current { get; private set; }

    /// <summary>The blocks themselves: <c>foreach</c> asks for an enumerator.</summary>
    public readonly EvenBlocks GetEnumerator() => this;

    /// <summary>Goes on to the next block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool MoveNext()
    {
        if (_blocks == 0)
        {
            return false;
        }

        Current = (_count + _blocks - 1) / _blocks;
        _count -= Current;
        _blocks--;
        return true;
    }
}
