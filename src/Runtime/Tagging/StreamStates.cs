using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Model.Subwords;
using FastElman.Network;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Tagging;

/// <summary>
/// What a group of live streams keeps of each stream between two words. Streams with consecutive indices are adjacent
/// in memory. The memory of an index is first touched when its first stream is opened, so that the system need not
/// provide it before: <see cref="LowestFree"/> gives out low indices first.
/// </summary>
internal sealed class StreamStates
{
    private readonly PackedNetwork _network;
    private readonly StreamNumbers _numbers;
    private readonly AlignedBuffer _hidden;
    private readonly AlignedBuffer _sums;
    private readonly int[] _windows;
    private readonly int _window;

    public StreamStates(PackedNetwork network, int capacity, SubwordTable? subwords)
    {
        _network = network;
        UnknownWords = subwords is null
            ? null
            : new UnknownWords(subwords, wordsOfBlock: network.Shape.WindowSize, blocks: capacity);
        Stride = network.Forward.Stride;
        _window = network.Shape.WindowSize;
        _hidden = new AlignedBuffer(checked(capacity * Stride));
        _sums = new AlignedBuffer(_hidden.Length);
        _windows = new int[checked(capacity * _window)];
        _numbers = new StreamNumbers(capacity);
        Entries = _numbers.Entries;
    }

    /// <summary>The largest number of streams that are open at once.</summary>
    public int Capacity => Entries.Length;

    /// <summary>The number of open streams.</summary>
    public int OpenCount => _numbers.OpenCount;

    /// <summary>All indices that were ever used are below it.</summary>
    public int UsedCount => _numbers.UsedCount;

    /// <summary>Floats from one stream's state to the next: the hidden size, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>
    /// Words of the windows that the vocabulary does not have: a block for each stream, allocated with its first one.
    /// Null where the model has no subwords.
    /// </summary>
    public UnknownWords? UnknownWords { get; }

    /// <summary>[capacity]: the rest of each stream.</summary>
    public StreamEntry[] Entries { get; }

    /// <summary>
    /// The largest capacity for a network: the states of all streams are one array, as are their entries.
    /// </summary>
    public static int MaximumCapacity(PackedNetwork network)
    {
        var states = (Array.MaxLength - AlignedBuffer.Alignment)
            / Math.Max(network.Forward.Stride, network.Shape.WindowSize);

        // Unknown words of all windows have an index.
        return network.Shape.SubwordCount == 0
            ? states
            : Math.Min(states, (Array.MaxLength - network.Shape.PaddingRow) / network.Shape.WindowSize);
    }

    /// <summary>The index of the first unknown word of the stream at an index.</summary>
    public int FirstUnknownWord(int index) => (UnknownWords?.First ?? 0) + (index * _window);

    /// <summary>Opens a stream that has seen no word.</summary>
    /// <param name="stream">Receives its number.</param>
    /// <returns>Whether there was room.</returns>
    [MethodImpl(HotPath.Compiled)]
    public bool TryOpen(out int stream)
    {
        var isOpen = _numbers.TryOpen(out stream, out var isFirst);
        if (isFirst)
        {
            Reset(IndexOf(stream));
        }

        return isOpen;
    }

    /// <summary>Closes the stream at an index and clears its state.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Close(int index)
    {
        Reset(index);
        _numbers.Close(index);
    }

    /// <summary>Whether a number is that of an open stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOpen(int stream) => _numbers.IsOpen(stream);

    /// <summary>Whether there is an open stream at an index below the capacity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOpenAt(int index) => _numbers.IsOpenAt(index);

    /// <summary>The index of an open stream, from 0 to the capacity − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(int stream) => _numbers.IndexOf(stream);

    /// <summary>
    /// [count, window]: the embedding rows of the next window of each stream. The last place of a window is that of
    /// the next word.
    /// </summary>
    public Span<int> Windows(int first, int count) => _windows.AsSpan(first * _window, count * _window);

    /// <summary>
    /// [count, stride]: h_{t−1} of streams from index <paramref name="first"/> on. Its bounds are checked in every
    /// build: what two threads that use one group by mistake make of the numbers may be anything.
    /// </summary>
    public Span<float> Hidden(int first, int count) => _hidden.Span.Slice(first * Stride, count * Stride);

    /// <summary>
    /// [count, stride]: z_t of streams from index <paramref name="first"/> on, h_t without the newest word.
    /// </summary>
    public Span<float> Sums(int first, int count) => _sums.Span.Slice(first * Stride, count * Stride);

    /// <summary>Puts the embedding row of the newest word into the window of the stream at an index.</summary>
    public void SetNewest(int index, int row) => _windows[((index + 1) * _window) - 1] = row;

    /// <summary>Moves the window of the stream at an index on by one word.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void ShiftWindow(int index)
    {
        var window = Windows(index, 1);
        window[1..].CopyTo(window);
    }

    /// <summary>Makes the stream at an index one that has seen no word.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Reset(int index)
    {
        ref var entry = ref Entries[index];
        entry.Waiting = 0;
        entry.Parity = 0;
        entry.IsPrepared = false;
        entry.UnknownWord = 0;
        Windows(index, 1).Fill(_network.Shape.PaddingRow);
        _network.Forward.InitialState.CopyTo(Hidden(index, 1));
    }
}
