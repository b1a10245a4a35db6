using FastElman.Training;

namespace FastElman.Benchmarks.Workloads;

/// <summary>
/// The sentences of an epoch: the training set of ATIS, fold 1, where the folder of reference data is at hand, else as
/// many with drawn words and lengths, and labels that follow from the words.
/// </summary>
internal static class TrainingCorpus
{
    private const int Drawn = 3983;

    /// <summary>How many sentences of like length one in the sample stands for.</summary>
    private const int SampleStep = 10;

    private const int OrderSeed = 345;

    private static readonly string Fold =
        Path.Combine(Environment.GetEnvironmentVariable("FASTELMAN_SHARED") ?? "", "atis", "atis.fold1.pkl.gz");

    /// <summary>What the sentences are, for the report.</summary>
    public static string Origin =>
        File.Exists(Fold) ? "the training set of ATIS, fold 1" : $"{Drawn} drawn sentences as long as those of ATIS";

    /// <summary>All of an epoch.</summary>
    public static IReadOnlyList<LabelledSentence> Sentences(ElmanShape shape) =>
        File.Exists(Fold) ? Read() : Draw(shape);

    /// <summary>
    /// Every tenth in the order of length, so that lengths are as common as among all; then in no order.
    /// </summary>
    public static LabelledSentence[] Sample(IReadOnlyList<LabelledSentence> sentences)
    {
        var sample = sentences.OrderBy(sentence => sentence.Words.Length)
            .Where((_, place) => place % SampleStep == SampleStep / 2)
            .ToArray();
        new Random(OrderSeed).Shuffle(sample);
        return sample;
    }

    private static IReadOnlyList<LabelledSentence> Read() =>
    [
        .. Corpus.Load(Fold).GetSentences(CorpusSet.Train)
            .Select(sentence => new LabelledSentence(sentence.WordIndices.ToArray(), sentence.LabelIndices.ToArray())),
    ];

    private static IReadOnlyList<LabelledSentence> Draw(ElmanShape shape) =>
    [
        .. SentenceLengths.Draw(Drawn)
            .Select((length, i) => Texts.Draw(shape.VocabularySize, length, seed: i))
            .Select(words => new LabelledSentence(words, [.. words.Select(word => word % shape.LabelCount)])),
    ];
}
