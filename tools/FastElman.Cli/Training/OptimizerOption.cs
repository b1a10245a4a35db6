using System.CommandLine;
using FastElman.Cli.Terminal;
using FastElman.Training;

namespace FastElman.Cli.Training;

/// <summary>The option of <c>train</c> and <c>search</c> that chooses the optimiser.</summary>
internal sealed class OptimizerOption
{
    private static readonly Dictionary<string, TrainingOptimizer> Optimizers = new(StringComparer.Ordinal)
    {
        ["sgd"] = TrainingOptimizer.GradientDescent,
        ["adam"] = TrainingOptimizer.Adam,
    };

    private readonly Option<string> _optimizer = new("--optimizer")
    {
        Description =
            "What a step makes of the gradients: gradient descent, or Adam, which takes one and a half times to twice "
                + "as long.",
        DefaultValueFactory = _ => Optimizers.Keys.First(),
    };

    public OptimizerOption() => _optimizer.AcceptsOneOf([.. Optimizers.Keys]);

    public void AddTo(Command command) => command.Add(_optimizer);

    /// <summary>Refuses another one where the recipe has Adam.</summary>
    public void RequireAdam(ParseResult parsed)
    {
        if (parsed.GetResult(_optimizer) is { Implicit: false } && Read(parsed) != TrainingOptimizer.Adam)
        {
            throw new UsageException("--recipe regularized has Adam: leave --optimizer out, or give adam");
        }
    }

    public TrainingOptimizer Read(ParseResult parsed) => Optimizers[parsed.GetRequiredValue(_optimizer)];
}
