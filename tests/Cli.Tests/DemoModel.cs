using FastElman.Cli.Demo;
using FastElman.Training;

namespace FastElman.Cli.Tests;

/// <summary>The demo's network, trained once for all tests that need one that is good at something.</summary>
internal static class DemoModel
{
    private static readonly Lazy<ElmanModel> Model = new(
        () => DemoTraining.Train(FlightRequests.Generate().ToCorpus()));

    public static ElmanModel Load() => Model.Value;
}
