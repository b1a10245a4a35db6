using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// Room for the projected rows of words, word after word in pinned memory that never moves. One thread at a time fills
/// it: it enters, takes the rows of the next word, computes them, and keeps them or leaves without.
/// </summary>
/// <remarks>
/// Thread-safe, without locks: who finds another thread inside does not wait. Who keeps rows publishes their address
/// before.
/// </remarks>
internal sealed class ProjectedRows
{
    /// <summary>Bytes that are allocated at a time, at least the rows of one word.</summary>
    private const int ChunkSize = 1 << 17;

    private readonly AlignedBuffer[] _chunks;
    private readonly int _length;
    private readonly int _chunkWords;
    private int _count;
    private int _isFilling;

    /// <param name="capacity">Words that there is room for, at least 1.</param>
    /// <param name="window">Places of the window.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    public ProjectedRows(int capacity, int window, int stride)
    {
        Capacity = capacity;
        _length = window * stride;
        _chunkWords = (int)Math.Max(1, ChunkSize / ((long)_length * sizeof(float)));
        _chunks = new AlignedBuffer[(capacity + _chunkWords - 1) / _chunkWords];
    }

    /// <summary>Words that there is room for.</summary>
    public int Capacity { get; }

    /// <summary>Words that are held now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Enters, unless there is no room left or another thread is inside.</summary>
    [MethodImpl(HotPath.Rare)]
    public bool TryEnter()
    {
        if (Count == Capacity || Interlocked.CompareExchange(ref _isFilling, 1, 0) != 0)
        {
            return false;
        }

        if (_count < Capacity)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>The rows of the next word [window, stride], for who is inside.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for them.</exception>
    [MethodImpl(HotPath.Rare)]
    public Span<float> Next()
    {
        var (chunk, first) = Math.DivRem(_count, _chunkWords);
        if (first == 0)
        {
            _chunks[chunk] = new AlignedBuffer(Math.Min(_chunkWords, Capacity - _count) * _length);
        }

        return _chunks[chunk].Slice(first * _length, _length);
    }

    /// <summary>Leaves, and the rows of <see cref="Next"/> are those of a word from now on.</summary>
    public void Keep()
    {
        Volatile.Write(ref _count, _count + 1);
        Leave();
    }

    /// <summary>Leaves. Another word will get the rows of <see cref="Next"/>.</summary>
    public void Leave() => Volatile.Write(ref _isFilling, 0);
}
