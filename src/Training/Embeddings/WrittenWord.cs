using FastElman.Model;

namespace FastElman.Training.Embeddings;

/// <summary>How a vocabulary writes a word: each digit as <c>DIGIT</c>, the rest perhaps in lower case.</summary>
internal static class WrittenWord
{
    /// <summary>The form of a word, which is itself where the word has the form already.</summary>
    /// <param name="word">The word.</param>
    /// <param name="lowerCase">Whether the vocabulary has lower case alone, but for <c>DIGIT</c>.</param>
    public static string Of(string word, bool lowerCase)
    {
        var parts = word.Split(Vocabulary.DigitWord);
        return string.Join(Vocabulary.DigitWord, parts.Select(part => Write(part, lowerCase)));
    }

    private static string Write(string part, bool lowerCase) => string.Create(
        checked((int)DigitRule.WrittenLength(part)),
        (part, lowerCase),
        (written, source) => DigitRule.Write(source.part, written, source.lowerCase));
}
