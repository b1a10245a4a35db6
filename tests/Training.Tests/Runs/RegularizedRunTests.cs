using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Tests.Runs;

/// <summary>What a run of the recipe does, and what it learns.</summary>
public sealed class RegularizedRunTests
{
    [Fact]
    public void The_learning_rate_falls_in_a_straight_line()
    {
        var result = Train(RegularizedRuns.Options.With(o => { o.Epochs = 5; o.LearningRate = 0.01; }));

        Near.Equal(
            [0.01, 0.008, 0.006, 0.004, 0.002],
            [.. result.Epochs.Select(epoch => epoch.LearningRate)],
            1e-15,
            "learning rates");
    }

    [Fact]
    public void It_falls_within_an_epoch_too_and_not_below_a_hundredth()
    {
        var rules = ScheduleRules.Regularized(epochs: 4, learningRate: 0.4);

        Assert.Equal(0.35, rules.RateWithin(0, 0.5, rate: 7), 1e-15);
        Assert.Equal(0.025, rules.RateWithin(3, 0.75, rate: 7), 1e-15);
        Assert.Equal(0.004, rules.RateWithin(3, 0.99, rate: 7), 1e-15);
        Assert.Equal(7, ScheduleRules.Corrected(4, 0.4).RateWithin(2, 0.5, rate: 7));
    }

