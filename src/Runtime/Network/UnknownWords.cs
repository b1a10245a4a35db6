using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastElman.Model.Subwords;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// The embeddings of the words of a run, or of live streams, that the vocabulary does not have. Their indices follow
/// that of the padding word, so that a run treats them as words of a longer table, whose last rows are here.
/// </summary>
/// <remarks>
/// One thread at a time writes; runs that began afterwards read. Blocks are never moved. What was not written reads as
/// the embedding of the unknown word.
/// </remarks>
/// <param name="table">Makes the embeddings.</param>
/// <param name="wordsOfBlock">Words whose embeddings are allocated at a time.</param>
/// <param name="blocks">Blocks; there may be more later.</param>
internal sealed class UnknownWords(SubwordTable table, int wordsOfBlock, int blocks = 0)
{
    private readonly int _size = table.EmbeddingSize;
    private readonly Dictionary<UInt128, int> _added = [];
    private float[]?[] _blocks = new float[blocks][];
    private UInt128[]?[] _keys = new UInt128[blocks][];

    /// <summary>Words that <see cref="Add"/> has added.</summary>
    public int Count { get; private set; }

    /// <summary>The index of the first word.</summary>
    public int First => table.FirstIndex;

    /// <summary>No index is as large.</summary>
    public int Limit => First + (_blocks.Length * wordsOfBlock);

    /// <summary>Forgets the words that were added; the memory is kept.</summary>
    [MethodImpl(HotPath.Compiled)]
    public void Clear()
    {
        Count = 0;
        _added.Clear();
    }

    /// <summary>Adds a word; one that was added before has its index.</summary>
    /// <returns>Its index.</returns>
    [MethodImpl(HotPath.Compiled)]
    public int Add(ReadOnlySpan<char> word)
    {
        if (Count == _blocks.Length * wordsOfBlock)
        {
            var count = Math.Max(1, 2 * _blocks.Length);
            Array.Resize(ref _keys, count);
            Array.Resize(ref _blocks, count);
        }

        var index = First + Count;
        Set(index, word);
        if (_added.TryGetValue(KeyOf(index), out var earlier))
        {
            return earlier;
        }

        _added.Add(KeyOf(index), index);
        Count++;
        return index;
    }

    /// <summary>
    /// Puts the next word of a stream in a place that no word of its window has. There is always one: the window has as
    /// many places, one of which is for the next word.
    /// </summary>
    /// <param name="word">The word.</param>
    /// <param name="first">The index of the first place of the stream.</param>
    /// <param name="window">[window]: the embedding rows; the last is that of the next word.</param>
    /// <returns>The index of the word.</returns>
    [MethodImpl(HotPath.Compiled)]
    public int Keep(ReadOnlySpan<char> word, int first, ReadOnlySpan<int> window)
    {
        // Never the place of another stream, even where two threads use this one by mistake.
        var (index, last) = (first, first + window.Length - 1);
        while (index < last && window[..^1].Contains(index))
        {
            index++;
        }

        Set(index, word);
        return index;
    }

    /// <summary>Puts a word in a place.</summary>
    /// <param name="index">The index of the place.</param>
    /// <param name="word">The word.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Set(int index, ReadOnlySpan<char> word)
    {
        table.Embed(word, Place(index));
        Seal(index);
    }

    /// <summary>[embedding]: a place to write an embedding to, before <see cref="Seal"/>.</summary>
    /// <param name="index">The index of the place.</param>
    [MethodImpl(HotPath.Compiled)]
    public Span<float> Place(int index)
    {
        var (block, place) = Math.DivRem(index - First, wordsOfBlock);
        _keys[block] ??= new UInt128[wordsOfBlock];
        var embeddings = _blocks[block] ??= new float[wordsOfBlock * _size];
        return embeddings.AsSpan(place * _size, _size);
    }

    /// <summary>
    /// The embedding at a place comes from outside: it is told from others by nothing, so that its rows are not kept
    /// for them.
    /// </summary>
    /// <param name="index">The index of the place.</param>
    public void Unseal(int index)
    {
        var (block, place) = Math.DivRem(index - First, wordsOfBlock);
        _keys[block]![place] = UInt128.Zero;
    }

    /// <summary>The embedding at a place is written.</summary>
    /// <param name="index">The index of the place.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Seal(int index)
    {
        var (block, place) = Math.DivRem(index - First, wordsOfBlock);
        _keys[block]![place] = KeyOf(EmbeddingOf(index));
    }

    /// <summary>What tells embeddings apart: a hash of the bits.</summary>
    [MethodImpl(HotPath.Compiled)]
    public static UInt128 KeyOf(ReadOnlySpan<float> embedding) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(embedding));

    /// <summary>What tells the embedding of a word from others; 0 for nothing.</summary>
    /// <param name="index">The index of the word.</param>
    [MethodImpl(HotPath.Compiled)]
    public UInt128 KeyOf(int index)
    {
        var (block, place) = Math.DivRem(index - First, wordsOfBlock);
        return _keys[block] is { } keys ? keys[place] : UInt128.Zero;
    }

    /// <summary>[embedding]: the embedding of a word.</summary>
    /// <param name="index">Its index.</param>
    [MethodImpl(HotPath.Compiled)]
    public ReadOnlySpan<float> EmbeddingOf(int index)
    {
        var (block, place) = Math.DivRem(index - First, wordsOfBlock);
        return _blocks[block] is { } embeddings
            ? embeddings.AsSpan(place * _size, _size)
            : table.UnknownEmbedding;
    }

    /// <summary>Copies embeddings side by side, in the order of their indices.</summary>
    /// <param name="embeddings">[rows, embedding]: those of the vocabulary and of the padding word.</param>
    /// <param name="indices">[n].</param>
    /// <param name="output">[n, embedding]: receives them.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Gather(ReadOnlySpan<float> embeddings, ReadOnlySpan<int> indices, Span<float> output)
    {
        for (var i = 0; i < indices.Length; i++)
        {
            var index = indices[i];
            var embedding = index < First ? embeddings.Slice(index * _size, _size) : EmbeddingOf(index);
            embedding.CopyTo(output.Slice(i * _size, _size));
        }
    }
}
