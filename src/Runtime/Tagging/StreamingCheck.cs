namespace FastElman.Tagging;

internal static class StreamingCheck
{
    /// <summary>Refuses a model whose labels depend on words that are still to come.</summary>
    public static void RequireStreaming(this ElmanModel model)
    {
        if (!model.CanStream)
        {
            throw new NotSupportedException(
                $"A stream cannot run this model, whose labels depend on the whole sentence ({model.Shape.Variant with { Decoding = model.Decoding }}): use {nameof(Tagger)} or {nameof(BatchTagger)}.");
        }
    }
}
