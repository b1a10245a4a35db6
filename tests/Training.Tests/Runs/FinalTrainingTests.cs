using FastElman.Fixtures;

namespace FastElman.Training.Tests.Runs;

/// <summary>A last training on the training and validation set together, as long as the best epoch took.</summary>
public sealed class FinalTrainingTests
{
    private const int FromLabel = 0, OutsideLabel = 2;
    private const int Sentences = 7, ValidationSentences = 2, FinalSentences = Sentences + ValidationSentences;

    private static TrainingOptions Options => TinyCorpus.Options.With(o => o.FinalTraining = true);

    /// <summary>A network that learns the corpus in some epochs, the best of which is not the first.</summary>
    private static TrainingOptions Learning => Options.With(
        o => { o.HiddenSize = 16; o.EmbeddingSize = 8; o.LearningRate = 1; o.Epochs = 10; });

    [Fact]
    public void It_has_as_many_epochs_as_the_best_one()
    {
        // Labels of the validation set are guessed in the second of three epochs alone.
        var trainer = new ScriptedTrainer(update => update is > Sentences and <= 2 * Sentences
            ? FromLabel
            : OutsideLabel);

        var result = new TrainingRun(TinyCorpus.Indexed(), Options, trainer).Complete();

        Assert.Equal((2, 3, 2), (result.BestEpoch!.Epoch, result.Epochs.Count, result.FinalEpochs.Count));
        Assert.Equal([1, 2], result.FinalEpochs.Select(epoch => epoch.Epoch));
        Assert.Equal((3 * Sentences) + (2 * FinalSentences), result.UpdateCount);
        Assert.Equal(result.UpdateCount, trainer.Steps.Count);
    }

