using FastElman.Fixtures;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Tests.Runs;

/// <summary>Regularised runs that end early, in every way and everywhere, and go on from their checkpoint.</summary>
public sealed class RegularizedResumeTests : IDisposable
{
    private const int Sentences = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public RegularizedResumeTests() => _file = _folder.File("run.checkpoint");

    public static TheoryData<NetworkKind, LabelDecoding?, double> Networks => new()
    {
        { NetworkKind.Elman, null, 1 },
        { NetworkKind.Elman, LabelDecoding.Transitions, 1 },
        { NetworkKind.Jordan, null, 1 },
        { NetworkKind.Bidirectional, LabelDecoding.IobTransitions, 1 },
        { NetworkKind.Elman, null, 0.3 },
        { NetworkKind.Bidirectional, null, 0.3 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(32)]
    public void Ended_by_any_limit_a_run_ends_as_if_it_had_not_been(int batch)
    {
        var options = Options().With(o => o.Regularization.BatchSize = batch);
        var whole = Whole(options);
        for (var limit = 1; limit <= options.Epochs * Sentences; limit++)
        {
            File.Delete(_file);
            var ended = new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.SentenceLimit = limit)).Complete();
            var inEpoch = limit % Sentences == 0 ? Sentences : limit % Sentences;
            var trained = Math.Min(Sentences, (inEpoch + batch - 1) / batch * batch);
            Assert.Equal(((limit - 1) / Sentences * Sentences) + trained, ended.UpdateCount);

            AssertResumesTo(whole, options);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Cancelled_anywhere_every_network_ends_the_same(
        NetworkKind network, LabelDecoding? decoding, double density)
    {
        var options = Options().With(o =>
        {
            o.Network = network;
            o.Decoding = decoding;
            o.Density = density;
            o.Epochs = 6;
            o.HiddenSize = 20;
        });
        var whole = Whole(options);
        for (var sentences = 1; sentences < 6 * Sentences; sentences += 2)
        {
            Cancel(options, sentences);

            AssertResumesTo(whole, options);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    public void Cancelled_anywhere_in_either_training_a_run_ends_the_same(double density)
    {
        var options = Options().With(o => { o.FinalTraining = true; o.Density = density; o.Epochs = 6; });
        var whole = Whole(options);
        var result = whole.Result;
        Assert.NotEmpty(result.FinalEpochs!);
        for (var sentences = 1; sentences <= result.UpdateCount - 3; sentences += 2)
        {
            Cancel(options, sentences);

            AssertResumesTo(whole, options);
        }
    }

    [Theory]
    [InlineData(NetworkKind.Elman, false)]
    [InlineData(NetworkKind.Bidirectional, true)]
    public void Cancelled_anywhere_a_run_with_subwords_ends_the_same(NetworkKind network, bool finalTraining)
    {
        var options = Options().With(o =>
        {
            (o.Network, o.FinalTraining) = (network, finalTraining);
            o.Regularization.Subwords = 24;
        });
        var whole = Whole(options);
        for (var sentences = 1; sentences <= whole.Result.UpdateCount - 3; sentences += 2)
        {
            Cancel(options, sentences);

            AssertResumesTo(whole, options);
        }
    }

    [Fact]
    public void A_killed_run_resumes_at_its_checkpoint_and_ends_the_same()
    {
        var options = Options();
        var whole = Whole(options);
        var resumedAt = new HashSet<long?>();
        for (var sentences = 1; sentences < options.Epochs * Sentences; sentences++)
        {
            File.Delete(_file);
            Assert.Throws<TimeoutException>(() => RegularizedRuns.WithFastClock(options).Complete(
                RegularizedRuns.At(sentences, () => throw new TimeoutException())));

            resumedAt.Add(AssertResumesTo(whole, options));
        }

        Assert.Contains(resumedAt, updates => updates % Sentences != 0);
    }

    [Fact]
    public void A_finished_run_is_resumed_to_its_result()
    {
        var options = Options();
        var whole = Whole(options);
        new TrainingRun(TinyCorpus.Indexed(), options).Complete();

        Assert.Equal(options.Epochs * Sentences, AssertResumesTo(whole, options));
    }

    [Fact]
    public void Other_regularisation_another_end_or_other_teachers_are_refused_by_name()
    {
        const string Found =
            "batches of 3, dropout 1 of words, 0.2 of inputs, 0.3 of outputs, averaging 0.9, 3 epochs";
        var options = Options();
        new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.SentenceLimit = 9)).Complete();
        Refuse("batches of 4", o => o.Regularization.BatchSize = 4);
        Refuse("dropout 2 of words", o => o.Regularization.WordDropout = 2);
        Refuse("0.25 of inputs", o => o.Regularization.InputDropout = 0.25);
        Refuse("0.35 of outputs", o => o.Regularization.OutputDropout = 0.35);
        Refuse("averaging 0.8", o => o.Regularization.AveragingDecay = 0.8);
        Refuse("4 epochs", o => o.Epochs = 4);
        Refuse("taught with weight 0.5 by", o => o.Regularization.Teachers = [Teacher(seed: 1)]);

        void Refuse(string expected, Action<TrainingOptions> change)
        {
            var error = Assert.Throws<ModelFormatException>(
                () => new TrainingRun(TinyCorpus.Indexed(), options.With(change)).Resume());
            Assert.Contains("with another regularisation", error.Message, StringComparison.Ordinal);
            Assert.Contains(expected, error.Expected!, StringComparison.Ordinal);
            Assert.Equal((_file, Found), (error.File, error.Found));
        }
    }

    [Fact]
    public void Another_teacher_or_another_weight_of_it_is_refused()
    {
        var options = Options().With(o => o.Regularization.Teachers = [Teacher(seed: 1)]);
        var whole = Whole(options);
        Cancel(options, sentences: 9);

        Refuse(o => o.Regularization.Teachers = [Teacher(seed: 2)]);
        Refuse(o => o.Regularization.Teachers = [Teacher(seed: 1), Teacher(seed: 1)]);
        Refuse(o => o.Regularization.Teachers = [Teacher(seed: 1).WithTemperature(2)]);
        Refuse(o => o.Regularization.TeacherWeight = 0.6);
        AssertResumesTo(whole, options);

        void Refuse(Action<TrainingOptions> change) => Assert.Contains(
            "with another regularisation",
            Assert.Throws<ModelFormatException>(
                () => new TrainingRun(TinyCorpus.Indexed(), options.With(change)).Resume()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_average_that_is_not_finite_is_refused()
    {
        var options = Options();
        new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.SentenceLimit = 9)).Complete();
        var content = CheckpointReader.Read(_file, new ElmanShape(8, 3, 6, 3, 3), Sentences, Sentences + 2);
        content.Averages!.HiddenBias[2] = float.NaN;
        CheckpointWriter.Write(_file, content);

        var error = Assert.Throws<ModelFormatException>(
            () => new TrainingRun(TinyCorpus.Indexed(), options).Resume());

        Assert.Equal((_file, "bh", "finite values"), (error.File, error.Tensor, error.Expected));
    }

    [Fact]
    public void The_checkpoint_of_another_recipe_is_refused()
    {
        var options = Options();
        new TrainingRun(TinyCorpus.Indexed(), options).Complete();

        Assert.Throws<ModelFormatException>(() => new TrainingRun(
            TinyCorpus.Indexed(),
            options.With(o =>
            {
                o.Recipe = TrainingRecipe.Corrected;
                o.Optimizer = TrainingOptimizer.Adam;
            })).Resume());
    }

    private static ElmanModel Teacher(int seed) => ElmanModel.Create(
        RandomModel.Parameters(new ElmanShape(3, 3, 6, 2, 1), seed), TinyCorpus.Vocabulary, TinyCorpus.Labels);

    private (TrainingResult Result, byte[] Checkpoint) Whole(TrainingOptions options)
    {
        var result = new TrainingRun(TinyCorpus.Indexed(), options).Complete();
        var checkpoint = File.ReadAllBytes(_file);
        File.Delete(_file);
        return (result, checkpoint);
    }

    private void Cancel(TrainingOptions options, long sentences)
    {
        File.Delete(_file);
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => RegularizedRuns.WithFastClock(options).Run(
            RegularizedRuns.At(sentences, cancellation.Cancel), cancellation.Token));
    }

    /// <summary>The checkpoint at the end has parameters, their average, moments and order.</summary>
    private long? AssertResumesTo((TrainingResult Result, byte[] Checkpoint) whole, TrainingOptions options)
    {
        var run = new TrainingRun(TinyCorpus.Indexed(), options);
        var updates = run.Resume();
        var result = run.Complete();
        Assert.Equal(whole.Result.Epochs, result.Epochs);
        Assert.Equal(whole.Result.FinalEpochs, result.FinalEpochs);
        Assert.Equal(whole.Result.UpdateCount, result.UpdateCount);
        Bits.AssertEqual(whole.Result.Model.ExportParameters(), result.Model.ExportParameters());
        if (File.Exists(_file))
        {
            Assert.Equal(whole.Checkpoint, File.ReadAllBytes(_file));
        }

        return updates;
    }

    private TrainingOptions Options() => RegularizedRuns.Options.With(o => o.CheckpointFile = _file);
}
