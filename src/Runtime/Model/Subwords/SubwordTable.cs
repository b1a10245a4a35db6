using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Model.Subwords;

/// <summary>Makes the embeddings of words that a model does not have, of its vectors of subwords.</summary>
/// <remarks>Immutable and thread-safe; nothing allocates.</remarks>
internal sealed class SubwordTable
{
    private readonly ElmanParameters _parameters;
    private readonly ElmanShape _shape;
    private readonly int _unknownWord;

    /// <param name="parameters">The parameters, with subwords, as a model holds them.</param>
    /// <param name="unknownWord">The index of <see cref="Vocabulary.UnknownWord"/>.</param>
    public SubwordTable(ElmanParameters parameters, int unknownWord)
    {
        _parameters = parameters;
        _shape = parameters.Shape;
        _unknownWord = unknownWord;
    }

    /// <summary>The index of <see cref="Vocabulary.UnknownWord"/>.</summary>
    public int UnknownWord => _unknownWord;

    /// <summary>Values of an embedding.</summary>
    public int EmbeddingSize => _shape.EmbeddingSize;

    /// <summary>The first index behind those of the vocabulary and of the padding word.</summary>
    public int FirstIndex => _shape.PaddingRow + 1;

    /// <summary>[embedding]: the embedding of <see cref="Vocabulary.UnknownWord"/>.</summary>
    public ReadOnlySpan<float> UnknownEmbedding =>
        _parameters.Embeddings.Slice(_unknownWord * EmbeddingSize, EmbeddingSize);

    /// <summary>The table of a model; null where it has no subwords.</summary>
    public static SubwordTable? Of(ElmanModel model) =>
        model.Shape.SubwordCount > 0 && model.Vocabulary?.UnknownIndex is { } unknown
            ? new SubwordTable(model.Parameters, unknown)
            : null;

    /// <summary>Writes the embedding of a word: that of the unknown word, and what its subwords add.</summary>
    /// <param name="word">A word that the vocabulary does not have.</param>
    /// <param name="embedding">[embedding]: receives it.</param>
    [SkipLocalsInit]
    [MethodImpl(HotPath.Compiled)]
    public void Embed(ReadOnlySpan<char> word, Span<float> embedding)
    {
        Span<int> rows = stackalloc int[SubwordRows.MaximumCount];
        var count = SubwordRows.Find(word, _shape.SubwordCount, rows);
        UnknownEmbedding.CopyTo(embedding);
        SubwordEmbedding.Add(rows[..count], _parameters[ElmanTensor.Subwords], embedding);
    }
}
