using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>Models that teach a run.</summary>
public sealed class TeacherTests
{
    /// <summary>
    /// Knows the corpus by heart; its words and labels are in another order than those of the corpus.
    /// </summary>
    private static readonly ElmanModel Master = new TrainingRun(
        new Corpus(
            "master.pkl",
            Enum.GetValues<CorpusSet>().ToDictionary(set => set, _ => Reordered()),
            new Vocabulary(["to", "the", "rome", "oslo", "from", "<UNK>"]),
            new LabelSet(["O", "B-to", "B-from"])),
        TinyCorpus.Options.With(o =>
        {
            o.HiddenSize = 16;
            o.EmbeddingSize = 8;
            o.Optimizer = TrainingOptimizer.Adam;
            o.LearningRate = 0.02;
            o.Epochs = 100;
        })).Complete().Model;

    /// <summary>The labels of the corpus are wrong, and of no weight.</summary>
    [Fact]
    public void A_network_labels_as_its_teacher_does_where_the_teacher_is_all_that_counts()
    {
        var corpus = WithLabels((_, t) => t % 3);
        var options = RegularizedRuns.Options.With(o =>
        {
            o.HiddenSize = 20;
            o.EmbeddingSize = 10;
            o.Epochs = 150;
            o.LearningRate = 0.03;
            o.Regularization = new RegularizationOptions
            {
                BatchSize = 3,
                WordDropout = 0,
                InputDropout = 0,
                OutputDropout = 0,
                AveragingDecay = 0.9,
                Teachers = [Master],
                TeacherWeight = 1,
            };
        });

        var pupil = new TrainingRun(corpus, options).Complete().Model;

        Assert.Equal(
            Texts(TinyCorpus.Indexed(), LabelsOf), Texts(corpus, sentence => Tag(pupil, sentence)));
        Assert.NotEqual(Texts(TinyCorpus.Indexed(), LabelsOf), Texts(corpus, LabelsOf));
    }

    [Fact]
    public void A_teacher_of_no_weight_teaches_nothing()
    {
        var taught = RegularizedRuns.Options.With(o =>
        {
            o.Regularization.Teachers = [Master];
            o.Regularization.TeacherWeight = 0;
        });

        Bits.AssertEqual(Train(RegularizedRuns.Options), Train(taught));
    }

    [Fact]
    public void Several_teachers_are_one_that_says_what_they_say_on_average()
    {
        Bits.AssertEqual(Train(Taught(Master)), Train(Taught(Master, Master)));
        Assert.NotEqual(
            Train(Taught(Master)).Embeddings.ToArray(), Train(Taught(Master, Other())).Embeddings.ToArray());
        Assert.NotEqual(
            Train(Taught(Other())).Embeddings.ToArray(), Train(Taught(Master, Other())).Embeddings.ToArray());
    }

