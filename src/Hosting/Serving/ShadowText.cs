namespace FastElman.Extensions.Hosting.Serving;

/// <summary>A text for the shadow, with what the current model has found in it.</summary>
/// <param name="Text">The text; null where it came as UTF-8.</param>
/// <param name="Utf8Text">The text as it came; null where it came as UTF-16.</param>
/// <param name="Found">The slots, with places in the text as it came.</param>
/// <param name="IsOfLabels">
/// Whether the slots are those of all labels, and not only those with enough confidence.
/// </param>
internal sealed record ShadowText(string? Text, byte[]? Utf8Text, SlotPlace[] Found, bool IsOfLabels)
{
    /// <summary>What another model finds in the text.</summary>
    public SlotPlace[] FoundBy(Tagger tagger)
    {
        if (!IsOfLabels)
        {
            return SlotPlace.Of(Text is null ? tagger.FindSlots(Utf8Text) : tagger.FindSlots(Text));
        }

        var length = Text?.Length ?? Utf8Text!.Length;
        var (tokens, labels) = (new Range[length], new int[length]);
        var count = Text is null ? tagger.TagText(Utf8Text, tokens, labels) : tagger.TagText(Text, tokens, labels);
        return SlotPlace.Of(tagger.Model.Labels!, tokens.AsSpan(0, count), labels.AsSpan(0, count));
    }
}
