using FastElman.Training.Backpropagation;
using FastElman.Training.Demonstration;

namespace FastElman.Training.Tests.Demonstration;

public class DemoTrainingTests
{
    [Fact]
    public void The_demos_network_learns_its_corpus()
    {
        var corpus = FlightRequests.Generate();

        var (parameters, vocabulary, labels) = DemoTraining.Train();

        var result = DemoTraining.Evaluate(new ReferenceTrainer(parameters), corpus.Test, corpus);
        Assert.InRange(result.Overall.F1, 95, 100);
        Assert.Null(parameters.FindNonFinite());
        Assert.Equal((vocabulary.Count, labels.Count), (parameters.Shape.VocabularySize, parameters.Shape.LabelCount));
    }
}
