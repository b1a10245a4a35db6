using System.Diagnostics;
using FastElman.Faults;

var only = Array.IndexOf(args, "--only") is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : string.Empty;
var keeps = args.Contains("--keep");
if (args.Except(["--only", only, "--keep"]).Any())
{
    Console.Error.WriteLine("Usage: tests/Faults/run [--only WORD] [--keep]");
    return 2;
}

var repository = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(repository, "FastElman.sln")))
{
    repository = Path.GetDirectoryName(repository) ?? throw new InvalidOperationException("There is no repository.");
}

var faults = FaultList.ReadFolder(Path.Combine(repository, "tests", "Faults", "lists")).FindAll(
    fault => only.Split(',').Any(
        word => fault.Room.Contains(word, StringComparison.OrdinalIgnoreCase)
            || fault.Description.Contains(word, StringComparison.OrdinalIgnoreCase)));
var isReadable = true;
foreach (var fault in faults)
{
    var file = Path.Combine(repository, fault.File);
    var occurrences = File.Exists(file) ? File.ReadAllText(file).Split(fault.Old).Length - 1 : 0;
    if (occurrences != 1 || fault.Old == fault.New)
    {
        Console.Error.WriteLine($"{fault.Place}: the old text occurs {occurrences} times in {fault.File}.");
        isReadable = false;
    }
}

if (!isReadable)
{
    return 2;
}

// Kept between runs where it is asked for, so that only what has changed is built again.
var folder = Path.Combine(Path.GetTempPath(), $"fastelman-faults-{Environment.UserName}");
try
{
    return Run();
}
finally
{
    if (!keeps && Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }
}

int Run()
{
    var watch = Stopwatch.StartNew();
    var limit = TimeSpan.FromMinutes(2);
    var copy = WorkingCopy.Of(repository, folder);
    foreach (var group in faults.GroupBy(fault => fault.TestProject))
    {
        Say($"building {group.Key}, then running its tests without a fault");
        copy.Build(group.Key);
        var classes = group.SelectMany(fault => fault.Classes).Distinct();
        if (copy.Test(group.Key, classes, 10 * limit) is var (outcome, output) && outcome != Outcome.Survived)
        {
            Console.Error.WriteLine($"{output}\nThe tests of {group.Key} are not green without a fault: {outcome}.");
            return 2;
        }
    }

    var score = new Score();
    foreach (var fault in faults)
    {
        var (outcome, output) = copy.Try(fault, limit);
        score.Add(fault, outcome);
        Say($"{outcome,-9} {fault.Room}: {fault.Description}");
        if (outcome == Outcome.NotBuilt)
        {
            Console.WriteLine(output);
        }
    }

    score.Print(Console.Out);
    return score.IsGood ? 0 : 1;

    void Say(string text) => Console.WriteLine(FormattableString.Invariant($"{watch.Elapsed:mm\\:ss} {text}"));
}
