using System.CommandLine;
using System.Globalization;
using FastElman.Benchmarks.Cluster;
using FastElman.Benchmarks.Cluster.Load;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var program = new Option<string>("--program") { Required = true, Description = "SessionCluster.dll." };
var folder = new Option<string>("--folder") { Required = true, Description = "For the models." };
var quick = new Option<bool>("--quick") { Description = "Shorter runs." };
var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "A part of the names." };

var demo = new Command("demo", "Two silos, a gateway and a load, for ten seconds.") { program, folder };
demo.SetAction(arguments => Runs(arguments).DemoAsync());

var failures = new Command("failures", "Runs in which something fails.") { program, folder, quick, only };
failures.SetAction(arguments => Runs(arguments).FailAsync(arguments.GetValue(quick), arguments.GetValue(only)!));

var costs = new Command("costs", "What a word takes, with one, two and three silos.") { program, folder, quick, only };
costs.SetAction(arguments => Runs(arguments).MeasureAsync(arguments.GetValue(quick), arguments.GetValue(only)!));

return await new RootCommand("Puts load on the session cluster.") { demo, failures, costs }.Parse(args).InvokeAsync();

ClusterRuns Runs(ParseResult arguments) => new(arguments.GetValue(program)!, arguments.GetValue(folder)!);
