namespace FastElman.Training.Tests.Runs;

/// <summary>
/// A corpus whose labels follow from the endings of words: most of them stand there once, so that no vocabulary of two
/// or more has them, and those of the validation and test sets are not in the training set.
/// </summary>
internal static class SpelledCorpus
{
    private static readonly string[] Stems =
        ["brad", "colt", "dun", "elk", "fair", "gren", "hart", "iver", "jack", "kel", "lark", "mor"];

    public static TrainingOptions Options => RegularizedRuns.Options.With(o =>
    {
        o.HiddenSize = 12;
        o.EmbeddingSize = 8;
        o.Epochs = 40;
        o.LearningRate = 0.03;
        o.Regularization.Subwords = 500;
        o.Regularization.InputDropout = 0.05;
    });

    /// <param name="unseen">A stem of validation and test set.</param>
    /// <param name="seen">A stem of the training set, whose words stand there once.</param>
    public static Corpus Create(string unseen = "newt", string seen = "mor") => new(
        "folder/spelled/",
        new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] =
            [
                .. Stems.Select(stem => stem == "mor" ? seen : stem).Select((stem, i) => (i % 4) switch
                {
                    0 => Sentence("ring", $"{stem}ville", $"{stem}son"),
                    1 => Sentence("ring", $"{stem}son", $"{stem}ville"),
                    2 => Sentence("see", $"{stem}ville", $"{stem}son"),
                    _ => Sentence("see", $"{stem}son", $"{stem}ville"),
                }),
                Sentence("ring", "oakville", "oakson"),
                Sentence("see", "oakville", "oakson"),
            ],
            [CorpusSet.Validation] =
                [Sentence("ring", $"{unseen}ville", "Penson"), Sentence("ring", "Penson", $"{unseen}ville")],
            [CorpusSet.Test] = [Sentence("see", $"{unseen}son", "quinville"), Sentence("ring", "oakville")],
        });

    private static CorpusSentence Sentence(params string[] words) => new(words, words.Select(word =>
        word.EndsWith("ville", StringComparison.Ordinal) ? "B-place"
        : word.EndsWith("son", StringComparison.Ordinal) ? "B-person"
        : "O"));
}
