using FastElman.Model;

namespace FastElman.Training;

/// <summary>
/// Makes a vocabulary and labels from textual sentences by the rules of the tutorial's data: every digit is written
/// <c>DIGIT</c>, a word seen once counts as <c>&lt;UNK&gt;</c>, and the others are in ordinal order. In this way the
/// network learns what unknown words are like.
/// </summary>
public static class VocabularyBuilder
{
    /// <summary>Makes a vocabulary.</summary>
    /// <param name="sentences">Textual sentences of the training set only, so that the other sets stay unseen.</param>
    /// <returns>The words seen twice or more, and always <c>&lt;UNK&gt;</c>.</returns>
    /// <exception cref="ArgumentException">A sentence is null.</exception>
    /// <exception cref="InvalidOperationException">A sentence is indexed.</exception>
    public static Vocabulary BuildVocabulary(IEnumerable<CorpusSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in WithoutNull(sentences).SelectMany(sentence => sentence.Words))
        {
            var written = WriteDigits(word);
            counts[written] = counts.GetValueOrDefault(written) + 1;
        }

        counts[Vocabulary.UnknownWord] = 2;
        return new Vocabulary(
            counts.Where(pair => pair.Value > 1).Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>Makes a label set.</summary>
    /// <param name="sentences">
    /// Textual sentences of all sets: the labels of a task are known beforehand, and a label that training never sees
    /// does no harm.
    /// </param>
    /// <returns>The labels seen.</returns>
    /// <exception cref="ArgumentException">A sentence is null.</exception>
    /// <exception cref="InvalidOperationException">A sentence is indexed.</exception>
    public static LabelSet BuildLabels(IEnumerable<CorpusSentence> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        return new LabelSet(
            WithoutNull(sentences).SelectMany(sentence => sentence.Labels)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal));
    }

    private static IEnumerable<CorpusSentence> WithoutNull(IEnumerable<CorpusSentence> sentences) =>
        sentences.Select((sentence, position) => sentence
            ?? throw new ArgumentException($"The sentence at position {position} is null.", nameof(sentences)));

    private static string WriteDigits(string word) =>
        string.Create(
            checked((int)DigitRule.WrittenLength(word)), word, (written, source) => DigitRule.Write(source, written));
}
