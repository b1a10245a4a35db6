using FastElman.Native.Handles;
using FastElman.Native.Models;

namespace FastElman.Native.Tagging;

/// <summary>A compiled model with a handle. Labelling sentences, texts and batches lives in this room.</summary>
internal sealed class NativeTagger(NativeModel model, CompiledModel compiled) : NativeObject
{
    public override byte Kind => HandleKind.Tagger;

    /// <summary>The model that was compiled. Its handle may have been closed.</summary>
    public NativeModel Model { get; } = model;

    public CompiledModel Compiled { get; } = compiled;

    public Tagger Tagger { get; } = new(compiled);

    /// <summary>Labels words by name.</summary>
    public WordTagging Words { get; } = new(compiled);
}
