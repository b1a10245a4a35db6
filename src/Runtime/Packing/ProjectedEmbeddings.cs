using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Simd;

namespace FastElman.Packing;

/// <summary>
/// The embedding of a word times the rows of wx for every place of the window, computed when the word is first seen.
/// Why: x_t·wx is the sum of one such row for each place, so that a product of depth window · embedding becomes a few
/// additions. Cost: window · hidden floats a word, far more than wx itself for a large vocabulary, hence a budget.
/// Why not in advance: a model is ready at once, and the budget holds the words that come, whatever their indices.
/// </summary>
/// <remarks>
/// Thread-safe, without locks. A thread that finds a word computes its rows while it holds <see cref="TryBegin"/>;
/// another thread that needs rows meanwhile does not wait, but computes its own, which have the same bits.
/// </remarks>
internal sealed class ProjectedEmbeddings
{
    /// <summary>Bytes of a core's second-level cache and its share of the third-level one.</summary>
    private const long UsualCache = 4 << 20;

    /// <summary>Time steps of a sentence at a time, as Network/SentenceWorkspace.cs has them.</summary>
    private const int UsualBlock = 32;

    /// <summary>Bytes of scratch memory that a run may take for words that are not held.</summary>
    private const long LargestScratch = 8 << 20;

    /// <summary>In place of an address: the word was seen once, while there was not room for all words.</summary>
    private const nint SeenOnce = -1;

    private readonly nint[] _addresses;

    /// <summary>The length of <see cref="_addresses"/>, which there would be on a cache line of its own.</summary>
    private readonly int _words;
    private readonly ProjectedRows _rows;
    private readonly PackedMatrix[] _weights;

    /// <param name="inputWeights">[window · embedding, hidden]: wx.</param>
    /// <param name="words">Rows of the embeddings: the words and the padding word.</param>
    /// <param name="embeddingSize">Values in an embedding.</param>
    /// <param name="hiddenSize">Columns of wx.</param>
    /// <param name="lanes">Floats in a register of the instruction set that will run.</param>
    /// <param name="stride">Floats from a row to the next: at least the hidden size, a multiple of the lanes.</param>
    /// <param name="capacity">Words whose rows may be held, at least 1.</param>
    /// <param name="unknownCapacity">The same of words that the vocabulary does not have; 0 for none.</param>
    public ProjectedEmbeddings(
        ReadOnlySpan<float> inputWeights,
        int words,
        int embeddingSize,
        int hiddenSize,
        int lanes,
        int stride,
        int capacity,
        long unknownCapacity = 0)
    {
        var block = embeddingSize * hiddenSize;
        Window = inputWeights.Length / block;
        Stride = stride;
        _weights = new PackedMatrix[Window];
        for (var place = 0; place < Window; place++)
        {
            _weights[place] = new PackedMatrix(inputWeights.Slice(place * block, block), hiddenSize, lanes);
        }

        UnknownWords = unknownCapacity > 0
            ? new ProjectedUnknownWords(embeddingSize, unknownCapacity, Window, stride)
            : null;
        _rows = new ProjectedRows(capacity, Window, stride);
        HasRoomForAll = capacity == words;
        _addresses = new nint[words];
        _words = words;
        ExceedsCache = SizeInBytes(Capacity, Window, Stride) > UsualCache;
    }

    /// <summary>Places of the window.</summary>
    public int Window { get; }

    /// <summary>Floats in a row: the hidden units, padded to whole registers.</summary>
    public int Stride { get; }

    /// <summary>Rows of words that the vocabulary does not have; null where there is no room for any.</summary>
    public ProjectedUnknownWords? UnknownWords { get; }

    /// <summary>Words that there is room for.</summary>
    public int Capacity => _rows.Capacity;

    /// <summary>Whether there is room for all words.</summary>
    public bool HasRoomForAll { get; }

    /// <summary>Words that are held now.</summary>
    public int Count => _rows.Count;

    /// <summary>
    /// Whether the rows may exceed the caches, so that prefetching them pays. Measured (Zen 4, 100 hidden units, live
    /// stream, uniformly drawn words): prefetching reduces a step from 1523 to 1325 ns for 100,000 words and from 1358
    /// to 1093 ns for 20,000 words; it gains nothing for 572 words.
    /// </summary>
    public bool ExceedsCache { get; }

    /// <summary>Bytes that the rows of so many words take.</summary>
    public static long SizeInBytes(long words, int window, int stride) => words * window * stride * sizeof(float);

    /// <summary>
    /// The number of words whose rows a budget holds, at most all. 0 also for a network of which one sentence may need
    /// more scratch memory than that: rows for all the words of a block that are not held.
    /// </summary>
    public static int CapacityOf(int words, int window, int stride, long budget) =>
        SizeInBytes(UsualBlock + window, window, stride) > LargestScratch
            ? 0
            : (int)Math.Min(words, budget / SizeInBytes(1, window, stride));

    /// <summary>wx for one place of the window [embedding, hidden].</summary>
    public Panels WeightsOf(int place) => _weights[place].Panels;

    /// <summary>
    /// The address of a word's rows [window, stride], which never move; 0 or less where they are not held, as are those
    /// of a word that the vocabulary does not have.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint Find(int word) => (uint)word < (uint)_words
        ? Volatile.Read(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_addresses), word))
        : 0;

    /// <summary>
    /// Makes room for the rows of a word, unless there is none or another thread is at it. The caller computes the rows
    /// and calls <see cref="End"/>. Where there is not room for all words, a word gets it when it is seen for the
    /// second time: most words of a large vocabulary are seen once.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="rows">[window, stride]: to be filled.</param>
    [MethodImpl(HotPath.Rare)]
    public bool TryBegin(int word, out Span<float> rows)
    {
        rows = default;
        if (!_rows.TryEnter())
        {
            return false;
        }

        var isHeld = false;
        try
        {
            if (_addresses[word] > 0)
            {
                return false;
            }

            if (!HasRoomForAll && _addresses[word] == 0)
            {
                _addresses[word] = SeenOnce;
                return false;
            }

            rows = _rows.Next();
            isHeld = true;
            return true;
        }
        catch (OutOfMemoryException)
        {
            // The caller has scratch memory. A run that stops half-way would leave its streams between two words.
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
    /// <param name="word">The word.</param>
    /// <param name="rows">The rows, which are filled.</param>
    /// <returns>The address of the rows.</returns>
    [MethodImpl(HotPath.Rare)]
    public nint End(int word, Span<float> rows)
    {
        var address = AlignedBuffer.AddressOf(rows);
        Volatile.Write(ref _addresses[word], address);
        _rows.Keep();
        return address;
    }
}
