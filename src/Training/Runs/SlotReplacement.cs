using FastElman.Labels;
using FastElman.Training.Randomness;

namespace FastElman.Training.Runs;

/// <summary>
/// Puts other values into the slots of a sentence now and then, as other sentences of the training set have them:
/// <c>flights to boston</c> becomes <c>flights to salt lake city</c>. So a network learns more of what stands around a
/// value than which one it is (mention replacement: X. Dai and H. Adel, "An Analysis of Simple Data Augmentation for
/// Named Entity Recognition", 2020).
/// </summary>
/// <remarks>
/// Slots whose names are the same behind their last dot, such as <c>fromloc.city_name</c>, <c>toloc.city_name</c> and
/// <c>city_name</c>, are of one kind and share their values. Immutable and thread-safe.
/// </remarks>
internal sealed class SlotReplacement
{
    /// <summary>Words of the longest value that is put elsewhere, so that no sentence grows beyond measure.</summary>
    public const int LongestValue = 32;

    private readonly double _share;
    private readonly SlotTable _slots;

    /// <summary>[labels]: the label of the words behind the first of a slot; −1 where there is none.</summary>
    private readonly int[] _insides;
    private readonly Dictionary<string, SlotValues> _values;

    /// <param name="share">How often a value is drawn for a slot, 0 to 1.</param>
    /// <param name="labels">The labels, none of which is of another scheme than IOB.</param>
    /// <param name="sentences">Where the values come from.</param>
    public SlotReplacement(double share, LabelSet labels, TrainingSentence[] sentences)
    {
        _share = share;
        _slots = SlotTable.Of(labels);
        var constraints = new IobConstraints(labels);
        _insides =
        [
            .. Enumerable.Range(0, labels.Count).Select(label => labels[label].Length > 1
                ? constraints.ContinuationOf(label)
                : labels.TryGetIndex("I", out var inside) ? inside : -1),
        ];
        _values = sentences
            .SelectMany(sentence => SlotsOf(sentence)
                .Where(slot => slot.TokenCount <= LongestValue)
                .Select(slot => (
                    Kind: KindOf(slot.Name),
                    Words: sentence.Words[slot.FirstToken..(slot.FirstToken + slot.TokenCount)])))
            .GroupBy(value => value.Kind, value => value.Words, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new SlotValues(group), StringComparer.Ordinal);
    }

    /// <summary>Whether any of the labels is that of a slot.</summary>
    public static bool HasSlots(LabelSet labels) => labels.Any(label => RoleOf(label) != SlotRole.Outside);

    /// <summary>
    /// A label of a scheme that ends slots or has a letter of its own inside of them; null where there is none. The
    /// last word of a slot would need another label if the slot had more or fewer words.
    /// </summary>
    public static string? FindForeign(LabelSet labels) => labels.FirstOrDefault(
        label => RoleOf(label) != SlotRole.Outside && label[0] is not ('B' or 'I'));

    /// <summary>Replaces values of a sentence. One that has no label for its further words is not put there.</summary>
    /// <param name="sentence">The sentence, which does not change.</param>
    /// <param name="random">A number is drawn for each slot, and one more for each value.</param>
    /// <returns>The sentence, or another one with other words, and labels for them.</returns>
    public TrainingSentence Apply(TrainingSentence sentence, SplitMix64 random)
    {
        var (words, labels) = (new List<int>(), new List<int>());
        var copied = 0;
        foreach (var slot in SlotsOf(sentence))
        {
            if (random.Uniform(0, 1) >= _share || !_values.TryGetValue(KindOf(slot.Name), out var values))
            {
                continue;
            }

            var value = values.Draw(random);
            var label = sentence.Labels[slot.FirstToken];
            if (value.Length > 1 && _insides[label] < 0)
            {
                continue;
            }

            words.AddRange(sentence.Words.AsSpan(copied..slot.FirstToken));
            labels.AddRange(sentence.Labels.AsSpan(copied..slot.FirstToken));
            words.AddRange(value);
            labels.Add(label);
            labels.AddRange(Enumerable.Repeat(_insides[label], value.Length - 1));
            copied = slot.FirstToken + slot.TokenCount;
        }

        if (copied == 0)
        {
            return sentence;
        }

        words.AddRange(sentence.Words.AsSpan(copied..));
        labels.AddRange(sentence.Labels.AsSpan(copied..));
        return new TrainingSentence([.. words], [.. labels], sentence.Source);
    }

    private static SlotRole RoleOf(string label) => SlotScheme.Parse(label, out _);

    private static string KindOf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private IEnumerable<SlotTokens> SlotsOf(TrainingSentence sentence)
    {
        for (var place = 0; _slots.TryRead(sentence.Labels, ref place, out var slot);)
        {
            yield return slot;
        }
    }
}
