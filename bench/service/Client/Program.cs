using System.CommandLine;
using System.Globalization;
using FastElman.Benchmarks.Service.Tables;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

var folder = new Option<string>("--folder") { Required = true, Description = "Where the programs were published." };
var quick = new Option<bool>("--quick") { Description = "Shorter runs." };
var builds = new Option<string[]>("--builds") { DefaultValueFactory = _ => ["JIT", "NativeAOT"] };
var only = new Option<string>("--only") { DefaultValueFactory = _ => "", Description = "A part of the rows' names." };

var table = new Command("table", "The load table.") { folder, quick, builds, only };
table.SetAction(async arguments =>
{
    var isQuick = arguments.GetValue(quick);
    await using var measured = new LoadTable(new TableOptions(
        arguments.GetValue(folder)!,
        arguments.GetValue(builds)!,
        Rounds: isQuick ? 3 : 7,
        Duration: TimeSpan.FromSeconds(isQuick ? 1 : 4),
        arguments.GetValue(only)!));
    Console.WriteLine(await measured.MeasureAsync());
});

return await new RootCommand("Puts load on the tagging service.") { table }.Parse(args).InvokeAsync();
