using FastElman.Network;

namespace FastElman.Tagging;

/// <summary>Makes the slots of a labelled text.</summary>
internal static class SlotCollector
{
    /// <summary>The slots that are confident enough, without their text.</summary>
    /// <param name="model">The model that labelled the text.</param>
    /// <param name="tokens">[n]: the place of each token.</param>
    /// <param name="labels">[n]: the label of each token.</param>
    /// <param name="confidence">The probability of the labels, both parts [n].</param>
    /// <param name="omittedCount">Receives the number of slots that are not.</param>
    public static List<Slot> Collect(
        CompiledModel model,
        ReadOnlySpan<Range> tokens,
        ReadOnlySpan<int> labels,
        LabelConfidence confidence,
        out int omittedCount)
    {
        var slots = new List<Slot>();
        omittedCount = 0;
        var place = 0;
        while (model.Slots!.TryRead(labels, ref place, out var slot))
        {
            var probability = confidence.OfSpan(slot.FirstToken, slot.TokenCount);
            if (probability < model.MinimumConfidence)
            {
                omittedCount++;
                continue;
            }

            var start = tokens[slot.FirstToken].Start.Value;
            var end = tokens[slot.FirstToken + slot.TokenCount - 1].End.Value;
            slots.Add(new Slot(slot.Name, string.Empty, start, end, probability));
        }

        return slots;
    }
}
