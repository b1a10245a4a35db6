namespace FastElman.Training.Reports;

/// <summary>
/// The words of a training set that a reader knows best: the most frequent ones, outside slots and inside.
/// </summary>
internal static class FrequentWords
{
    /// <summary>
    /// The most frequent words outside slots, then those inside; of equals, the one with the smaller index first.
    /// </summary>
    /// <param name="corpus">A corpus with a training set.</param>
    /// <param name="vocabulary">The words of a model that was trained on it.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="most">How many of either kind, at most.</param>
    /// <returns>Words with how often they occur; <c>&lt;UNK&gt;</c>, which is no word, is not among them.</returns>
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
