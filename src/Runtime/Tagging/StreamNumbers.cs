using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// Gives a number to each stream that is opened, and tells which numbers are those of open streams. The low bits of a
/// number are the index of the stream, from 0 to the capacity − 1; the bits above count the streams that were at this
/// index before. So a number that is used after its stream was closed is noticed, even where another stream has taken
/// the place, at the cost of a comparison.
/// </summary>
/// <remarks>
/// The number of bits above the index is 31 minus those of the index: with a capacity of 1000 a number comes again
/// after 2^21 streams at the same index, with 100,000 after 2^14.
/// </remarks>
internal sealed class StreamNumbers
{
    /// <summary>
    /// The sign bit of <see cref="StreamEntry.Number"/>: set while the stream is open. Without it the number is the
    /// next one, less its index, so that an entry of zeros is that of a place that was never used.
    /// </summary>
    private const int Open = int.MinValue;

    private readonly StreamEntry[] _entries;
    private readonly LowestFree _free;
    private readonly int _indexMask;

    public StreamNumbers(int capacity)
    {
        _entries = new StreamEntry[capacity];
        _free = new LowestFree(capacity);
        _indexMask = IndexMask(capacity);
    }

    /// <summary>[capacity]: what is kept of each stream.</summary>
    public StreamEntry[] Entries => _entries;

    /// <summary>The number of open streams.</summary>
    public int OpenCount { get; private set; }

    /// <summary>One more than the highest index that was ever used.</summary>
    public int UsedCount { get; private set; }

    /// <summary>The bits of a number that are the index.</summary>
    public static int IndexMask(int capacity) => (int)BitOperations.RoundUpToPowerOf2((uint)capacity) - 1;

    /// <summary>The number of the stream that is at an index after that with this number.</summary>
    public static int Next(int number, int indexMask) => (number + indexMask + 1) & int.MaxValue;

    /// <summary>Opens a stream at the lowest index that is free.</summary>
    /// <param name="number">Receives its number; −1 where there is none.</param>
    /// <param name="isFirst">Receives whether the index was never used before.</param>
    /// <returns>Whether there was a free index.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool TryOpen(out int number, out bool isFirst)
    {
        (number, isFirst) = (-1, false);
        if (!_free.TryTake(out var index))
        {
            return false;
        }

        ref var entry = ref _entries[index];
        number = entry.Number | index;
        entry.Number = number | Open;
        isFirst = index == UsedCount;
        UsedCount += isFirst ? 1 : 0;
        OpenCount++;
        return true;
    }

    /// <summary>Closes the open stream at an index.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Close(int index)
    {
        ref var entry = ref _entries[index];
        entry.Number = Next(entry.Number & int.MaxValue, _indexMask) & ~_indexMask;
        _free.Return(index);
        OpenCount--;
    }

    /// <summary>Whether there is an open stream at an index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOpenAt(int index) => _entries[index].Number < 0;

    /// <summary>The index in a number of an open stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(int number) => number & _indexMask;

    /// <summary>Whether a number is that of an open stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOpen(int number)
    {
        var index = (uint)(number & _indexMask);
        return number >= 0 && index < (uint)_entries.Length && _entries[index].Number == (number | Open);
    }
}
