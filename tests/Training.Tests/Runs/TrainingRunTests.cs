using FastElman.Fixtures;
using FastElman.Reference;
using FastElman.Training.Backpropagation;
using FastElman.Training.Runs;
using FastElman.Training.Runs.Schedule;

namespace FastElman.Training.Tests.Runs;

public class TrainingRunTests
{
    private const int FromLabel = 0;
    private const int OutsideLabel = 2;
    private const int Sentences = 7;

    [Theory]
    [InlineData(TrainingRecipe.Tutorial)]
    [InlineData(TrainingRecipe.Corrected)]
    public void A_run_is_a_step_a_sentence_in_the_order_of_the_recipe(TrainingRecipe recipe)
    {
        var options = TinyCorpus.Options.With(o => o.Recipe = recipe);
        var data = TrainingData.Of(TinyCorpus.Indexed(withValidation: false), options);
        var (smoothing, decay) = recipe == TrainingRecipe.Tutorial ? (0, 1) : (0.1, 0.93);
        var trainer =
            new ReferenceTrainer(ElmanParameters.Initialize(data.Shape, options.Seed)) { LabelSmoothing = smoothing };
        int[] order = [.. Enumerable.Range(0, Sentences)];
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            SentenceOrder.Advance(order, options, epoch);
            foreach (var place in order)
            {
                trainer.Train(data.Train[place].Words, data.Train[place].Labels, 0.3 * Math.Pow(decay, epoch));
            }
        }

        var result = new TrainingRun(TinyCorpus.Indexed(withValidation: false), options).Complete();

