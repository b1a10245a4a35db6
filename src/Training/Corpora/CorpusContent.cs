namespace FastElman.Training.Corpora;

/// <summary>What a file or folder of a corpus holds.</summary>
/// <param name="Sets">The sets; two may be the same object.</param>
/// <param name="Vocabulary">What word indices stand for; or null.</param>
/// <param name="Labels">What label indices stand for; or null.</param>
internal sealed record CorpusContent(
    IReadOnlyDictionary<CorpusSet, IReadOnlyList<CorpusSentence>> Sets,
    Vocabulary? Vocabulary = null,
    LabelSet? Labels = null)
{
    /// <summary>A file without sets is both training and test set.</summary>
    public static CorpusContent OfOneSet(
        IReadOnlyList<CorpusSentence> sentences, Vocabulary? vocabulary = null, LabelSet? labels = null) =>
        new(
            new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
            {
                [CorpusSet.Train] = sentences,
                [CorpusSet.Test] = sentences,
            },
            vocabulary,
            labels);

    /// <summary>The sentences of a file as one set of a folder: its only set, or the one of the same kind.</summary>
    public IReadOnlyList<CorpusSentence> SentencesFor(CorpusSet set) =>
        Sets.TryGetValue(set, out var sentences) ? sentences : Sets.Values.First();
}
