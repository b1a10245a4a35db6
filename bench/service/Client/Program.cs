using System.CommandLine;
using System.Globalization;
using FastElman.Benchmarks.Service.Failures;
using FastElman.Benchmarks.Service.Tables;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var folder = new Option<string>("--folder") { Required = true, Description = "Where the programs were published." };
var quick = new Option<bool>("--quick") { Description = "Shorter runs." };
var builds = new Option<string[]>("--builds")
{
    DefaultValueFactory = _ => ["JIT", "NativeAOT"],
    AllowMultipleArgumentsPerToken = true,
};
var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "A part of the names." };

var table = new Command("table", "The load table.") { folder, quick, builds, only };
table.SetAction(async arguments =>
{
    await using var measured = new LoadTable(OptionsOf(arguments));
    Console.WriteLine(await measured.MeasureAsync());
});

var failures = new Command("failures", "Runs in which something goes wrong.") { folder, quick, builds, only };
failures.SetAction(async arguments =>
{
    var (options, isKept) = (OptionsOf(arguments), true);
    foreach (var build in options.Builds)
    {
        var runs = new FailureRuns(options, build);
        isKept &= !IsAsked("shutdown") || await runs.ShutdownAsync(options.IsQuick ? 3 : 20);
        isKept &= !IsAsked("reload") || await runs.ReloadAsync(options.IsQuick ? 12 : 50);
        isKept &= !IsAsked("endurance") || await runs.EnduranceAsync(TimeSpan.FromMinutes(options.IsQuick ? 1 : 10));
    }

    return isKept ? 0 : 1;

    bool IsAsked(string run) => run.Contains(options.Only, StringComparison.OrdinalIgnoreCase);
});

return await new RootCommand("Puts load on the tagging service.") { table, failures }.Parse(args).InvokeAsync();

TableOptions OptionsOf(ParseResult arguments) => new(
    arguments.GetValue(folder)!, arguments.GetValue(builds)!, arguments.GetValue(quick), arguments.GetValue(only)!);
