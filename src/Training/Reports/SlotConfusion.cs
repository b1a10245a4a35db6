namespace FastElman.Training.Reports;

/// <summary>
/// Which slot's words were taken for which other slot's. <c>B-</c> and <c>I-</c> of a slot are one here.
/// </summary>
internal sealed class SlotConfusion
{
    private readonly Dictionary<(string Gold, string Predicted), int> _counts = [];

    public SlotConfusion(IEnumerable<TaggedSentence> sentences)
    {
        foreach (var sentence in sentences)
        {
            foreach (var (gold, predicted) in sentence.Gold.Zip(sentence.Predicted))
            {
                var pair = (SlotOf(gold), SlotOf(predicted));
                _counts[pair] = Count(pair.Item1, pair.Item2) + 1;
            }
        }
    }

    /// <summary>
    /// The slot of a label: what stands behind the first hyphen, or the whole of a label that has none, such as
    /// <c>O</c>.
    /// </summary>
    public static string SlotOf(string label) => label[(label.IndexOf('-') + 1)..];

    /// <summary>Words of one slot that were taken for another's.</summary>
    public int Count(string gold, string predicted) => _counts.GetValueOrDefault((gold, predicted));

    /// <summary>
    /// The slots with the most words that either were taken for another slot's or should have been: most first, equals
    /// by name.
    /// </summary>
    /// <param name="most">
    /// How many, at most; <c>O</c>, which is no slot, comes besides and last, where it was confused with one of them.
    /// </param>
    public IReadOnlyList<string> MostConfused(int most)
    {
        var wrong = _counts.Where(each => each.Key.Gold != each.Key.Predicted).ToArray();
        string[] slots =
        [
            .. wrong
                .SelectMany(
                    each => (string[])[each.Key.Gold, each.Key.Predicted], (each, slot) => (Slot: slot, each.Value))
                .Where(each => each.Slot != LabelSet.Outside)
                .GroupBy(each => each.Slot, each => each.Value, StringComparer.Ordinal)
                .OrderByDescending(slot => slot.Sum())
                .ThenBy(slot => slot.Key, StringComparer.Ordinal)
                .Take(most)
                .Select(slot => slot.Key),
        ];
        return slots.Any(slot => Count(slot, LabelSet.Outside) + Count(LabelSet.Outside, slot) > 0)
            ? [.. slots, LabelSet.Outside]
            : slots;
    }
}
