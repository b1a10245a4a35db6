using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>Models with words and labels of slots, and texts for them.</summary>
internal static class SlotSample
{
    public static readonly string[] Words =
        [Vocabulary.UnknownWord, "from", "to", "boston", "new", "york", "denver", "monday", "st.", "flights"];

    public static readonly string[] Labels = ["O", "B-from", "I-from", "B-to", "I-to", "B-day"];

    /// <summary>Random parameters: labels without sense, but not all the same.</summary>
    public static ElmanModel Random(
        NetworkVariant? variant = null,
        LabelDecoding? decoding = null,
        int seed = 1,
        int window = 3,
        string[]? labels = null)
    {
        labels ??= Labels;
        var shape = new ElmanShape(9, labels.Length, Words.Length, 4, window, variant ?? NetworkVariant.Tutorial);
        return ElmanModel.Create(
            DecodingSample.Parameters(shape, seed), new Vocabulary(Words), new LabelSet(labels), decoding: decoding);
    }

    /// <summary>Texts with punctuation, odd characters, and no words at all.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "flights from boston to new york",
        "Flights from Boston, to (New York)!",
        "",
        "?!",
        "from “Denver” to St. Nowhere — on Monday… 🙂 to boston/denver",
        string.Join(", ", Enumerable.Repeat("from new york to denver monday", 40)),
    ];
}
