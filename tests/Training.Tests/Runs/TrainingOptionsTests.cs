using FastElman.Fixtures;
using FastElman.Kernels;

namespace FastElman.Training.Tests.Runs;

public sealed class TrainingOptionsTests
{
    [Theory]
    [InlineData(TrainingRecipe.Tutorial, HiddenActivation.Sigmoid, 0.0970806646812754)]
    [InlineData(TrainingRecipe.Tutorial, HiddenActivation.Tanh, 0.0970806646812754)]
    [InlineData(TrainingRecipe.Corrected, HiddenActivation.Sigmoid, 0.8)]
    [InlineData(TrainingRecipe.Corrected, HiddenActivation.Tanh, 0.25)]
    [InlineData(TrainingRecipe.Corrected, HiddenActivation.Relu, 0.1)]
    public void The_learning_rate_follows_from_recipe_and_activation(
        TrainingRecipe recipe, HiddenActivation activation, double expected)
    {
        var network = new NetworkVariant(Activation: activation);
        Assert.Equal(expected, new TrainingOptions { Recipe = recipe, Activation = activation }.EffectiveLearningRate);
        Assert.Equal(
            expected,
            new TrainingOptions
            {
                Recipe = recipe,
                InitialParameters = new ElmanParameters(
                new ElmanShape(1, 1, 1, 1, 1, network))
            }.EffectiveLearningRate);
        Assert.Equal(
            0.5,
            new TrainingOptions { Recipe = recipe, Activation = activation, LearningRate = 0.5 }
                .EffectiveLearningRate);
    }

    [Fact]
    public void Adam_has_a_learning_rate_of_its_own_and_is_not_the_tutorials()
    {
        var options = new TrainingOptions { Optimizer = TrainingOptimizer.Adam };
        Assert.Equal(0.002, options.EffectiveLearningRate);
        options.Validate();
        Assert.Contains(
            "Optimizer is Adam: the tutorial's recipe has gradient descent only.",
            Assert.Throws<ArgumentOutOfRangeException>(
                "options", () => options.With(o => o.Recipe = TrainingRecipe.Tutorial).Validate()).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => (options.With(o => o.Optimizer = (TrainingOptimizer)2)).Validate());
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        foreach (var (property, options) in ((string, TrainingOptions)[])
            [
                ("Epochs", TinyCorpus.Options.With(o => o.Epochs = 0)),
                ("LearningRate", TinyCorpus.Options.With(o => o.LearningRate = 0)),
                ("LearningRate", TinyCorpus.Options.With(o => o.LearningRate = -1)),
                ("LearningRate", TinyCorpus.Options.With(o => o.LearningRate = double.NaN)),
                ("LearningRate", TinyCorpus.Options.With(o => o.LearningRate = double.PositiveInfinity)),
                ("LearningRate", TinyCorpus.Options.With(o => o.LearningRate = 1e39)),
                ("LearningRate", TinyCorpus.Options.With(o => o.LearningRate = 1e-50)),
                ("LabelSmoothing", TinyCorpus.Options.With(o => o.LabelSmoothing = 1)),
                ("LabelSmoothing", TinyCorpus.Options.With(o => o.LabelSmoothing = -0.1)),
                ("LabelSmoothing", TinyCorpus.Options.With(o => o.LabelSmoothing = double.NaN)),
                (
                    "LabelSmoothing",
                    TinyCorpus.Options.With(o => { o.LabelSmoothing = 0.1; o.Recipe = TrainingRecipe.Tutorial; })),
                ("SentenceLimit", TinyCorpus.Options.With(o => o.SentenceLimit = 0)),
                ("SentenceLimit", TinyCorpus.Options.With(o => { o.SentenceLimit = 5; o.FinalTraining = true; })),
                ("Recipe", TinyCorpus.Options.With(o => o.Recipe = (TrainingRecipe)3)),
                ("ShuffleVersion", TinyCorpus.Options.With(o => o.ShuffleVersion = (PythonVersion)2)),
                ("HiddenSize", TinyCorpus.Options.With(o => o.HiddenSize = 0)),
                ("WindowSize", TinyCorpus.Options.With(o => o.WindowSize = 2)),
            ])
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(
                "options", () => new TrainingRun(TinyCorpus.Indexed(), options));
            Assert.StartsWith($"{property} is ", exception.Message, StringComparison.Ordinal);
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
            var expected = new TrainingRun(TinyCorpus.Indexed(), chosen).Complete();
            Bits.AssertEqual(expected.Model.ExportParameters(), result.Model.ExportParameters());
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
}
