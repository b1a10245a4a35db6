namespace FastElman.Native.Tests;

/// <summary>Small models of every kind, as files.</summary>
internal static class NativeModels
{
    public static readonly string[] Labels =
        ["O", "B-city", "I-city", "B-day", "I-day", "B-toloc.city_name", "I-toloc.city_name"];

    /// <summary>A model with names, and without a word for unknown ones.</summary>
    public static ElmanModel WithNames(NetworkVariant variant, bool hasUnknown = false, int hiddenSize = 20)
    {
        var shape = new ElmanShape(
            hiddenSize, Labels.Length, vocabularySize: 24, embeddingSize: 6, windowSize: 5, variant);
        var words = Enumerable.Range(0, shape.VocabularySize - 1).Select(i => $"word{(char)('a' + i)}")
            .Append(hasUnknown ? Vocabulary.UnknownWord : "last");
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 3, range: 1.5f), new Vocabulary(words), new LabelSet(Labels));
    }

    /// <summary>Sentences of many lengths, the empty one and padding words among them.</summary>
    public static int[][] Sentences(ElmanShape shape) =>
    [
        [], [0], .. Enumerable.Range(1, 40).Select(
            seed => RandomModel.Sentence(shape, 1 + (seed * 7 % 33), seed, withPadding: true)),
    ];
}
