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
/// Slots whose names are the same behind their last dot, such as <c>fromloc.city_name</c> and <c>toloc.city_name</c>,
/// are of one kind and share their values. Immutable and thread-safe.
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

    /// <param name="share">How often a slot gets another value, 0 to 1.</param>
    /// <param name="labels">The labels, in IOB2.</param>
    /// <param name="sentences">Where the values come from.</param>
    public SlotReplacement(double share, LabelSet labels, TrainingSentence[] sentences)
    {
        _share = share;
        _slots = SlotTable.Of(labels);
        _insides = [.. Enumerable.Range(0, labels.Count).Select(label => InsideOf(_slots.NameOf(label), labels))];
        _values = sentences
            .SelectMany(sentence => SlotsOf(sentence)
                .Where(slot => slot.TokenCount <= LongestValue)
                .Select(slot => (
                    Kind: KindOf(slot.Name),
                    Words: sentence.Words[slot.FirstToken..(slot.FirstToken + slot.TokenCount)])))
            .GroupBy(value => value.Kind, value => value.Words, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new SlotValues(group), StringComparer.Ordinal);
    }

    /// <summary>Replaces values of a sentence.</summary>
    /// <param name="sentence">The sentence, which does not change.</param>
    /// <param name="random">A number is drawn for each slot, and one more for each that gets another value.</param>
    /// <returns>The sentence, or another one with other words, and labels for them.</returns>
    public TrainingSentence Apply(TrainingSentence sentence, SplitMix64 random)
    {
        List<int>? words = null;
        var labels = new List<int>();
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

            words ??= [];
            words.AddRange(sentence.Words.AsSpan(copied..slot.FirstToken));
            labels.AddRange(sentence.Labels.AsSpan(copied..slot.FirstToken));
            words.AddRange(value);
            labels.Add(label);
            labels.AddRange(Enumerable.Repeat(_insides[label], value.Length - 1));
            copied = slot.FirstToken + slot.TokenCount;
        }

        if (words is null)
        {
            return sentence;
        }

        words.AddRange(sentence.Words.AsSpan(copied..));
        labels.AddRange(sentence.Labels.AsSpan(copied..));
        return new TrainingSentence([.. words], [.. labels], sentence.Source);
    }

    private static int InsideOf(string name, LabelSet labels) =>
        labels.TryGetIndex(name.Length == 0 ? "I" : $"I-{name}", out var inside) ? inside : -1;

    private static string KindOf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private IEnumerable<SlotTokens> SlotsOf(TrainingSentence sentence)
    {
        for (var place = 0; _slots.TryRead(sentence.Labels, ref place, out var slot);)
        {
            yield return slot;
        }
    }
}
