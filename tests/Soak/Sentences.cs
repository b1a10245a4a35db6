using System.Text;

namespace FastElman.Soak;

/// <summary>Sentences of made-up words, as indices and as text.</summary>
internal sealed class Sentences
{
    private const int Count = 48;

    private const int LongestSentence = 25;

    public Sentences(int vocabularySize, Random random)
    {
        Vocabulary = new Vocabulary(
            Enumerable.Range(0, vocabularySize - 1).Select(Word).Append(Vocabulary.UnknownWord));
        Words =
        [
            .. Enumerable.Range(0, Count).Select(sentence =>
                Enumerable.Range(0, 1 + (sentence % LongestSentence)).Select(_ => random.Next(vocabularySize - 1))
                    .ToArray()),
        ];
        Texts = [.. Words.Select(words => string.Join(' ', words.Select(Word)))];
        Utf8Texts = [.. Texts.Select(Encoding.UTF8.GetBytes)];
    }

    public Vocabulary Vocabulary { get; }

    public IReadOnlyList<int[]> Words { get; }

    public IReadOnlyList<string> Texts { get; }

    public IReadOnlyList<byte[]> Utf8Texts { get; }

    /// <summary>A word for an index, spelt without digits, which the tokenizer would take apart.</summary>
    private static string Word(int index) =>
        "w" + string.Concat($"{index}".Select(digit => (char)('a' + digit - '0')));
}
