using FastElman.Memory;
using FastElman.Packing;

namespace FastElman.Network;

/// <summary>
/// Scratch memory for the rows of words that the table of projected embeddings has no room for. A run that meets no
/// such word has none.
/// </summary>
/// <param name="layer">The layer.</param>
/// <param name="words">
/// Words of a sentence at a time; 0 where a window is projected, each word for its place only.
/// </param>
internal sealed class MissingRows(PackedHiddenLayer layer, int words)
{
    private readonly AlignedArena _arena = new(
        checked(words * layer.Shape.EmbeddingSize),
        checked(Math.Max(words, layer.Shape.WindowSize) * layer.Stride),
        checked(words * layer.Shape.WindowSize * layer.Stride));

    /// <summary>[words, embedding].</summary>
    public Span<float> Embeddings => _arena[0];

    /// <summary>[words, or places of the window, stride].</summary>
    public Span<float> Product => _arena[1];

    /// <summary>[words, window, stride].</summary>
    public Span<float> Rows => _arena[2];
}
