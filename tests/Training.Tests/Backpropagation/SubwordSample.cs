using FastElman.Model.Subwords;
using FastElman.Reference;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Backpropagation;

/// <summary>A few words that are made of subwords, for a network of any variant.</summary>
internal static class SubwordSample
{
    public static readonly Vocabulary Vocabulary =
        new(["<UNK>", "flight", "flights", "oslo", "DIGITDIGIT", "a", "cities"]);

    public static readonly string[] Missing = ["Tokyo", "flightless"];

    /// <summary>So few subwords that words share them, as they do letters.</summary>
    public static ElmanShape Shape(NetworkVariant? variant = null, int window = 3) => new(
        hiddenSize: 9,
        labelCount: 5,
        Vocabulary.Count,
        embeddingSize: 11,
        window,
        variant ?? NetworkVariant.Tutorial,
        SubwordRows.ShapeRowCount + 13);

    public static ComposedWords Words(ElmanShape shape) => new(Vocabulary, Missing, shape.SubwordCount);

    /// <summary>Rows of a sentence, the padding word, dropped words and unknown ones among them.</summary>
    public static int[] Sentence(ComposedWords words, int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(-1, words.RowCount))];
    }

    /// <summary>What each row is made of, as <see cref="ComposedWords"/> says.</summary>
    public static ReferenceSubwords Reference(ComposedWords words, int size) => new(
        [
            .. Enumerable.Range(0, words.RowCount).Select(row =>
            {
                int[] subwords = [.. words.SubwordsOf(row)];
                var ngrams = Math.Max(0, subwords.Length - SubwordRows.ShapeRowsOfWord);
                return new ReferenceSubwords.Word(words.OwnRowOf(row), subwords[..ngrams], subwords[ngrams..]);
            }),
            new ReferenceSubwords.Word(words.PaddingRow, [], []),
        ],
        size);
}
