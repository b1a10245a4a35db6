using System.Diagnostics;
using System.Globalization;
using FastElman.Fuzz.Inputs;
using FastElman.Fuzz.Running;
using FastElman.Fuzz.Targets;

const string Usage = """
    Fuzz list                                    the targets
    Fuzz run [--seconds N] [--seed N] [--only TARGET[,TARGET]] [--found FOLDER]
                                                 mutated inputs for each target, N seconds in all (60);
                                                 exit code 1 where one of them found a fault
    Fuzz replay TARGET FILE...                   what an input does; FILE.current too, which a dead process leaves
    Fuzz seeds TARGET FOLDER                     writes the sound inputs of a target, for another fuzzer
    Fuzz afl TARGET                              the target under afl-fuzz; tests/Fuzz/afl starts it
    """;

// Files of an input each are no work for a disk.
const string Memory = "/dev/shm";
if (Directory.Exists(Memory))
{
    Environment.SetEnvironmentVariable("TMPDIR", Memory);
}

return args switch
{
    ["list"] => List(),
    ["run", .. var options] => Run(options),
    ["replay", var name, .. var files] when files.Length > 0 => Replay(name, files),
    ["seeds", var name, var folder] => WriteSeeds(name, folder),
    ["afl", var name] => RunUnderAfl(name),
    _ => Explain(),
};

static int Explain()
{
    Console.Error.WriteLine(Usage);
    return 2;
}

static int List()
{
    foreach (var target in FuzzTargets.All)
    {
        Console.WriteLine(target.Name);
        target.Dispose();
    }

    return 0;
}

static int Run(string[] options)
{
    var (seconds, seed, names) = (60.0, Environment.TickCount & int.MaxValue, Array.Empty<string>());
    var folder = Path.Combine("artifacts", "fuzz");
    for (var i = 0; i + 1 < options.Length; i += 2)
    {
        switch (options[i])
        {
            case "--seconds":
                seconds = double.Parse(options[i + 1], CultureInfo.InvariantCulture);
                break;
            case "--seed":
                seed = int.Parse(options[i + 1], CultureInfo.InvariantCulture);
                break;
            case "--only":
                names = options[i + 1].Split(',');
                break;
            case "--found":
                folder = options[i + 1];
                break;
            default:
                return Explain();
        }
    }

    if (options.Length % 2 != 0)
    {
        return Explain();
    }

    FuzzTarget[] targets = names.Length == 0 ? [.. FuzzTargets.All] : Array.ConvertAll(names, FuzzTargets.Named);
    var (executions, findings) = (0L, 0);
    Console.WriteLine($"seed {seed}, {seconds} s for {targets.Length} targets");
    foreach (var target in targets)
    {
        var start = Stopwatch.GetTimestamp();
        using var found = new FoundInputs(folder, target.Name);
        var campaign = new Campaign(target, seed, found);
        using (new Watchdog(campaign, found))
        {
            campaign.Run(TimeSpan.FromSeconds(seconds / targets.Length));
        }

        var perSecond = campaign.ExecutionCount / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target.Name,-22} {campaign.ExecutionCount,12:N0} inputs {campaign.KindCount,6:N0} kinds "
            + $"{campaign.FindingCount,3} faults {perSecond,9:N0}/s"));
        executions += campaign.ExecutionCount;
        findings += campaign.FindingCount;
        target.Dispose();
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{executions:N0} inputs, {findings} faults"));
    return findings == 0 ? 0 : 1;
}

static int Replay(string name, string[] files)
{
    using var target = FuzzTargets.Named(name);
    var isSound = true;
    foreach (var file in files)
    {
        var bytes = File.ReadAllBytes(file);
        if (Path.GetExtension(file) == ".current")
        {
            var length = BitConverter.ToInt32(bytes);
            bytes = bytes[sizeof(int)..(sizeof(int) + length)];
        }

        var fault = Execution.Of(target, bytes).Fault;
        Console.WriteLine($"{file}: {fault ?? "nothing is wrong"}");
        isSound &= fault is null;
    }

    return isSound ? 0 : 1;
}

static int WriteSeeds(string name, string folder)
{
    using var target = FuzzTargets.Named(name);
    Directory.CreateDirectory(folder);
    var count = 0;
    foreach (var seed in target.Seeds().Concat(KeptInputs.Of(name)))
    {
        File.WriteAllBytes(Path.Combine(folder, $"seed-{count++:D3}"), seed);
    }

    return 0;
}

static int RunUnderAfl(string name)
{
    using var target = FuzzTargets.Named(name);
    SharpFuzz.Fuzzer.OutOfProcess.Run(stream =>
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        if (Execution.Of(target, bytes.ToArray()).Fault is { } fault)
        {
            throw new BrokenPromiseException(fault);
        }
    });
    return 0;
}
