using FastElman.Fixtures;
using FastElman.Training.Backpropagation;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Backpropagation;

public sealed class TrainerTests
{
    private static readonly ElmanShape Shape = new(
        4, labelCount: 3, vocabularySize: 6, embeddingSize: 3, windowSize: 3);

    private static ElmanModel Model => ElmanModel.Create(
        ElmanParameters.Initialize(Shape, 345),
        TinyCorpus.Vocabulary,
        TinyCorpus.Labels,
        new ModelProvenance("tutorial", "here"));

    [Fact]
    public void A_sentence_that_another_thread_changes_is_refused_or_trained_on_whole()
    {
        var trainer = new Trainer(Model);
        var words = new int[40];
        var labels = new int[words.Length];
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var writer = new Thread(() =>
        {
            var random = new Random(1);
            while (!over.IsCancellationRequested)
            {
                var changed = random.Next(2) == 0 ? words : labels;
                var place = random.Next(words.Length);
                changed[place] = random.Next(2) == 0 ? 1 << 29 : -5;
                Thread.SpinWait(20);
                changed[place] = 1;
                Thread.SpinWait(random.Next(300));
            }
        });
        writer.Start();
        var before = trainer.ExportParameters();
        while (!over.IsCancellationRequested)
        {
            try
            {
                trainer.Train(words, labels, learningRate: 1e-3);
                before = trainer.ExportParameters();
            }
            catch (ArgumentOutOfRangeException)
            {
                Bits.AssertEqual(before, trainer.ExportParameters());
            }
        }

        writer.Join();
    }

    [Theory]
    [InlineData(TrainingOptimizer.GradientDescent)]
    [InlineData(TrainingOptimizer.Adam)]
    public void It_makes_the_updates_of_a_run(TrainingOptimizer optimizer)
    {
        var corpus = TinyCorpus.Indexed(withValidation: false);
        var options = TinyCorpus.Options.With(o => (o.Optimizer, o.Shuffle, o.Epochs) = (optimizer, false, 1));
        var run = new TrainingRun(corpus, options).Complete();
        var trainer = new Trainer(
            ElmanParameters.Initialize(Shape, options.Seed),
            TinyCorpus.Vocabulary,
            TinyCorpus.Labels,
            new TrainerOptions { Optimizer = optimizer, LabelSmoothing = 0.1 });

        var losses = corpus.GetSentences(CorpusSet.Train)
            .Select(sentence => trainer.Train(sentence.WordIndices, sentence.LabelIndices, learningRate: 0.3))
            .ToArray();

        Bits.AssertEqual(run.Model.ExportParameters(), trainer.ExportParameters());
        Assert.Equal(run.Epochs[0].Loss, losses.Average(), 1e-9);
        Assert.Equal(losses.Length, trainer.UpdateCount);
    }

    [Fact]
    public void Text_is_trained_on_as_its_indices_are()
    {
        var (text, indices) = (new Trainer(Model), new Trainer(Model));

        var loss = text.Train(["from", "nowhere", "oslo"], ["O", "O", "B-from"], learningRate: 0.5);

        Assert.Equal(indices.Train([1, 0, 2], [2, 2, 0], learningRate: 0.5), loss);
        Bits.AssertEqual(indices.ExportParameters(), text.ExportParameters());
    }

    [Fact]
    public void A_sentence_seen_again_and_again_is_learned()
    {
        var trainer = new Trainer(Model);
        var first = trainer.Train(["to", "rome"], ["O", "B-to"], learningRate: 0.5);
        var last = first;
        for (var i = 0; i < 50; i++)
        {
            last = trainer.Train(["to", "rome"], ["O", "B-to"], learningRate: 0.5);
        }

        Assert.True(last < first / 4, $"{first} to {last}");
    }

    [Fact]
    public void Exported_models_do_not_change_and_keep_words_labels_and_provenance()
    {
        var trainer = new Trainer(Model);
        var before = trainer.ExportModel();

        trainer.Train([1], [2], learningRate: 0.5);

        Bits.AssertEqual(Model.ExportParameters(), before.ExportParameters());
        Assert.Same(TinyCorpus.Vocabulary, before.Vocabulary);
        Assert.Same(TinyCorpus.Labels, before.Labels);
        Assert.Equal(new ModelProvenance("tutorial", "here"), before.Provenance);
        Assert.Equal("mine", trainer.ExportModel(new ModelProvenance("mine", null)).Provenance.Recipe);
    }

