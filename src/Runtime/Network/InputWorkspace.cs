using FastElman.Memory;
using FastElman.Packing;

namespace FastElman.Network;

/// <summary>What the input layer needs where there is no table of projected embeddings; nothing where there is one.</summary>
internal sealed class InputWorkspace
{
    private readonly AlignedBuffer _window;
    private readonly AlignedBuffer _newest;

    private InputWorkspace(PackedHiddenLayer layer, int rows, int steps)
    {
        var isNeeded = layer.Projection is null;
        var slab = new AlignedArena(
            isNeeded ? checked(rows * layer.Shape.EmbeddingSize) : 0,
            isNeeded ? checked(steps * layer.Stride) : 0);
        (_window, _newest) = (slab.Part(0), slab.Part(1));
    }

    /// <summary>[rows, embedding]: the embeddings of the words that the windows cover.</summary>
    public Span<float> Window => _window.Span;

    /// <summary>For steps that follow one another, whose windows overlap.</summary>
    public static InputWorkspace ForSequence(PackedHiddenLayer layer, int steps) =>
        new(layer, steps + (2 * layer.Shape.WindowReach), steps);

    /// <summary>For steps of different sentences, each with a window of its own.</summary>
    public static InputWorkspace ForLockstep(PackedHiddenLayer layer, int steps) =>
        new(layer, checked(steps * layer.Shape.WindowSize), steps);

    /// <summary>[steps, padded hidden]: what the newest word of each window adds.</summary>
    public Span<float> Newest => _newest.Span;
}
