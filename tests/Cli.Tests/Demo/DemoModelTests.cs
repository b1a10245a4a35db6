using FastElman.Cli.Demo;
using FastElman.Training.Demonstration;

namespace FastElman.Cli.Tests.Demo;

public sealed class DemoModelTests
{
    [Fact]
    public void The_shipped_model_is_what_the_reference_trainer_makes_of_the_built_in_corpus()
    {
        var shipped = DemoModel.Load();
        var (parameters, vocabulary, labels) = DemoTraining.Train();
        var trained = new Tagger(ElmanModel.Create(parameters, vocabulary, labels));

        Assert.Equal(vocabulary.Words, shipped.Vocabulary!.Words);
        Assert.Equal(labels.Labels, shipped.Labels!.Labels);
        Assert.Equal(parameters.Shape, shipped.Shape);

        // Not bit for bit: another machine's exponential may round another way, and training carries that on.
        var words = FlightRequests.Generate().Test.SelectMany(sentence =>
            new Tagger(shipped).Tag([.. sentence.Words]).Zip(trained.Tag([.. sentence.Words]))).ToArray();
        Assert.InRange(words.Count(labels => labels.First == labels.Second), words.Length * 0.99, words.Length);
    }
}
