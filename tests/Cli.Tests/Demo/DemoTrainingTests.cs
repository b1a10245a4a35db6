using FastElman.Cli.Demo;
using FastElman.Training;

namespace FastElman.Cli.Tests.Demo;

public class DemoTrainingTests
{
    [Fact]
    public void The_demos_network_learns_its_corpus()
    {
        var corpus = FlightRequests.Generate();

        var (parameters, vocabulary, labels) = DemoTraining.Train();

        var result = DemoTraining.Evaluate(parameters, corpus.Test, corpus);
        Assert.InRange(result.Overall.F1, 95, 100);
        Assert.Null(parameters.FindNonFinite());
        Assert.Equal((vocabulary.Count, labels.Count), (parameters.Shape.VocabularySize, parameters.Shape.LabelCount));
    }

    [Fact]
    public void Training_is_repeatable()
    {
        var scores = new List<(int Epoch, double F1)>();

        var (first, _, _) = DemoTraining.Train(epochs: 2, (epoch, f1) => scores.Add((epoch, f1)));
        var (second, _, _) = DemoTraining.Train(epochs: 2);

        Assert.Equal([1, 2], scores.Select(score => score.Epoch));
        Assert.True(scores[1].F1 > scores[0].F1);
        Assert.All(TensorNames.All, tensor => Assert.Equal(first[tensor].ToArray(), second[tensor].ToArray()));
    }
}