    [Fact]
    public void Exported_models_keep_the_temperature() =>
        Assert.Equal(2.5f, new Trainer(Model.WithTemperature(2.5f)).ExportModel().Temperature);

    [Fact]
    public void Bad_input_changes_nothing()
    {
        var trainer = new Trainer(Model);

        Assert.Throws<ArgumentException>(() => trainer.Train(Array.Empty<int>(), Array.Empty<int>(), 0.1));
        Assert.Throws<ArgumentException>(() => trainer.Train([1, 2], [0], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([7], [0], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [3], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [0], -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Train([1], [0], 1e39));
        Assert.Throws<ArgumentException>(() => trainer.Train(["to"], ["B-nothing"], 0.1));
        Assert.StartsWith(
            "The text at position 1 is null.",
            Assert.Throws<ArgumentException>("words", () => trainer.Train(["to", null!], ["O", "O"], 0.1)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The text at position 0 is null.",
            Assert.Throws<ArgumentException>("labels", () => trainer.Train(["to"], [null!], 0.1)).Message,
            StringComparison.Ordinal);

        Assert.Equal(0, trainer.UpdateCount);
        Bits.AssertEqual(Model.ExportParameters(), trainer.ExportParameters());
    }

    [Fact]
    public void Without_words_it_trains_on_indices_only()
    {
        var trainer = new Trainer(ElmanParameters.Initialize(Shape, 1));

        Assert.True(trainer.Train([1, -1], [0, 2], learningRate: 0.1) > 0);
        Assert.Throws<InvalidOperationException>(() => trainer.Train(["to"], ["O"], 0.1));
        Assert.Null(trainer.ExportModel().Vocabulary);
    }

    [Fact]
    public void A_diverged_trainer_exports_no_model()
    {
        var trainer = new Trainer(Model);
        for (var i = 0; i < 10; i++)
        {
            trainer.Train([1, 2, 3], [0, 1, 2], learningRate: 1e38);
        }

        Assert.Contains(
            "diverged",
            Assert.Throws<InvalidOperationException>(() => trainer.ExportModel()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var parameters = ElmanParameters.Initialize(Shape, 1);

        Assert.Throws<ArgumentException>(() => new Trainer(parameters, new Vocabulary(["a"])));
        Assert.Throws<ArgumentException>(() => new Trainer(parameters, labels: new LabelSet(["O"])));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(Model, new TrainerOptions { LabelSmoothing = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new Trainer(Model, new TrainerOptions { Optimizer = (TrainingOptimizer)2 }));
        parameters.OutputBias[0] = float.NaN;
        Assert.Throws<ArgumentException>(() => new Trainer(parameters));
    }

    /// <summary>
    /// Enough rows that some are not exactly of norm 1 after one division, but would be after another.
    /// </summary>
    [Theory]
    [InlineData(TrainingOptimizer.GradientDescent)]
    [InlineData(TrainingOptimizer.Adam)]
    public void Parameters_and_moments_are_the_whole_state_of_training(TrainingOptimizer optimizer)
    {
        var shape = new ElmanShape(hiddenSize: 5, labelCount: 4, vocabularySize: 200, embeddingSize: 50, windowSize: 3);
        var trainer = New(seed: 3);
        for (var step = 0; step < 4; step++)
        {
            var resumed = New(seed: 4);
            resumed.SetParameters(trainer.ToParameters(), trainer.CopyMoments());

            trainer.Train([step, 7, step + 1], [0, 1, 3], 0.3f);
            resumed.Train([step, 7, step + 1], [0, 1, 3], 0.3f);

            Bits.AssertEqual(trainer.ToParameters(), resumed.ToParameters());
        }

        SentenceTrainer New(int seed) =>
            new(RandomModel.Parameters(shape, seed), labelSmoothing: 0.1f, optimizer: optimizer);
    }
}
