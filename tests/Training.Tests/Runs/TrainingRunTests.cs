using FastElman.Fixtures;
using FastElman.Model;
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
        Assert.All(TensorNames.Tutorial, tensor => Near.Equal(
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
        foreach (var tensor in TensorNames.Tutorial)
        {
            Near.Equal(
                expected[(int)tensor],
                Array.ConvertAll(actual[tensor].ToArray(), value => (double)value),
                golden.Tolerance(1e-6, $"params_after_{updates}", tensor.FileName()),
                tensor.FileName());
        }
    }

    [Fact]
    public void The_model_is_that_of_the_best_validated_epoch()
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
    public void The_tutorial_restores_the_best_once_and_halves_the_rate()
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

    /// <summary>Moments of the parameters that were left would pull the best ones after them.</summary>
    [Fact]
    public void Adam_goes_on_from_the_best_without_moments()
    {
        // So small a rate changes no label: no epoch is better than the first.
        var options = TinyCorpus.Options.With(
            o => (o.Optimizer, o.LearningRate, o.Epochs) = (TrainingOptimizer.Adam, 3e-4, 25));
        var (initial, steps) = (new List<float>(), new List<long>());

        new TrainingRun(TinyCorpus.Indexed(), options, (trainer, words, labels, rate) =>
        {
            var moments = trainer.CopyMoments()!;
            steps.Add(moments.Steps);
            if (moments.Steps == 0)
            {
                initial.AddRange(moments.First.Shape.Tensors.SelectMany(
                    tensor => (float[])[.. moments.First[tensor], .. moments.Second[tensor]]));
            }

            return trainer.Train(words, labels, rate);
        }).Complete();

        int[] epochs = [11, 10, 4];
        Assert.Equal(
            epochs.SelectMany(count => Enumerable.Range(0, count * Sentences).Select(each => (long)each)), steps);
        Assert.All(initial, moment => Assert.Equal(0f, moment));
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

    private static (TrainingRun Run, ScriptedTrainer Trainer) Scripted(
        TrainingOptions options, Func<int, int> labelAfter)
    {
        var trainer = new ScriptedTrainer(labelAfter);
        return (new TrainingRun(TinyCorpus.Indexed(), options, trainer), trainer);
    }

    private sealed class Listener(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
