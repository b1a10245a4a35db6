using System.Runtime.CompilerServices;
using FastElman.Kernels;
using FastElman.Memory;
using FastElman.Packing;
using FastElman.Simd;

namespace FastElman.Network;

/// <summary>
/// Where the projected rows of words are: in the table, into which new words come here, or in the workspace, where the
/// words have to be projected that the table has no room for. Either way the rows have the same bits.
/// </summary>
internal readonly struct WordRows<TSimd, TVector>(PackedHiddenLayer layer)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly ProjectedEmbeddings _table = layer.Projection!;
    private readonly int _embedding = layer.Shape.EmbeddingSize;
    private readonly int _window = layer.Shape.WindowSize;
    private readonly int _columns = layer.PaddedColumns;
    private readonly int _stride = layer.Stride;

    /// <summary>The rows of successive words, for all places of the window.</summary>
    /// <param name="words">[n]: embedding rows.</param>
    /// <param name="addresses">[n]: receives for each word the address of its rows [window, stride].</param>
    /// <param name="workspace">Scratch memory for n words.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Locate(ReadOnlySpan<int> words, Span<nint> addresses, StepWorkspace workspace)
    {
        var missing = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var address = _table.Find(words[i]);
            if (address <= 0)
            {
                address = Add(words[i], workspace);
                missing += address == 0 ? 1 : 0;
            }

            addresses[i] = address;
        }

        if (missing > 0)
        {
            Project(words, addresses[..words.Length], missing, workspace);
        }
    }

    /// <summary>The rows of a window's words, if the table has all of them.</summary>
    /// <param name="words">[n]: embedding rows.</param>
    /// <param name="addresses">
    /// [n]: receives the address of the rows of each word. That of a word that the table does not have stays as it is:
    /// where two threads use one stream by mistake, each finds addresses of rows here, if not its own.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ReadOnlySpan<int> words, Span<nint> addresses)
    {
        // Addresses are positive: the sign of one that is not, or 0 − 1, is the sign of all together.
        nint missing = 0;
        for (var i = 0; i < words.Length; i++)
        {
            var address = _table.Find(words[i]);
            missing |= address - 1;
            if (address > 0)
            {
                addresses[i] = address;
            }
        }

        return missing >= 0;
    }

    /// <summary>The rows of a window's words, each for its own place only.</summary>
    /// <param name="words">[at most window]: embedding rows.</param>
    /// <param name="addresses">
    /// [n]: receives addresses from which <see cref="At"/> leads to the row for the place of the word.
    /// </param>
    /// <param name="workspace">Scratch memory.</param>
    [MethodImpl(HotPath.Rare)]
    public void LocateInWindow(ReadOnlySpan<int> words, Span<nint> addresses, StepWorkspace workspace)
    {
        for (var place = 0; place < words.Length; place++)
        {
            var address = _table.Find(words[place]);
            addresses[place] = address > 0 ? address : AddOrProject(words[place], place, workspace);
        }
    }

    /// <summary>The row of the newest word of a window for its place.</summary>
    /// <param name="word">Its embedding row.</param>
    /// <param name="workspace">Scratch memory, in which the row may be until the next call.</param>
    /// <returns>The address of the row [stride].</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint LocateNewest(int word, StepWorkspace workspace)
    {
        var address = _table.Find(word);
        return At(address > 0 ? address : AddOrProject(word, _window - 1, workspace), _window - 1);
    }

    /// <summary>From a word's rows to that for one place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint At(nint rows, int place) => rows + ((nint)place * _stride * sizeof(float));

    /// <summary>
    /// Brings a word into the table, or one row of it into the workspace. Where words have to be seen twice, that is in
    /// the middle of the window, where each word of a sentence is once, whatever the form of running. The padding word
    /// is never there.
    /// </summary>
    /// <returns>An address from which <see cref="At"/> leads to the row for the place.</returns>
    [MethodImpl(HotPath.Rare)]
    private nint AddOrProject(int word, int place, StepWorkspace workspace)
    {
        var isSeen = place == _window / 2 || word == layer.Shape.PaddingRow;
        var address = word > layer.Shape.PaddingRow ? FindUnknown(word, isSeen, workspace)
            : _table.HasRoomForAll || isSeen ? Add(word, workspace)
            : 0;
        if (address > 0)
        {
            return address;
        }

        var row = workspace.MissingRows(layer).Product.Slice(place * _stride, _stride);
        Project(EmbeddingOf(word, workspace), place, row);
        return At(AlignedBuffer.AddressOf(row), -place);
    }

    /// <summary>Projects a word into the table. Returns the address of its rows, or 0 where there is no room.</summary>
    [MethodImpl(HotPath.Rare)]
    private nint Add(int word, StepWorkspace workspace)
    {
        if (word > layer.Shape.PaddingRow)
        {
            return FindUnknown(word, isSeen: true, workspace);
        }

        if (!_table.TryBegin(word, out var rows))
        {
            return 0;
        }

        for (var place = 0; place < _window; place++)
        {
            Project(EmbeddingOf(word, workspace), place, rows.Slice(place * _stride, _stride));
        }

        return _table.End(word, rows);
    }

    /// <summary>
    /// The address of the rows of a word that the vocabulary does not have; 0 where they are not held.
    /// </summary>
    /// <param name="word">Its index.</param>
    /// <param name="isSeen">Whether the word counts as seen here: once for each time that it comes.</param>
    /// <param name="workspace">Has its embedding.</param>
    [MethodImpl(HotPath.Rare)]
    private nint FindUnknown(int word, bool isSeen, StepWorkspace workspace)
    {
        if (_table.UnknownWords is not { } table || workspace.UnknownWords is not { } words
            || words.KeyOf(word) is var key && key == UInt128.Zero)
        {
            return 0;
        }

        var address = table.Find(key);
        if (address != 0 || !isSeen || !table.TryBegin(key, out var rows))
        {
            return address;
        }

        try
        {
            // From a copy: where two threads use a stream by mistake, neither may spoil the rows of others.
            var embedding = table.Embedding;
            words.EmbeddingOf(word).CopyTo(embedding);
            if (UnknownWords.KeyOf(embedding) != key)
            {
                table.Abandon();
                return 0;
            }

            for (var place = 0; place < _window; place++)
            {
                Project(embedding, place, rows.Slice(place * _stride, _stride));
            }

            return table.End(key, rows);
        }
        catch
        {
            table.Abandon();
            throw;
        }
    }

    [MethodImpl(HotPath.Compiled)]
    private void Project(ReadOnlySpan<float> embedding, int place, Span<float> row) =>
        MatrixVector.Multiply<TSimd, TVector>(
            embedding, _table.WeightsOf(place), layer.Zeros[.._columns], row[.._columns], Direction.Forward);

    /// <summary>Projects all words without an address together, so that each weight is read once.</summary>
    [MethodImpl(HotPath.Rare)]
    private void Project(ReadOnlySpan<int> words, Span<nint> addresses, int count, StepWorkspace workspace)
    {
        var scratch = workspace.MissingRows(layer);
        var next = 0;
        for (var i = 0; i < words.Length; i++)
        {
            if (addresses[i] == 0)
            {
                EmbeddingOf(words[i], workspace).CopyTo(scratch.Embeddings[(next * _embedding)..]);
                addresses[i] = AlignedBuffer.AddressOf(scratch.Rows[(next * _window * _stride)..]);
                next++;
            }
        }

        for (var place = 0; place < _window; place++)
        {
            MatrixProduct.Multiply<TSimd, TVector>(
                scratch.Embeddings,
                _embedding,
                count,
                _table.WeightsOf(place),
                layer.Zeros,
                0,
                scratch.Product,
                outputStride: _stride);
            for (var i = 0; i < count; i++)
            {
                scratch.Product.Slice(i * _stride, _stride)
                    .CopyTo(scratch.Rows[(((i * _window) + place) * _stride)..]);
            }
        }
    }

    private ReadOnlySpan<float> EmbeddingOf(int word, StepWorkspace workspace) =>
        word > layer.Shape.PaddingRow && workspace.UnknownWords is { } unknown
            ? unknown.EmbeddingOf(word)
            : layer.Embeddings.Slice(word * _embedding, _embedding);
}
