using FastElman.Cli.Demo;
using FastElman.Fixtures;
using FastElman.Training;

namespace FastElman.Cli.Tests.Demo;

public sealed class DemoTrainingTests
{
    private static readonly Corpus Corpus = FlightRequests.Generate().ToCorpus();

    [Fact]
    public void The_network_learns_the_requests()
    {
        var model = DemoTraining.Train(Corpus);

        Assert.InRange(ConllEvaluation.Evaluate(model.Compile(), Corpus).Overall.F1, 98.5, 100);
    }

    [Fact]
    public void Training_is_repeatable()
    {
        var epochs = new List<EpochResult>();

        var first = DemoTraining.Train(Corpus, epochs: 2, epochs.Add);
        var second = DemoTraining.Train(Corpus, epochs: 2);

        Assert.Equal([1, 2], epochs.Select(epoch => epoch.Epoch));
        Assert.True(epochs[1].ValidationF1 > epochs[0].ValidationF1);
        Bits.AssertEqual(first.ExportParameters(), second.ExportParameters());
    }
}
