namespace FastElman.Training.Reports;

/// <summary>
/// Counts the words of each slot that were labelled as another slot, and knows their sentences. <c>B-</c> and
/// <c>I-</c> of a slot count as the same.
/// </summary>
internal sealed class SlotConfusion
{
    private readonly Dictionary<(string Gold, string Predicted), int> _counts = [];
    private readonly Dictionary<(string Gold, string Predicted), List<(int, TaggedSentence)>> _sentences = [];

    public SlotConfusion(IEnumerable<TaggedSentence> sentences)
    {
        foreach (var (number, sentence) in sentences.Select((sentence, index) => (index + 1, sentence)))
        {
            foreach (var (gold, predicted) in sentence.Gold.Zip(sentence.Predicted))
            {
                var pair = (SlotOf(gold), SlotOf(predicted));
                _counts[pair] = Count(pair.Item1, pair.Item2) + 1;
                if (gold != predicted)
                {
                    AddSentence(pair, number, sentence);
                }
            }
        }
    }

    /// <summary>
    /// The slot of a label: the part after the first hyphen, or the whole label if it has none, such as <c>O</c>.
    /// </summary>
    public static string SlotOf(string label) => label[(label.IndexOf('-') + 1)..];

    /// <summary>Words of one slot that were labelled as another.</summary>
    public int Count(string gold, string predicted) => _counts.GetValueOrDefault((gold, predicted));

    /// <summary>
    /// The sentences with words of one slot that were labelled as another, in order, with their numbers from 1.
    /// </summary>
    public IReadOnlyList<(int Number, TaggedSentence Sentence)> SentencesOf(string gold, string predicted) =>
        _sentences.GetValueOrDefault((gold, predicted)) ?? [];

    /// <summary>
    /// The slots that are right or predicted, but not both, for the most words: the most frequent first, of equals by
    /// name.
    /// </summary>
    /// <param name="most">
    /// The largest number of slots. <c>O</c>, which is no slot, is added at the end if it was confused with one of
    /// them.
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

    private void AddSentence((string Gold, string Predicted) pair, int number, TaggedSentence sentence)
    {
        if (!_sentences.TryGetValue(pair, out var sentences))
        {
            _sentences.Add(pair, sentences = []);
        }

        if (sentences is not [.., (var last, _)] || last != number)
        {
            sentences.Add((number, sentence));
        }
    }
}
