namespace FastElman.Samples.TaggingService.Limits;

/// <summary>
/// Words that a model without &lt;UNK&gt; cannot take. They are told by their place alone: what is told may be logged.
/// </summary>
internal static class UnknownWords
{
    /// <summary>Whether the vocabulary has neither the word nor &lt;UNK&gt; to stand for it.</summary>
    public static bool Refuses(this Vocabulary vocabulary, ReadOnlySpan<char> word) =>
        vocabulary.UnknownIndex is null && !vocabulary.Contains(word);

    /// <summary>The sentence about such a word.</summary>
    /// <param name="place">Where it is, as in <c>from 13 to 17</c>.</param>
    public static string Problem(string place) =>
        $"The word {place} is not in the vocabulary of the model, which has no {Vocabulary.UnknownWord} "
        + "to stand for it.";
}
