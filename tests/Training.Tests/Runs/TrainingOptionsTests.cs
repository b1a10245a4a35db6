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
        Assert.Equal(expected, new TrainingOptions { Recipe = recipe, Network = network }.EffectiveLearningRate);
        Assert.Equal(
            expected,
            new TrainingOptions
            {
                Recipe = recipe,
                InitialParameters = new ElmanParameters(
                new ElmanShape(1, 1, 1, 1, 1, network))
            }.EffectiveLearningRate);
        Assert.Equal(
            0.5, new TrainingOptions { Recipe = recipe, Network = network, LearningRate = 0.5 }.EffectiveLearningRate);
    }

    [Fact]
    public void Adam_has_a_learning_rate_of_its_own_and_is_not_the_tutorials()
    {
        var options = new TrainingOptions { Optimizer = TrainingOptimizer.Adam };
        Assert.Equal(0.002, options.EffectiveLearningRate);
        options.Validate();
        Assert.Equal(
            "Optimizer",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => (options.With(o => o.Recipe = TrainingRecipe.Tutorial)).Validate()).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => (options.With(o => o.Optimizer = (TrainingOptimizer)2)).Validate());
    }
}