    /// <summary>Where nothing is drawn, an epoch is what a trainer does with the same batches.</summary>
    [Fact]
    public void Each_batch_counts_by_its_words_and_has_the_learning_rate_of_its_place()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), RegularizedRuns.Options.With(o =>
        {
            (o.Epochs, o.Shuffle) = (1, false);
            o.Regularization = new RegularizationOptions
            {
                BatchSize = 3,
                WordDropout = 0,
                InputDropout = 0,
                OutputDropout = 0,
                AveragingDecay = 0,
            };
        }));
        var trainer = new BatchTrainer(
            run.GetInitialModel().ExportParameters(),
            new BatchSettings(LabelSmoothing: 0.1f, Teaching: 0, default, AveragingDecay: 0, FreezesEmbeddings: false));
        var sentences = TinyCorpus.Indexed().GetSentences(CorpusSet.Train);
        foreach (var place in (int[])[0, 3, 6])
        {
            CorpusSentence[] batch = [.. sentences.Skip(place).Take(3)];
            foreach (var sentence in batch)
            {
                trainer.Add(
                    sentence.WordIndices.ToArray(),
                    sentence.LabelIndices.ToArray(),
                    taught: default,
                    (float)sentence.Length / batch.Sum(each => each.Length),
                    new SplitMix64(1));
            }

            trainer.Step((float)(0.02 * (1 - (place / 7.0))));
        }

        var expected = new ElmanParameters(trainer.Shape);
        trainer.CopyTo(new ElmanParameters(trainer.Shape), expected);
        Bits.AssertEqual(expected, run.Complete().Model.ExportParameters());
    }

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void The_other_recipes_ignore_it(TrainingRecipe recipe)
    {
        var options = TinyCorpus.Options.With(o => o.Recipe = recipe);
        var changed = options.With(o => o.Regularization = new RegularizationOptions
        {
            BatchSize = 2,
            WordDropout = 3,
            InputDropout = 0.6,
            OutputDropout = 0.7,
            AveragingDecay = 0.5,
            TeacherWeight = 1,
            Teachers = [ElmanModel.Create(RandomModel.Parameters(new ElmanShape(1, 1, 1, 1, 1), seed: 1))],
        });

        AssertSame(Train(options), Train(changed));
    }

    [Fact]
    public void Each_of_its_means_has_an_effect()
    {
        var plain = Train(RegularizedRuns.Options);
        Assert.All(
            (Action<RegularizationOptions>[])
            [
                o => o.BatchSize = 2, o => o.WordDropout = 0, o => o.InputDropout = 0, o => o.OutputDropout = 0,
                o => o.AveragingDecay = 0,
            ],
            change => Assert.NotEqual(
                plain.Model.Fingerprint,
                Train(RegularizedRuns.Options.With(o => change(o.Regularization))).Model.Fingerprint));
    }

    [Fact]
    public void The_same_options_give_the_same_bits_and_another_seed_others()
    {
        AssertSame(Train(RegularizedRuns.Options), Train(RegularizedRuns.Options));
        Assert.NotEqual(
            Train(RegularizedRuns.Options).Model.Fingerprint,
            Train(RegularizedRuns.Options.With(o => o.Seed = 9)).Model.Fingerprint);
    }

    [Fact]
    public void A_vocabulary_without_unknown_word_is_trained_without_word_dropout()
    {
        var sentences = TinyCorpus.Indexed().GetSentences(CorpusSet.Train);
        var corpus = new Corpus(
            "known.pkl",
            new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>> { [CorpusSet.Train] = sentences },
            new Vocabulary(["a", "from", "oslo", "rome", "the", "to"]),
            TinyCorpus.Labels);

        AssertSame(
            new TrainingRun(corpus, RegularizedRuns.Options.With(o => o.Regularization.WordDropout = 0)).Complete(),
            new TrainingRun(corpus, RegularizedRuns.Options).Complete());
    }

    [Fact]
    public void Indices_without_names_are_trained_on_too()
    {
        var corpus = TinyCorpus.OfIndices(new([0, 1, -1], [0, 1, 1]), new([2, 5], [1, 0]));

        var result = new TrainingRun(corpus, RegularizedRuns.Options).Complete();

        Assert.Equal(3, result.Epochs.Count);
        Assert.Null(result.Model.Vocabulary);
    }

    [Theory]
    [InlineData(NetworkKind.Elman)]
    [InlineData(NetworkKind.Bidirectional)]
    public void Frozen_embeddings_are_those_of_the_start(NetworkKind network)
    {
        var options = RegularizedRuns.Options.With(o => { o.FreezeEmbeddings = true; o.Network = network; });
        var run = new TrainingRun(TinyCorpus.Indexed(), options);
        var start = run.GetInitialModel().ExportParameters();

        var trained = run.Complete().Model.ExportParameters();

        Bits.AssertEqual(start.Embeddings, trained.Embeddings);
        Assert.NotEqual(start.InputWeights.ToArray(), trained.InputWeights.ToArray());
    }

    [Fact]
    public void The_model_has_the_density_asked_for()
    {
        var result = Train(RegularizedRuns.Options.With(o => { o.Density = 0.25; o.Epochs = 8; }));

        Assert.Equal(0.25, SparseRecurrence.Density(result.Model.ExportParameters()));
    }

    [Fact]
    public void A_final_training_has_as_many_epochs_as_the_best_one_and_its_learning_rates()
    {
        var result = Train(RegularizedRuns.Options.With(o => { o.FinalTraining = true; o.Epochs = 6; }));

        Assert.Equal(result.BestEpoch!.Epoch, result.FinalEpochs!.Count);
        Assert.Equal(
            result.Epochs.Take(result.FinalEpochs.Count).Select(epoch => epoch.LearningRate),
            result.FinalEpochs.Select(epoch => epoch.LearningRate));
        Assert.Equal("regularized, final", result.Model.Provenance.Recipe);
    }

    [Fact]
    public void A_run_that_diverges_names_the_batch()
    {
        var run = new TrainingRun(
            TinyCorpus.Indexed(),
            RegularizedRuns.Options.With(o => { o.LearningRate = 3e38; o.Activation = HiddenActivation.Relu; }));

        var error = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Contains("batch, whose 3 sentences end with this one", error.Message, StringComparison.Ordinal);
        Assert.Equal("tiny.pkl", error.File);
    }

    /// <summary>A limit inside of a batch is passed by the rest of it.</summary>
    [Fact]
    public void The_time_left_is_never_negative()
    {
        var left = new List<TimeSpan?>();

        RegularizedRuns.WithFastClock(RegularizedRuns.Options.With(o => o.SentenceLimit = 4))
            .Complete(RegularizedRuns.Listen(progress => left.Add(progress.TimeLeft)));

        Assert.NotEmpty(left);
        Assert.All(left, time => Assert.True(time >= TimeSpan.Zero, $"{time}"));
    }

    /// <summary>A network as small as this has no units to spare, and a corpus as small needs small batches.</summary>
    [Fact]
    public void It_learns_the_built_in_corpus_in_a_few_epochs()
    {
        var corpus = FlightRequests.Generate().ToCorpus();
        var result = new TrainingRun(corpus, new TrainingOptions
        {
            Recipe = TrainingRecipe.Regularized,
            HiddenSize = 40,
            EmbeddingSize = 20,
            WindowSize = 3,
            Epochs = 12,
            LearningRate = 0.01,
            Regularization = new RegularizationOptions
            {
                BatchSize = 4,
                WordDropout = 0.5,
                InputDropout = 0.05,
                OutputDropout = 0.1,
            },
        }).Complete();

        Assert.InRange(result.BestEpoch!.ValidationF1!.Value, 90, 100);
        Assert.InRange(result.BestEpoch.TestF1!.Value, 90, 100);
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 2);
    }

    private static TrainingResult Train(TrainingOptions options) =>
        new TrainingRun(TinyCorpus.Indexed(), options).Complete();

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(expected.Epochs, actual.Epochs);
        Bits.AssertEqual(expected.Model.ExportParameters(), actual.Model.ExportParameters());
    }
}
