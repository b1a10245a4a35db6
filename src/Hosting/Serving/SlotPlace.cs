using System.Buffers;

namespace FastElman.Extensions.Hosting.Serving;

/// <summary>A slot by its name and place: what two models can agree on.</summary>
internal readonly record struct SlotPlace(string Name, int Start, int End)
{
    /// <summary>The places of slots that were found.</summary>
    public static SlotPlace[] Of(IReadOnlyList<Slot> slots) =>
        [.. slots.Select(slot => new SlotPlace(slot.Name, slot.Start, slot.End))];

    /// <summary>The places of the slots of labels.</summary>
    public static SlotPlace[] Of(LabelSet labelSet, ReadOnlySpan<Range> tokens, ReadOnlySpan<int> labels)
    {
        var slots = ArrayPool<SlotTokens>.Shared.Rent(labels.Length);
        try
        {
            var places = new SlotPlace[SlotReader.Read(labelSet, labels, slots)];
            for (var i = 0; i < places.Length; i++)
            {
                var (name, first, count) = slots[i];
                places[i] = new SlotPlace(name, tokens[first].Start.Value, tokens[first + count - 1].End.Value);
            }

            return places;
        }
        finally
        {
            ArrayPool<SlotTokens>.Shared.Return(slots, clearArray: true);
        }
    }
}
