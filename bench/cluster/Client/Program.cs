using System.CommandLine;
using System.Globalization;
using FastElman.Benchmarks.Cluster;
using FastElman.Benchmarks.Cluster.Load;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var program = new Option<string>("--program") { Required = true, Description = "SessionCluster.dll." };
var folder = new Option<string>("--folder") { Required = true, Description = "For the models." };
var quick = new Option<bool>("--quick") { Description = "Shorter runs." };
var onlyFailures = Only([.. ClusterRuns.FailureNames]);
var onlyCosts = Only([.. ClusterRuns.CostNames]);

var demo = new Command("demo", "Two silos, a gateway and a load, for ten seconds.") { program, folder };
demo.SetAction(arguments => Runs(arguments).DemoAsync());

var failures = new Command("failures", "Runs in which something fails.") { program, folder, quick, onlyFailures };
failures.SetAction(arguments =>
    Runs(arguments).FailAsync(arguments.GetValue(quick), arguments.GetValue(onlyFailures)));

var costs = new Command("costs", "What a word takes, with one, two and three silos.")
{
    program, folder, quick, onlyCosts,
};
costs.SetAction(arguments =>
    Runs(arguments).MeasureAsync(arguments.GetValue(quick), arguments.GetValue(onlyCosts)));

var arguments = new RootCommand("Puts load on the session cluster.") { demo, failures, costs }.Parse(args);
var exitCode = await arguments.InvokeAsync();
return arguments.Errors.Count == 0 ? exitCode : 2;

ClusterRuns Runs(ParseResult arguments) => new(arguments.GetValue(program)!, arguments.GetValue(folder)!);

static Option<string> Only(string[] names)
{
    var only = new Option<string>("--only") { Description = $"A part of the names: {string.Join("; ", names)}." };
    only.Validators.Add(result =>
    {
        var part = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (part.Length == 0 || !names.Any(name => ClusterRuns.IsAsked(name, part)))
        {
            result.AddError($"--only: found \"{part}\", expected a part of one of: {string.Join("; ", names)}.");
        }
    });
    return only;
}
