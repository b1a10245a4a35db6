using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The projected rows of words that the vocabulary does not have, for those that come again: what of the budget the
/// words of the vocabulary leave. A word is known by a hash of its embedding, which says all that its rows depend on.
/// It gets room when it is seen for the second time; what has room keeps it, so that rows never move.
/// </summary>
/// <remarks>
/// Thread-safe, without locks, as <see cref="ProjectedEmbeddings"/> is: who finds another thread at work computes its
/// own rows, which have the same bits.
/// </remarks>
internal sealed class ProjectedUnknownWords
{
    /// <summary>The most words: more make the search longer than it has to be.</summary>
    private const int MostWords = 1 << 14;

    /// <summary>Words that were seen once, the last of each place.</summary>
    private const int SeenCount = 1 << 12;

    private readonly ProjectedRows _rows;
    private readonly int _places;
    private readonly int _embeddingSize;

    /// <summary>Null before the first word that was seen.</summary>
    private ulong[]? _seen;

    /// <summary>Null before the first word that is held.</summary>
    private Table? _table;
    private float[] _embedding = [];

    /// <param name="embeddingSize">Values in an embedding.</param>
    /// <param name="capacity">Words whose rows may be held, at least 1.</param>
    /// <param name="window">Places of the window.</param>
    /// <param name="stride">Floats from a row to the next.</param>
    public ProjectedUnknownWords(int embeddingSize, long capacity, int window, int stride)
    {
        _embeddingSize = embeddingSize;
        _rows = new ProjectedRows((int)Math.Min(capacity, MostWords), window, stride);

        // Half of the places at least are empty, so that a search ends soon.
        _places = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * _rows.Capacity));
    }

    /// <summary>Words that are held now.</summary>
    public int Count => _rows.Count;

    /// <summary>
    /// [embedding]: room for the embedding of the word whose rows are computed, between <see cref="TryBegin"/> and
    /// <see cref="End"/>.
    /// </summary>
    public Span<float> Embedding => _embedding;

    /// <summary>The address of a word's rows [window, stride]; 0 where they are not held.</summary>
    [MethodImpl(HotPath.Compiled)]
    public nint Find(UInt128 key)
    {
        if (Volatile.Read(ref _table) is not { } table)
        {
            return 0;
        }

        for (var place = PlaceOf(key); ; place = NextOf(place))
        {
            var address = Volatile.Read(ref table.Addresses[place]);
            if (address == 0 || table.Keys[place] == key)
            {
                return address;
            }
        }
    }

    /// <summary>
    /// Makes room for the rows of a word that is not held and was seen before, unless there is none or another thread
    /// is at it. The caller computes the rows and calls <see cref="End"/>, or
    /// <see cref="Abandon"/>.
    /// </summary>
    /// <param name="key">The word.</param>
    /// <param name="rows">[window, stride]: to be filled.</param>
    [MethodImpl(HotPath.Rare)]
    public bool TryBegin(UInt128 key, out Span<float> rows)
    {
        rows = default;
        if (!WasSeen(key) || !_rows.TryEnter())
        {
            return false;
        }

        var isHeld = false;
        try
        {
            if (Find(key) != 0)
            {
                return false;
            }

            if (_table is null)
            {
                _embedding = new float[_embeddingSize];
                Volatile.Write(ref _table, new Table(new UInt128[_places], new nint[_places]));
            }

            rows = _rows.Next();
            isHeld = true;
            return true;
        }
        catch (OutOfMemoryException)
        {
            // The caller has scratch memory.
            return false;
        }
        finally
        {
            if (!isHeld)
            {
                _rows.Leave();
            }
        }
    }

    /// <summary>Publishes the rows that <see cref="TryBegin"/> made room for.</summary>
    /// <param name="key">The word.</param>
    /// <param name="rows">The rows, which are filled.</param>
    /// <returns>The address of the rows.</returns>
    [MethodImpl(HotPath.Rare)]
    public nint End(UInt128 key, Span<float> rows)
    {
        var table = _table!;
        var place = PlaceOf(key);
        while (table.Addresses[place] != 0)
        {
            place = NextOf(place);
        }

        var address = AlignedBuffer.AddressOf(rows);
        table.Keys[place] = key;
        Volatile.Write(ref table.Addresses[place], address);
        _rows.Keep();
        return address;
    }

    /// <summary>Gives the room of <see cref="TryBegin"/> back.</summary>
    public void Abandon() => _rows.Leave();

    private int PlaceOf(UInt128 key) => (int)((ulong)key >> 32) & (_places - 1);

    private int NextOf(int place) => (place + 1) & (_places - 1);

    /// <summary>Whether a word was seen before, and not another one of its place since.</summary>
    [MethodImpl(HotPath.Compiled)]
    private bool WasSeen(UInt128 key)
    {
        var all = Volatile.Read(ref _seen);
        if (all is null)
        {
            all = new ulong[SeenCount];
            Volatile.Write(ref _seen, all);
        }

        ref var seen = ref all[(int)((ulong)key % SeenCount)];
        var mark = (ulong)(key >> 64);
        if (Volatile.Read(ref seen) == mark)
        {
            return true;
        }

        Volatile.Write(ref seen, mark);
        return false;
    }

    /// <summary>
    /// Keys, and the addresses of their rows: 0 where there are none. An address is written after its key.
    /// </summary>
    private sealed record Table(UInt128[] Keys, nint[] Addresses);
}
