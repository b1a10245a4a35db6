namespace FastElman.Training.Tests.Runs;

/// <summary>A corpus of a few words whose labels follow from the word and the one before it.</summary>
internal static class TinyCorpus
{
    public static readonly Vocabulary Vocabulary = new(["<UNK>", "from", "oslo", "rome", "the", "to"]);
    public static readonly LabelSet Labels = new(["B-from", "B-to", "O"]);

    private const string Training = """
        from/O oslo/B-from to/O rome/B-to
        to/O oslo/B-to
        from/O rome/B-from
        the/O
        from/O the/O oslo/O
        to/O rome/B-to from/O oslo/B-from
        the/O from/O rome/B-from
        """;

    private const string Validation = """
        from/O oslo/B-from
        to/O rome/B-to the/O
        """;

    private const string Test = """
        to/O oslo/B-to from/O rome/B-from
        """;

    /// <summary>Sizes that suit it.</summary>
    public static TrainingOptions Options =>
        new() { HiddenSize = 4, EmbeddingSize = 3, WindowSize = 3, Epochs = 3, LearningRate = 0.3 };

    /// <summary>As a fold pickle gives it: indices, and what they stand for.</summary>
    public static Corpus Indexed(bool withValidation = true)
    {
        var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = Indices(Training),
            [CorpusSet.Test] = Indices(Test),
        };
        if (withValidation)
        {
            sets[CorpusSet.Validation] = Indices(Validation);
        }

        return new Corpus("folder/tiny.pkl", sets, Vocabulary, Labels);
    }

    /// <summary>As columns give it.</summary>
    public static Corpus Textual() => new("folder/tiny/", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
    {
        [CorpusSet.Train] = Texts(Training),
        [CorpusSet.Validation] = Texts(Validation),
        [CorpusSet.Test] = Texts(Test),
    });

    /// <summary>As an .ids file gives it: one set, and nothing said of what the indices are.</summary>
    public static Corpus OfIndices(params CorpusSentence[] sentences) =>
        new("some.ids", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = sentences,
            [CorpusSet.Test] = sentences,
        });

    private static CorpusSentence[] Texts(string text) => [.. text.Split('\n').Select((line, number) =>
        new CorpusSentence(
            line.Split(' ').Select(token => token.Split('/')[0]),
            line.Split(' ').Select(token => token.Split('/')[1]),
            "tiny.txt",
            number + 1))];

    private static CorpusSentence[] Indices(string text) =>
        [.. Texts(text).Select((sentence, number) => new CorpusSentence(
        [.. sentence.Words.Select(word => Vocabulary.GetIndex(word))],
        [.. sentence.Labels.Select(label => Labels.TryGetIndex(label, out var index) ? index : -1)],
        "tiny.pkl",
        number + 1))];
}
