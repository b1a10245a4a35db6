using FastElman.Native.Handles;

namespace FastElman.Native.Tagging;

/// <summary>A batch tagger with a handle.</summary>
internal sealed class NativeBatch(BatchTagger tagger) : NativeObject
{
    public override byte Kind => HandleKind.Batch;

    public BatchTagger Tagger { get; } = tagger;
}
