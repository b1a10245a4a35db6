using FastElman.Fixtures;
using FastElman.Training.Backpropagation;

namespace FastElman.Training.Tests.Runs;

public class FrozenEmbeddingsTests
{
    [Theory]
    [InlineData(TrainingOptimizer.GradientDescent, NetworkKind.Elman)]
    [InlineData(TrainingOptimizer.Adam, NetworkKind.Elman)]
    [InlineData(TrainingOptimizer.GradientDescent, NetworkKind.Bidirectional)]
    public void Frozen_embeddings_stay_bit_for_bit_and_all_else_learns(TrainingOptimizer optimizer, NetworkKind kind)
    {
        var shape = new ElmanShape(6, 3, 10, 4, 3, new NetworkVariant(kind));
        var initial = ElmanParameters.Initialize(shape, 7);
        var trainer = new SentenceTrainer(initial, optimizer: optimizer, freezesEmbeddings: true);

        for (var step = 0; step < 5; step++)
        {
            trainer.Train([1, 2, 3, -1], [0, 1, 2, 0], 0.1f);
        }

        var trained = trainer.ToParameters();
        foreach (var tensor in shape.Tensors)
        {
            Assert.Equal(
                tensor == ElmanTensor.Embeddings, trained[tensor].SequenceEqual(initial[tensor]));
        }
    }

    [Fact]
    public void The_first_step_moves_all_else_as_it_does_without_freezing()
    {
        var initial = ElmanParameters.Initialize(new ElmanShape(6, 3, 10, 4, 3), 7);
        var frozen = new SentenceTrainer(initial, freezesEmbeddings: true);
        var free = new SentenceTrainer(initial);

        frozen.Train([1, 2, 3], [0, 1, 2], 0.1f);
        free.Train([1, 2, 3], [0, 1, 2], 0.1f);

        foreach (var tensor in initial.Shape.Tensors.Where(tensor => tensor != ElmanTensor.Embeddings))
        {
            Assert.True(frozen.ToParameters()[tensor].SequenceEqual(free.ToParameters()[tensor]));
        }
    }

    [Fact]
    public void A_run_keeps_the_vectors_it_starts_from()
    {
        var corpus = FlightRequests.Generate(trainCount: 30, validationCount: 10, testCount: 5).ToCorpus();
        var shape = new ElmanShape(5, corpus.Labels!.Count, corpus.Vocabulary!.Count, 3, 3);
        var initial = ElmanParameters.Initialize(shape, 1);

        var run = new TrainingRun(
            corpus, new TrainingOptions { InitialParameters = initial, FreezeEmbeddings = true, Epochs = 2 });

        Assert.Equal(initial.Embeddings, run.GetInitialModel().ExportParameters().Embeddings);
        var model = run.Run(cancellationToken: TestContext.Current.CancellationToken).Model;
        Assert.Equal(initial.Embeddings, model.ExportParameters().Embeddings);
        Assert.Throws<InvalidOperationException>(run.GetInitialModel);
    }

    [Fact]
    public void A_run_of_frozen_embeddings_is_not_resumed_as_one_that_trains_them()
    {
        using var folder = new TemporaryFolder();
        var shape = new ElmanShape(4, TinyCorpus.Labels.Count, TinyCorpus.Vocabulary.Count, 3, 3);
        var options = TinyCorpus.Options.With(o =>
        {
            o.InitialParameters = ElmanParameters.Initialize(shape, 1);
            o.FreezeEmbeddings = true;
            o.CheckpointFile = folder.File("run.checkpoint");
        });
        new TrainingRun(TinyCorpus.Indexed(), options).Complete();

        var error = Assert.Throws<ModelFormatException>(
            () => new TrainingRun(TinyCorpus.Indexed(), options.With(o => o.FreezeEmbeddings = false)).Resume());

        Assert.Contains("another network", error.Message, StringComparison.Ordinal);
        Assert.Equal($"{error.Expected}, frozen embeddings", error.Found);
    }
}
