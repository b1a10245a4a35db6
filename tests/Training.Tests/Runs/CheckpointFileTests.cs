using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Training.Runs.Checkpoints;

namespace FastElman.Training.Tests.Runs;

public sealed class CheckpointFileTests : IDisposable
{
    private const int Sentences = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;
    private readonly TrainingOptions _options;

    public CheckpointFileTests()
    {
        _file = _folder.File("run.checkpoint");
        _options = TinyCorpus.Options.With(o => o.CheckpointFile = _file);
        new TrainingRun(TinyCorpus.Indexed(), _options.With(o => o.SentenceLimit = Sentences + 2)).Complete();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var content = Content();
        CheckpointWriter.Write(_file, content);
        var read = Content();

        Assert.Equal(
            (content.State.Run, content.State.Place, content.State.LossSum, content.State.Updates),
            (read.State.Run, 2, read.State.LossSum, 9L));
        Assert.Equal(content.State.Epochs, read.State.Epochs);
        Assert.Equal(content.Order, read.Order);
        Assert.All(
            TensorNames.Tutorial,
            tensor => Assert.Equal(content.Parameters[tensor].ToArray(), read.Parameters[tensor].ToArray()));
        Assert.All(
            TensorNames.Tutorial,
            tensor => Assert.Equal(content.Best![tensor].ToArray(), read.Best![tensor].ToArray()));
        Assert.Equal([_file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void No_changed_byte_is_overlooked()
    {
        var whole = File.ReadAllBytes(_file);
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= 1;
            _folder.Write("run.checkpoint", changed);

            Refuse(_options);
        }
    }

    [Fact]
    public void No_missing_byte_is_overlooked()
    {
        var whole = File.ReadAllBytes(_file);
        for (var length = 0; length < whole.Length; length += 7)
        {
            _folder.Write("run.checkpoint", whole.AsSpan(..length));

            Refuse(_options);
        }

        _folder.Write("run.checkpoint", (ReadOnlySpan<byte>)[.. whole, 0]);
        Refuse(_options);
    }

    [Fact]
    public void A_model_file_is_no_checkpoint()
    {
        ElmanModel.Create(new ElmanParameters(new ElmanShape(4, 3, 6, 3, 3))).Save(_file);

        Assert.Contains("not a checkpoint", Refuse(_options).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_checkpoint_of_another_run_is_refused_by_what_differs()
    {
        var parameters = ElmanParameters.Initialize(new ElmanShape(4, 3, 6, 3, 3), 1);
        Differs(
            "seed",
            "1",
            "345",
            _options.With(
                o => { o.Seed = 1; o.InitialParameters = ElmanParameters.Initialize(parameters.Shape, 345); }));
        Differs("recipe", "Tutorial", "Corrected", _options.With(o => o.Recipe = TrainingRecipe.Tutorial));
        Differs("learning rate", "0.4", "0.3", _options.With(o => o.LearningRate = 0.4));
        Differs("label smoothing", "0.2", "0.1", _options.With(o => o.LabelSmoothing = 0.2));
        Differs("order of the sentences", "none", "SplitMix64", _options.With(o => o.Shuffle = false));
        Assert.Contains(
            "another set of initial parameters",
            Refuse(_options.With(o => o.InitialParameters = parameters)).Message,
            StringComparison.Ordinal);
        var corpus = Assert.Throws<ModelFormatException>(
            () => new TrainingRun(TinyCorpus.Indexed(withValidation: false), _options).Resume());
        Assert.Contains("another corpus", corpus.Message, StringComparison.Ordinal);

        void Differs(string name, string expected, string found, TrainingOptions options)
        {
            var exception = Refuse(options);
            Assert.Contains($"another {name}", exception.Message, StringComparison.Ordinal);
            Assert.Equal((expected, found), (exception.Expected, exception.Found));
        }
    }

    [Fact]
    public void Other_sizes_are_refused() =>
        Assert.Equal("embeddings", Refuse(_options.With(o => o.EmbeddingSize = 2)).Tensor);

    [Fact]
    public void A_checkpoint_that_contradicts_itself_is_refused()
    {
        var content = Content();
        var state = content.State;
        Contradict("each sentence once", content with { Order = [0, 1, 2, 3, 4, 5, 5] });
        Contradict("each sentence once", content with { Order = [1, 2, 3, 4, 5, 6, 7] });
        Contradict("epoch's end", content with { State = state with { Place = 8, Updates = 15 } });
        Contradict("epoch's end", content with { State = state with { Place = -1, Updates = 6 } });
        Contradict("number of updates", content with { State = state with { Updates = 10 } });
        Contradict("learning rate", content with { State = state with { LearningRate = 0.1 } });
        Contradict("best score", content with { State = state with { BestF1 = null } });
        Contradict("null", content with { State = state with { Epochs = [null!] } });
        foreach (var epoch in (EpochResult[])
            [
                state.Epochs[0] with { Epoch = 2 },
                state.Epochs[0] with { LearningRate = 0.2 },
                state.Epochs[0] with { IsBest = false },
            ])
        {
            Contradict("does not follow", content with { State = state with { Epochs = [epoch] } });
        }

        Contradict(
            "impossible score",
            content with { State = state with { Epochs = [state.Epochs[0] with { ValidationF1 = 101 }] } });
        Contradict(
            "impossible score",
            content with { State = state with { Epochs = [state.Epochs[0] with { TestF1 = -1 }] } });
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused()
    {
        var content = Content();
        content.Best!.HiddenBias[2] = float.NaN;
        CheckpointWriter.Write(_file, content);

        Assert.Equal("bh", Refuse(_options).Tensor);
    }

    [Fact]
    public void Moments_that_cannot_be_are_refused()
    {
        var options = _options.With(o => o.Optimizer = TrainingOptimizer.Adam);
        new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.SentenceLimit = Sentences + 2)).Complete();
        var content = Content();
        var state = content.State;
        foreach (var tensor in TensorNames.Tutorial)
        {
            foreach (var value in (float[])[-float.Epsilon, -1e-10f, float.MinValue])
            {
                var second = content.Moments!.Second.Clone();
                second[tensor][^1] = value;
                Refuse("a mean of squares is negative", content with
                {
                    Moments = content.Moments with { Second = second },
                });
            }
        }

        Refuse("more steps", content with { State = state with { OptimizerSteps = state.Updates + 1 } });
        Refuse("more steps", content with { State = state with { OptimizerSteps = -1 } });
        content.Moments!.Second.HiddenBias[0] = float.PositiveInfinity;
        Refuse("is not finite", content);

        void Refuse(string problem, CheckpointContent changed)
        {
            CheckpointWriter.Write(_file, changed);
            Assert.Contains(problem, this.Refuse(options).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refused_checkpoint_leaves_the_run_as_it_was()
    {
        var whole = new TrainingRun(TinyCorpus.Indexed(), TinyCorpus.Options).Complete();
        _folder.Write("run.checkpoint", "nonsense");
        var run = new TrainingRun(TinyCorpus.Indexed(), _options);
        Assert.Throws<ModelFormatException>(() => run.Resume());

        Assert.Equal(whole.Epochs, run.Complete().Epochs);
    }

    private CheckpointContent Content() =>
        CheckpointReader.Read(_file, new ElmanShape(4, 3, 6, 3, 3), Sentences, Sentences + 2);

    private ModelFormatException Refuse(TrainingOptions options)
    {
        var exception = Assert.Throws<ModelFormatException>(
            () => new TrainingRun(TinyCorpus.Indexed(), options).Resume());
        Assert.Equal(_file, exception.File);
        return exception;
    }

    private void Contradict(string problem, CheckpointContent content)
    {
        CheckpointWriter.Write(_file, content);
        Assert.Contains(problem, Refuse(_options).Message, StringComparison.Ordinal);
    }
}
