using FastElman.Cli.Demo;
using FastElman.Training.Demonstration;

namespace FastElman.Cli.Tests.Demo;

public sealed class DemoModelTests
{
    [Fact]
    public void The_shipped_model_labels_as_one_does_that_is_trained_anew()
    {
        var shipped = DemoModel.Load();
        var (parameters, vocabulary, labels) = DemoTraining.Train();
        var trained = new Tagger(ElmanModel.Create(parameters, vocabulary, labels));

        Assert.Equal(vocabulary.Words, shipped.Vocabulary!.Words);
        Assert.Equal(labels.Labels, shipped.Labels!.Labels);
        Assert.Equal(parameters.Shape, shipped.Shape);

        // Not bit for bit: another trainer, instruction set or machine rounds another way, and training carries that on.
        var words = FlightRequests.Generate().Test.SelectMany(sentence =>
            new Tagger(shipped).Tag([.. sentence.Words]).Zip(trained.Tag([.. sentence.Words]))).ToArray();
        Assert.InRange(words.Count(labels => labels.First == labels.Second), words.Length * 0.99, words.Length);
    }
}