    [Theory]
    [InlineData(NetworkKind.Elman)]
    [InlineData(NetworkKind.Jordan)]
    [InlineData(NetworkKind.Bidirectional)]
    public void Teachers_may_be_of_any_kind_also_in_the_final_training(NetworkKind kind)
    {
        var variant = new NetworkVariant(kind, HiddenActivation.Tanh, HasTransitions: true);
        var shape = new ElmanShape(3, 3, 6, 2, 3, variant);
        var teacher = ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 2), TinyCorpus.Vocabulary, TinyCorpus.Labels);

        var result = new TrainingRun(
            TinyCorpus.Textual(), Taught(teacher).With(o => o.FinalTraining = true)).Complete();

        Assert.NotEmpty(result.FinalEpochs!);
    }

    [Fact]
    public void A_teacher_with_other_labels_is_refused_with_one_that_is_not_common()
    {
        foreach (var (labels, named) in ((string[], string)[])
            [
                (["B-from", "B-to"], "O"),
                (["B-from", "B-to", "B-via", "O"], "B-via"),
                (["B-from", "B-via", "O"], "B-via"),
            ])
        {
            var error = Assert.Throws<CorpusFormatException>(() => Run(Taught(Other(labels: labels))));
            Assert.Contains("teacher 1 of 1 has other labels than the corpus", error.Message, StringComparison.Ordinal);
            Assert.Contains($"\"{named}\"", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains(
            "teacher 2 of 2",
            Assert.Throws<CorpusFormatException>(() => Run(Taught(Other(), Other(labels: ["a", "b", "c"])))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_without_words_is_refused() => Assert.Contains(
        "teacher 1 of 1 has no words or no labels",
        Assert.Throws<CorpusFormatException>(() => Run(Taught(ElmanModel.Create(
            RandomModel.Parameters(new ElmanShape(3, 3, 6, 2, 1), seed: 1))))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_corpus_of_indices_cannot_be_taught() => Assert.Contains(
        "the corpus does not say what its indices stand for",
        Assert.Throws<CorpusFormatException>(() => new TrainingRun(
            TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1])), Taught(Other()))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_network_that_learns_transitions_cannot_be_taught()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => Run(Taught(Other()).With(o => o.Decoding = LabelDecoding.Transitions)));

        Assert.StartsWith(
            "Teachers is 1: a network that learns transitions cannot be taught",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Null_among_the_teachers_is_refused() => Assert.StartsWith(
        "Teachers is 2: none of them is null",
        Assert.Throws<ArgumentOutOfRangeException>("options", () => Run(Taught(Other(), null!))).Message,
        StringComparison.Ordinal);

    /// <summary>Also one of the validation set, on which only the final training trains.</summary>
    [Fact]
    public void A_word_that_a_teacher_cannot_have_is_refused_before_the_first_epoch()
    {
        var teacher = ElmanModel.Create(
            RandomModel.Parameters(new ElmanShape(3, 3, 5, 2, 1), seed: 1),
            new Vocabulary(["from", "oslo", "rome", "the", "to"]),
            TinyCorpus.Labels);
        var sets = Enum.GetValues<CorpusSet>().ToDictionary(set => set, TinyCorpus.Textual().GetSentences);
        sets[CorpusSet.Validation] =
            [.. sets[CorpusSet.Validation], new CorpusSentence(["paris"], ["O"], "tiny.txt", 9)];
        var corpus = new Corpus("folder/tiny/", sets);
        _ = new TrainingRun(corpus, Taught(teacher)).Complete();

        var error = Assert.Throws<CorpusFormatException>(
            () => new TrainingRun(corpus, Taught(teacher).With(o => o.FinalTraining = true)));

        Assert.Contains("paris", error.Message, StringComparison.Ordinal);
    }

    private static TrainingOptions Taught(params ElmanModel[] teachers) =>
        RegularizedRuns.Options.With(o => o.Regularization.Teachers = teachers);

    private static ElmanModel Other(string[]? labels = null) => ElmanModel.Create(
        RandomModel.Parameters(new ElmanShape(3, labels?.Length ?? 3, 6, 2, 1), seed: 1),
        TinyCorpus.Vocabulary,
        labels is null ? TinyCorpus.Labels : new LabelSet(labels));

    private static TrainingRun Run(TrainingOptions options) => new(TinyCorpus.Indexed(), options);

    private static ElmanParameters Train(TrainingOptions options) => Run(options).Complete().Model.ExportParameters();

    private static IReadOnlyList<CorpusSentence> Reordered() =>
    [
        .. TinyCorpus.Indexed().GetSentences(CorpusSet.Train).Select(sentence => new CorpusSentence(
            [.. sentence.WordIndices.ToArray().Select(word => 5 - word)],
            [.. sentence.LabelIndices.ToArray().Select(label => 2 - label)])),
    ];

    /// <summary>The training set with other labels, and no other set.</summary>
    private static Corpus WithLabels(Func<CorpusSentence, int, int> label) => new(
        "wrong.pkl",
        new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] =
            [
                .. TinyCorpus.Indexed().GetSentences(CorpusSet.Train).Select(sentence => new CorpusSentence(
                    [.. sentence.WordIndices],
                    [.. sentence.WordIndices.ToArray().Select((_, t) => label(sentence, t))])),
            ],
        },
        TinyCorpus.Vocabulary,
        TinyCorpus.Labels);

    private static string[] Texts(Corpus corpus, Func<CorpusSentence, string[]> labels) =>
        [.. corpus.GetSentences(CorpusSet.Train).SelectMany(labels)];

    private static string[] LabelsOf(CorpusSentence sentence) =>
        [.. sentence.LabelIndices.ToArray().Select(label => TinyCorpus.Labels[label])];

    private static string[] Tag(ElmanModel model, CorpusSentence sentence)
    {
        var labels = new int[sentence.Length];
        new Tagger(model.Compile()).Tag([.. sentence.WordIndices], labels);
        return [.. labels.Select(label => model.Labels![label])];
    }
}