    [Fact]
    public void Each_of_its_epochs_has_every_sentence_of_both_sets_once()
    {
        var trainer = new ScriptedTrainer(update => update > Sentences ? FromLabel : OutsideLabel);
        new TrainingRun(TinyCorpus.Indexed(), Options, trainer).Complete();
        var corpus = TinyCorpus.Indexed();
        string[] both =
        [
            .. corpus.GetSentences(CorpusSet.Train).Concat(corpus.GetSentences(CorpusSet.Validation))
                .Select(sentence => string.Join(' ', sentence.WordIndices.ToArray())).Order(StringComparer.Ordinal),
        ];

        var steps = trainer.Steps.Skip(3 * Sentences).ToArray();

        Assert.Equal(2 * FinalSentences, steps.Length);
        Assert.All(
            steps.Chunk(FinalSentences),
            epoch => Assert.Equal(
                both, epoch.Select(step => string.Join(' ', step.Words)).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void Learning_rates_and_ways_back_are_those_that_the_validation_set_decided(TrainingRecipe recipe)
    {
        // The first epoch is the best one until the thirteenth; from the eleventh on the learning rate is lower.
        var options = Options.With(o => { o.Recipe = recipe; o.Epochs = 20; });
        var trainer = new ScriptedTrainer(update => update > 12 * Sentences ? FromLabel : OutsideLabel);

        var result = new TrainingRun(TinyCorpus.Indexed(), options, trainer).Complete();

        Assert.Equal(13, result.BestEpoch!.Epoch);
        Assert.Equal(
            result.Epochs.Take(13).Select(epoch => epoch.LearningRate),
            result.FinalEpochs.Select(epoch => epoch.LearningRate));
        Assert.True(result.FinalEpochs[11].LearningRate < 0.6 * result.FinalEpochs[10].LearningRate);
        Assert.Equal(
            result.FinalEpochs.SelectMany(epoch => Enumerable.Repeat((float)epoch.LearningRate, FinalSentences)),
            trainer.Steps.TakeLast(13 * FinalSentences).Select(step => step.LearningRate));

        // Back to the first epoch after the eleventh, in both trainings; between them to the beginning.
        Assert.Equal([Sentences, 0, FinalSentences], trainer.Restored);
        Assert.Equal(3 * FinalSentences, result.Model.ExportParameters().InitialState[0]);
    }

    [Theory]
    [InlineData(TrainingOptimizer.GradientDescent, LabelDecoding.ArgMax)]
    [InlineData(TrainingOptimizer.Adam, LabelDecoding.IobTransitions)]
    public void Its_model_is_that_of_a_plain_training_on_both_sets(TrainingOptimizer optimizer, LabelDecoding decoding)
    {
        var options = Learning.With(o =>
        {
            o.Optimizer = optimizer;
            o.Decoding = decoding;
            o.LearningRate = optimizer == TrainingOptimizer.Adam ? 0.02 : 1;
        });
        var result = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        Assert.InRange(result.FinalEpochs.Count, 2, 10);
        var corpus = TinyCorpus.Indexed();
        var both = new Corpus(
            "both.pkl",
            new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
            {
                [CorpusSet.Train] =
                [
                    .. corpus.GetSentences(CorpusSet.Train), .. corpus.GetSentences(CorpusSet.Validation),
                ],
            },
            TinyCorpus.Vocabulary,
            TinyCorpus.Labels);

        var plain = new TrainingRun(
            both, options.With(o => { o.FinalTraining = false; o.Epochs = result.FinalEpochs.Count; })).Complete();

        Bits.AssertEqual(plain.Model.ExportParameters(), result.Model.ExportParameters());
        Assert.Equal(plain.Epochs.Select(epoch => epoch.Loss), result.FinalEpochs.Select(epoch => epoch.Loss));
    }

    [Fact]
    public void The_first_training_is_as_without_it_and_all_repeats_for_a_seed()
    {
        var options = TinyCorpus.Options.With(o => { o.Epochs = 8; o.Seed = 7; });
        var without = new TrainingRun(TinyCorpus.Textual(), options).Complete();
        var one = new TrainingRun(TinyCorpus.Textual(), options.With(o => o.FinalTraining = true)).Complete();
        var other = new TrainingRun(TinyCorpus.Textual(), options.With(o => o.FinalTraining = true)).Complete();

        Assert.Equal(without.Epochs, one.Epochs);
        Assert.Equal(one.FinalEpochs, other.FinalEpochs);
        Bits.AssertEqual(one.Model.ExportParameters(), other.Model.ExportParameters());
        Assert.Equal(one.Model.Fingerprint, other.Model.Fingerprint);
        Assert.NotEqual(without.Model.Fingerprint, one.Model.Fingerprint);
    }

    [Fact]
    public void Words_and_labels_stay_those_of_the_first_training()
    {
        var without = new TrainingRun(TinyCorpus.Textual(), TinyCorpus.Options).Complete().Model;
        var model = new TrainingRun(TinyCorpus.Textual(), Options).Complete().Model;

        Assert.Equal(without.Vocabulary, model.Vocabulary);
        Assert.Equal(without.Labels, model.Labels);
        Assert.Equal(
            (without.Provenance.Recipe + ", final", without.Provenance.Origin),
            (model.Provenance.Recipe, model.Provenance.Origin));
    }

    [Fact]
    public void Only_its_last_epoch_is_scored_and_only_on_the_test_set()
    {
        var result = new TrainingRun(TinyCorpus.Indexed(), Learning).Complete();

        Assert.True(result.FinalEpochs.Count > 1);
        Assert.All(
            result.FinalEpochs, epoch => Assert.Equal((null, false), (epoch.ValidationF1, epoch.IsBest)));
        Assert.All(result.FinalEpochs.SkipLast(1), epoch => Assert.Null(epoch.TestF1));
        Assert.Equal(
            ConllEvaluation.Evaluate(result.Model.Compile(), TinyCorpus.Indexed()).Overall.F1,
            result.FinalEpochs[^1].TestF1);
    }

    [Fact]
    public void Its_temperature_is_that_of_the_best_model_of_the_first_training()
    {
        var options = TinyCorpus.Options.With(o => o.Epochs = 12);
        var selected = new TrainingRun(TinyCorpus.Indexed(), options).Complete().Model;
        var expected = TemperatureScaling.Fit(selected, TinyCorpus.Indexed());

        var model = new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.FinalTraining = true)).Complete().Model;

        Assert.InRange(expected, 0.11f, 9.9f);
        Assert.Equal((1f, expected), (selected.Temperature, model.Temperature));
    }

    [Fact]
    public void A_temperature_at_an_end_of_its_range_says_nothing_and_is_left_at_1()
    {
        // A network that gives every word the same label is wrong whatever its temperature: the highest is best.
        var result = new TrainingRun(TinyCorpus.Indexed(), Options, new ScriptedTrainer(_ => FromLabel)).Complete();
        var selected = new TrainingRun(
            TinyCorpus.Indexed(), TinyCorpus.Options, new ScriptedTrainer(_ => FromLabel)).Complete().Model;

        Assert.Equal(
            TemperatureScaling.HighestTemperature, TemperatureScaling.Fit(selected, TinyCorpus.Indexed()));
        Assert.Equal(1f, result.Model.Temperature);
    }

    [Fact]
    public void A_corpus_without_a_validation_set_is_refused_before_any_training()
    {
        Assert.Contains(
            "a final training adds the validation set, and the corpus has none",
            Assert.Throws<CorpusFormatException>(
                () => new TrainingRun(TinyCorpus.Indexed(withValidation: false), Options)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not say what its indices stand for",
            Assert.Throws<CorpusFormatException>(
                () => new TrainingRun(TinyCorpus.OfIndices(new CorpusSentence([0, 1], [0, 1])), Options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_tells_which_training_it_is_and_never_goes_back()
    {
        var reports = new List<TrainingProgress>();
        var run = new TrainingRun(
            TinyCorpus.Indexed(),
            Options,
            new ScriptedTrainer(update => update > Sentences ? FromLabel : OutsideLabel));

        run.Complete(new Listener(reports.Add));

        var epochs = reports.Where(report => report.CompletedEpoch is not null).ToArray();
        Assert.Equal([false, false, false, true, true], epochs.Select(report => report.IsFinal));
        Assert.Equal([1, 2, 3, 1, 2], epochs.Select(report => report.Epoch));
        Assert.Equal([3, 3, 3, 2, 2], epochs.Select(report => report.EpochCount));
        Assert.Equal([7, 14, 21, 30, 39], epochs.Select(report => report.UpdateCount));
        Assert.StartsWith("final epoch 2 of 2, 9 of 9 sentences", epochs[^1].ToString(), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, epochs[^1].TimeLeft);
        Assert.True(epochs[2].TimeLeft > TimeSpan.Zero);
    }

    [Fact]
    public void Cancelled_in_it_a_run_has_the_best_model_of_the_first_training()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new TrainingRun(TinyCorpus.Indexed(), Options, new ScriptedTrainer(update =>
        {
            if (update == (3 * Sentences) + FinalSentences + 1)
            {
                cancellation.Cancel();
            }

            return update > Sentences ? FromLabel : OutsideLabel;
        }));

        Assert.False(run.IsFinalTraining);
        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));

        var soFar = run.GetResult()!;
        Assert.True(run.IsFinalTraining);
        Assert.False(run.IsOver);
        Assert.Equal(2 * Sentences, soFar.Model.ExportParameters().InitialState[0]);
        Assert.Empty(soFar.FinalEpochs);
        var result = run.Complete();
        Assert.Equal(2 * FinalSentences, result.Model.ExportParameters().InitialState[0]);
        Assert.Equal(2, result.FinalEpochs.Count);
    }

    [Fact]
    public void Where_it_diverges_it_says_so_and_the_first_training_is_kept()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), Options, new ScriptedTrainer(_ => FromLabel)
        {
            Loss = update => update == (3 * Sentences) + 5 ? float.NaN : 1,
        });

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.True(exception.IsFinal);
        Assert.Contains("training diverged in final epoch 1", exception.Message, StringComparison.Ordinal);
        Assert.Same(exception, run.Divergence);
        Assert.Equal(Sentences, run.GetResult()!.Model.ExportParameters().InitialState[0]);
        Assert.Same(exception, Assert.Throws<TrainingDivergedException>(() => run.Complete()));
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
