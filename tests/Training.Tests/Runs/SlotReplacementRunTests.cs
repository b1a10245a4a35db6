using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>Runs in which slots get the values of others.</summary>
public sealed class SlotReplacementRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static TrainingOptions Options => RegularizedRuns.Options.With(o =>
    {
        o.HiddenSize = 12;
        o.EmbeddingSize = 8;
        o.Epochs = 60;
        o.LearningRate = 0.03;
        o.Regularization.WordDropout = 0;
        o.Regularization.SlotReplacement = 0.5;
    });

    public void Dispose() => _folder.Dispose();

    /// <summary>In the training set a city tells as much of its slot as the word before it does.</summary>
    [Fact]
    public void A_value_is_labelled_by_what_stands_around_it()
    {
        var replaced = Train(Options).Epochs[^1];
        var plain = Train(Options.With(o => o.Regularization.SlotReplacement = 0)).Epochs[^1];

        Assert.Equal(100, replaced.TestF1);
        Assert.True(plain.TestF1 < 100, $"{plain}");
    }

    [Fact]
    public void A_run_that_was_ended_goes_on_to_the_same_model()
    {
        var options = Options.With(o => o.Epochs = 4);
        var whole = Train(options);
        var file = _folder.File("run.checkpoint");
        Train(options.With(o => (o.CheckpointFile, o.SentenceLimit) = (file, 7)));

        var run = new TrainingRun(Cities(), options.With(o => o.CheckpointFile = file));

        Assert.NotNull(run.Resume());
        Bits.AssertEqual(whole.Model.ExportParameters(), run.Complete().Model.ExportParameters());
        var other = new TrainingRun(Cities(), options.With(o =>
            (o.CheckpointFile, o.Regularization.SlotReplacement) = (file, 0.25)));
        Assert.Contains(
            "with another regularisation",
            Assert.Throws<ModelFormatException>(() => other.Resume()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_have_letters_keep_them_in_other_slots()
    {
        var options = Options.With(o => o.Regularization.Subwords = 100);

        Assert.Equal(100, Train(options).Epochs[^1].TestF1);
    }

    /// <summary>
    /// The only value that can be drawn has one word, so the sentence with a value of too many words becomes another.
    /// </summary>
    [Fact]
    public void A_sentence_counts_in_its_batch_as_long_as_it_has_become()
    {
        var options = Options.With(o =>
        {
            o.Epochs = 3;
            (o.Regularization.InputDropout, o.Regularization.OutputDropout) = (0, 0);
            o.Regularization.SlotReplacement = 1;
        });

        var replaced = Train(options, words: 33);
        var shorter = Train(options.With(o => o.Regularization.SlotReplacement = 0), words: 1);

        Bits.AssertEqual(shorter, replaced);

        static ElmanParameters Train(TrainingOptions options, int words)
        {
            var vocabulary = new Vocabulary(["<UNK>", "from", "lima", "oslo"]);
            var labels = new LabelSet(["B-city", "I-city", "O"]);
            var corpus = new Corpus(
                "folder/long.pkl",
                new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
                {
                    [CorpusSet.Train] =
                    [
                        new CorpusSentence([1, 2], [2, 0]),
                        new CorpusSentence(
                            [1, .. words == 1 ? [2] : Enumerable.Repeat(3, words)],
                            [2, 0, .. Enumerable.Repeat(1, words - 1)]),
                    ],
                },
                vocabulary,
                labels);
            return new TrainingRun(corpus, options).Complete().Model.ExportParameters();
        }
    }

    [Fact]
    public void Other_recipes_ignore_it()
    {
        var options = Options.With(o => (o.Recipe, o.Epochs) = (TrainingRecipe.Corrected, 2));

        Bits.AssertEqual(
            Train(options.With(o => o.Regularization.SlotReplacement = 0)).Model.ExportParameters(),
            Train(options).Model.ExportParameters());
        Assert.Equal(0, new TrainingRun(Indices(), options).UpdateCount);
    }

    /// <summary>Indexed corpora keep their labels, and those in memory have them as they are given.</summary>
    [Fact]
    public void Labels_of_another_scheme_are_refused()
    {
        var corpus = new Corpus(
            "folder/bioes.pkl",
            new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
            {
                [CorpusSet.Train] = [new CorpusSentence([1, 2], [2, 3])],
            },
            new Vocabulary(["<UNK>", "to", "rome"]),
            new LabelSet(["B-city", "E-city", "O", "S-city"]));

        var error = Assert.Throws<CorpusFormatException>(() => new TrainingRun(corpus, Options));

        Assert.Contains("\"E-city\" is of another scheme", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            0, new TrainingRun(corpus, Options.With(o => o.Regularization.SlotReplacement = 0)).UpdateCount);
    }

    [Fact]
    public void A_corpus_of_indices_is_refused() => Assert.Contains(
        "slots are read from the names of labels",
        Assert.Throws<CorpusFormatException>(() => new TrainingRun(Indices(), Options)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Teachers_and_other_values_are_refused_together()
    {
        var teacher = Train(Options.With(o => o.Epochs = 1)).Model;

        var error = Assert.Throws<ArgumentOutOfRangeException>(
            "options",
            () => new TrainingRun(Cities(), Options.With(o => o.Regularization.Teachers = [teacher])));

        Assert.StartsWith(
            "SlotReplacement is 0.5: teachers label the sentences as they are",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void It_stands_in_what_is_said_of_the_regularisation()
    {
        Assert.EndsWith(", 0.5 of slots replaced", $"{Options.Regularization}", StringComparison.Ordinal);
        Assert.DoesNotContain("slots", $"{new RegularizationOptions()}", StringComparison.Ordinal);
    }

    private static TrainingResult Train(TrainingOptions options) => new TrainingRun(Cities(), options).Complete();

    private static Corpus Indices() => TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1]));

    private static Corpus Cities() => new("folder/cities/", new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
    {
        [CorpusSet.Train] =
        [
            Sentence("from oslo to rome"),
            Sentence("to rome from oslo"),
            Sentence("from lima"),
            Sentence("to paris"),
            Sentence("to paris from lima"),
        ],
        [CorpusSet.Validation] = [Sentence("to rome"), Sentence("from oslo")],
        [CorpusSet.Test] = [Sentence("from rome to oslo"), Sentence("to lima from paris"), Sentence("from paris")],
    });

    private static CorpusSentence Sentence(string text)
    {
        var words = text.Split(' ');
        return new CorpusSentence(
            words, [.. words.Select((word, t) => word is "from" or "to" ? "O" : $"B-{words[t - 1]}.city")]);
    }
}
