using FastElman.Cli.Demo;

namespace FastElman.Cli.Tests;

/// <summary>The demo's network, trained once for all tests that need one that is good at something.</summary>
internal static class DemoModel
{
    private static readonly Lazy<ElmanModel> Model = new(() =>
    {
        var (parameters, vocabulary, labels) = DemoTraining.Train();
        return ElmanModel.Create(parameters, vocabulary, labels, new ModelProvenance("demo", "the built-in flight requests"));
    });

    public static ElmanModel Load() => Model.Value;
}