        var actual = result.Model.ExportParameters();
        Assert.All(TensorNames.All, tensor => Near.Equal(
            trainer.Network[tensor], actual[tensor].ToArray(), 2e-6, tensor.FileName()));
        Assert.Equal((21L, 3), (result.UpdateCount, result.Epochs.Count));
    }

    [Fact]
    public void A_run_learns_and_names_what_it_made()
    {
        var options = TinyCorpus.Options.With(
            o => (o.HiddenSize, o.EmbeddingSize, o.Epochs, o.LearningRate) = (16, 8, 100, 1));

        var result = new TrainingRun(TinyCorpus.Textual(), options).Complete();

        Assert.Equal(100, result.BestEpoch!.ValidationF1);
        Assert.Equal(["O", "B-to", "O"], new Tagger(result.Model.Compile()).Tag(["to", "rome", "the"]));
        Assert.Equal(new ModelProvenance("corrected", "tiny, seed 345"), result.Model.Provenance);
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss / 2);
    }

    [Theory]
    [InlineData("tiny-f32", 1)]
    [InlineData("tiny-f32", 100)]
    [InlineData("odd", 10)]
    [InlineData("atis", 10)]
    public void The_first_updates_of_the_reference_run_are_met(string name, int updates)
    {
        var golden = GoldenCase.Load(name);
        var corpus = TinyCorpus.OfIndices(
            [.. golden.Sentences.Select(sentence => new CorpusSentence(sentence.Words, sentence.Labels))]);
        var options = new TrainingOptions
        {
            InitialParameters = golden.Parameters(),
            LearningRate = golden.LearningRate,
            Recipe = TrainingRecipe.Tutorial,
            Shuffle = false,
            SentenceLimit = updates,
        };

        var result = new TrainingRun(corpus, options).Complete();

        Assert.Equal(updates, result.UpdateCount);
        var (expected, actual) = (golden.Tensors($"params_after_{updates}"), result.Model.ExportParameters());
        foreach (var tensor in TensorNames.All)
        {
            Near.Equal(
                expected[(int)tensor],
                Array.ConvertAll(actual[tensor].ToArray(), value => (double)value),
                golden.Tolerance(1e-6, $"params_after_{updates}", tensor.FileName()),
                tensor.FileName());
        }
    }

    [Fact]
    public void The_model_is_that_of_the_best_epoch_and_the_test_set_decides_nothing()
    {
        // One label for all words: none is found in epoch 1, one slot in epoch 2, none again in epoch 3.
        var (run, _) = Scripted(
            TinyCorpus.Options, update => update is > Sentences and <= 2 * Sentences ? FromLabel : OutsideLabel);

        var result = run.Complete();

        Assert.Equal([true, true, false], result.Epochs.Select(epoch => epoch.IsBest));
        Assert.Equal(result.Epochs[1], result.BestEpoch);
        Assert.Equal(2 * Sentences, result.Model.ExportParameters().InitialState[0]);
        Assert.Equal(
            [0.0, 100 * 2.0 / 7, 0.0],
            result.Epochs.Select(epoch => epoch.ValidationF1!.Value),
            (one, other) => Math.Abs(one - other) < 1e-9);
        Assert.All(result.Epochs, epoch => Assert.NotNull(epoch.TestF1));
    }

    [Fact]
    public void The_tutorial_goes_on_from_the_best_once_and_halves_the_rate_in_each_stale_epoch()
    {
        var (run, trainer) = Scripted(
            TinyCorpus.Options.With(o => { o.Recipe = TrainingRecipe.Tutorial; o.Epochs = 14; }), _ => FromLabel);

        var result = run.Complete();

        Assert.Equal([Sentences], trainer.Restored);
        Assert.Equal(
            [.. Enumerable.Repeat(0.3, 11), 0.15, 0.075, 0.0375], result.Epochs.Select(epoch => epoch.LearningRate));
        Assert.Equal(
            result.Epochs.SelectMany(epoch => Enumerable.Repeat((float)epoch.LearningRate, Sentences)),
            trainer.Steps.Select(step => step.LearningRate));
        Assert.Equal(Sentences, result.Model.ExportParameters().InitialState[0]);
    }

    [Fact]
    public void The_correction_goes_on_from_the_best_each_time()
    {
        var (run, trainer) = Scripted(TinyCorpus.Options.With(o => o.Epochs = 25), _ => FromLabel);

        run.Complete();

        Assert.Equal([Sentences, Sentences], trainer.Restored);
        Assert.Equal((float)(0.3 * Math.Pow(0.93, 24) / 4), trainer.Steps[^1].LearningRate, 1e-8f);
    }

    [Fact]
    public void Without_a_validation_set_the_last_epoch_is_taken()
    {
        var run = new TrainingRun(
            TinyCorpus.Indexed(withValidation: false), TinyCorpus.Options, new ScriptedTrainer(_ => OutsideLabel));

        var result = run.Complete();

        Assert.False(run.HasValidation);
        Assert.Null(result.BestEpoch);
        Assert.Equal(3 * Sentences, result.Model.ExportParameters().InitialState[0]);
    }

    [Fact]
    public void A_limit_of_updates_ends_the_run_in_the_middle_of_an_epoch()
    {
        var (run, trainer) = Scripted(TinyCorpus.Options.With(o => o.SentenceLimit = 10), _ => FromLabel);

        var result = run.Complete();

        Assert.Equal((10, 1), (trainer.Steps.Count, result.Epochs.Count));
        Assert.Equal(10, result.Model.ExportParameters().InitialState[0]);
        Assert.True(run.IsOver);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run_with_the_sentence_and_keeps_the_best()
    {
        var trainer = new ScriptedTrainer(_ => FromLabel) { Loss = update => update == Sentences + 3 ? float.NaN : 1 };
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, trainer);

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Equal((2, "tiny.pkl", exception.SentenceIndex + 1), (exception.Epoch, exception.File, exception.Line));
        Assert.Equal(
            trainer.Steps[^1].Words,
            TrainingData.Of(TinyCorpus.Indexed(), TinyCorpus.Options).Train[exception.SentenceIndex].Words);
        Assert.Contains($"training sentence {exception.SentenceIndex}", exception.Message, StringComparison.Ordinal);
        Assert.Equal("the loss of this sentence is NaN", exception.Problem);
        Assert.Equal(Sentences, run.GetBestModel()!.ExportParameters().InitialState[0]);
        Assert.Same(exception, Assert.Throws<TrainingDivergedException>(() => run.Complete()));
        Assert.Same(exception, run.Divergence);
        AssertSoFar(run, epochs: 1, updates: Sentences + 3, bestUpdate: Sentences);
    }

    [Fact]
    public void A_run_that_diverges_at_its_limit_has_diverged_however_often_it_is_asked()
    {
        var options = TinyCorpus.Options.With(o => o.SentenceLimit = Sentences + 3);
        var run = new TrainingRun(TinyCorpus.Indexed(), options, new ScriptedTrainer(_ => FromLabel)
        {
            Loss = update => update == Sentences + 3 ? float.NaN : 1,
        });

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Same(exception, Assert.Throws<TrainingDivergedException>(() => run.Complete()));
        AssertSoFar(run, epochs: 1, updates: Sentences + 3, bestUpdate: Sentences);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_weight_that_is_not_finite_stops_the_run_before_its_epoch_is_scored(float weight)
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, new ScriptedTrainer(_ => FromLabel)
        {
            Weight = update => update > Sentences + 2 ? weight : 0,
        });

        var exception = Assert.Throws<TrainingDivergedException>(() => run.Complete());

        Assert.Equal(2, exception.Epoch);
        Assert.Contains("wx", exception.Message, StringComparison.Ordinal);
        Assert.Equal(Sentences, run.GetBestModel()!.ExportParameters().InitialState[0]);
    }

    [Fact]
    public void A_cancelled_run_goes_on_where_it_was()
    {
        var whole = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, InterruptedSteps.Create(count =>
        {
            steps = count;
            if (count == 10)
            {
                cancellation.Cancel();
            }
        }));

        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));
        Assert.Equal(10, steps);
        var result = run.Complete();

        AssertEqual(whole.Model.ExportParameters(), result.Model);
        Assert.Equal(whole.Epochs, result.Epochs);
    }

    [Fact]
    public void A_cancelled_run_gives_its_best_so_far_and_an_ended_one_its_result()
    {
        using var cancellation = new CancellationTokenSource();
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options, new ScriptedTrainer(update =>
        {
            if (update == Sentences + 3)
            {
                cancellation.Cancel();
            }

            return FromLabel;
        }));

        Assert.Throws<OperationCanceledException>(() => run.Run(cancellationToken: cancellation.Token));
        AssertSoFar(run, epochs: 1, updates: Sentences + 3, bestUpdate: Sentences);
        Assert.Null(run.Divergence);
        var result = run.Complete();

        AssertEqual(result.Model.ExportParameters(), run.GetResult()!.Model);
        Assert.Equal(result.Epochs, run.GetResult()!.Epochs);
        Assert.Equal(result.UpdateCount, run.GetResult()!.UpdateCount);
    }

    [Fact]
    public void Of_a_run_that_a_limit_ended_the_result_so_far_is_that_of_the_last_update_too()
    {
        var (run, _) = Scripted(TinyCorpus.Options.With(o => o.SentenceLimit = 3), _ => FromLabel);

        run.Complete();

        AssertSoFar(run, epochs: 0, updates: 3, bestUpdate: 3);
        Assert.Null(run.GetBestModel());
    }

    [Fact]
    public void Before_the_first_epoch_has_ended_there_is_no_best()
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options);

        Assert.Null(run.GetBestModel());
        Assert.Null(run.GetResult());
    }

    [Fact]
    public void Progress_tells_of_each_epoch()
    {
        var reports = new List<TrainingProgress>();

        var result = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete(new Listener(reports.Add));

        var completed = reports.Where(report => report.CompletedEpoch is not null).ToArray();
        Assert.Equal(result.Epochs, completed.Select(report => report.CompletedEpoch!));
        Assert.Equal(
            [(1, 7, 7L), (2, 7, 14L), (3, 7, 21L)],
            completed.Select(report => (report.Epoch, report.SentencesDone, report.UpdateCount)));
        Assert.All(
            completed,
            report => Assert.Equal(
                (3, 7, report.CompletedEpoch!.Loss), (report.EpochCount, report.SentenceCount, report.Loss)));
        Assert.All(completed, report => Assert.True(report.WordsPerSecond > 0 && report.TimeLeft >= TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, completed[^1].TimeLeft);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        foreach (var options in (TrainingOptions[])
            [
                TinyCorpus.Options.With(o => o.Epochs = 0),
                TinyCorpus.Options.With(o => o.LearningRate = 0),
                TinyCorpus.Options.With(o => o.LearningRate = -1),
                TinyCorpus.Options.With(o => o.LearningRate = double.NaN),
                TinyCorpus.Options.With(o => o.LearningRate = double.PositiveInfinity),
                TinyCorpus.Options.With(o => o.LearningRate = 1e39),
                TinyCorpus.Options.With(o => o.LearningRate = 1e-50),
                TinyCorpus.Options.With(o => o.LabelSmoothing = 1),
                TinyCorpus.Options.With(o => o.LabelSmoothing = -0.1),
                TinyCorpus.Options.With(o => o.LabelSmoothing = double.NaN),
                TinyCorpus.Options.With(o => { o.LabelSmoothing = 0.1; o.Recipe = TrainingRecipe.Tutorial; }),
                TinyCorpus.Options.With(o => o.SentenceLimit = 0),
                TinyCorpus.Options.With(o => o.Recipe = (TrainingRecipe)2),
                TinyCorpus.Options.With(o => o.ShuffleVersion = (PythonVersion)2),
                TinyCorpus.Options.With(o => o.HiddenSize = 0),
                TinyCorpus.Options.With(o => o.WindowSize = 2),
            ])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingRun(TinyCorpus.Indexed(), options));
        }
    }

    [Fact]
    public void What_is_not_chosen_is_the_recipes()
    {
        (TrainingRecipe, double, double)[] recipes =
            [(TrainingRecipe.Tutorial, 0.0970806646812754, 0), (TrainingRecipe.Corrected, 0.8, 0.1)];
        foreach (var (recipe, learningRate, labelSmoothing) in recipes)
        {
            var options = TinyCorpus.Options.With(o => { o.Recipe = recipe; o.LearningRate = null; });
            var chosen = options.With(o => { o.LearningRate = learningRate; o.LabelSmoothing = labelSmoothing; });

            var result = new TrainingRun(TinyCorpus.Indexed(), options).Complete();

            Assert.Equal(learningRate, result.Epochs[0].LearningRate);
            AssertEqual(
                new TrainingRun(TinyCorpus.Indexed(), chosen).Complete().Model.ExportParameters(), result.Model);
        }
    }

    [Fact]
    public void Initial_values_that_are_not_finite_are_refused()
    {
        var parameters = new ElmanParameters(new ElmanShape(4, 3, 6, 3, 3));
        parameters.OutputBias[1] = float.NaN;

        var exception = Assert.Throws<ArgumentException>(
            () => new TrainingRun(
                TinyCorpus.Indexed(), TinyCorpus.Options.With(o => o.InitialParameters = parameters)));

        Assert.Contains("Value 1 of b ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_run_starts_from_is_copied()
    {
        var parameters = ElmanParameters.Initialize(new ElmanShape(4, 3, 6, 3, 3), 1);
        var run = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options.With(o => o.InitialParameters = parameters));

        run.Complete();

        Assert.Equal(ElmanParameters.Initialize(run.Shape, 1).Embeddings.ToArray(), parameters.Embeddings.ToArray());
    }

    private static (TrainingRun Run, ScriptedTrainer Trainer) Scripted(
        TrainingOptions options, Func<int, int> labelAfter)
    {
        var trainer = new ScriptedTrainer(labelAfter);
        return (new TrainingRun(TinyCorpus.Indexed(), options, trainer), trainer);
    }

    /// <summary>The result so far of a scripted run, which counts its updates in the initial state.</summary>
    private static void AssertSoFar(TrainingRun run, int epochs, long updates, int bestUpdate)
    {
        var result = run.GetResult()!;
        Assert.Equal(
            (epochs, updates, bestUpdate),
            (result.Epochs.Count, result.UpdateCount, result.Model.ExportParameters().InitialState[0]));
    }

    private static void AssertEqual(ElmanParameters expected, ElmanModel model)
    {
        var actual = model.ExportParameters();
        Assert.All(TensorNames.All, tensor => Assert.Equal(expected[tensor].ToArray(), actual[tensor].ToArray()));
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
