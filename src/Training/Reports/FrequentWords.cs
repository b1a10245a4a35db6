namespace FastElman.Training.Reports;

/// <summary>
/// The most frequent words of a training set, outside slots and inside: those that readers know best.
/// </summary>
internal static class FrequentWords
{
    /// <summary>
    /// The most frequent words outside slots, then those inside; of equals, the one with the smaller index first.
    /// </summary>
    /// <param name="corpus">A corpus with a training set.</param>
    /// <param name="vocabulary">The words of a model trained on the corpus.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <param name="most">The largest number of words of each kind.</param>
    /// <returns>Words and their number of occurrences, without <c>&lt;UNK&gt;</c>.</returns>
    public static IReadOnlyList<(int Word, int Count)> Of(
        Corpus corpus, Vocabulary vocabulary, LabelSet labels, int most)
    {
        var encoding = corpus.CreateEncoding(vocabulary, labels);
        var counts = new int[vocabulary.Count];
        var inSlots = new int[vocabulary.Count];
        foreach (var sentence in corpus.GetSentences(CorpusSet.Train))
        {
            foreach (var (word, label) in encoding.GetWordIndices(sentence).Zip(encoding.GetGoldLabels(sentence)))
            {
                if (word >= 0 && word != vocabulary.UnknownIndex)
                {
                    counts[word]++;
                    inSlots[word] += label == LabelSet.Outside ? 0 : 1;
                }
            }
        }

        return [.. MostFrequent(isSlotWord: false), .. MostFrequent(isSlotWord: true)];

        IEnumerable<(int Word, int Count)> MostFrequent(bool isSlotWord) => Enumerable.Range(0, counts.Length)
            .Where(word => counts[word] > 0 && 2 * inSlots[word] > counts[word] == isSlotWord)
            .OrderByDescending(word => counts[word])
            .Take(most)
            .Select(word => (word, counts[word]));
    }
}
