using System.Diagnostics;
using System.Globalization;
using FastElman.RealTime;

const string Usage = """
    RealTime calls [CALLS]      makes each call so many times (10000) between marks that strace shows;
                                tests/RealTime/run checks that there is no system call between them
    RealTime latency [CALLS]    times of so many single calls (1000000): median, 99 %, 99.9 %, largest
    """;
const int HiddenSize = 100;

var calls = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
return args switch
{
    ["calls", ..] => Mark(new HotPaths(HiddenSize), calls > 0 ? calls : 10_000),
    ["latency", ..] => Time(new HotPaths(HiddenSize), calls > 0 ? calls : 1_000_000),
    _ => Explain(),
};

static int Explain()
{
    Console.Error.WriteLine(Usage);
    return 2;
}

static int Mark(HotPaths paths, int calls)
{
    var isQuiet = true;
    foreach (var (name, call) in paths.All)
    {
        WarmUp(name, call);
        var cost = Measured.Run($"begin/{name}", call, calls);
        Console.WriteLine($"{name}: {calls} calls, {cost}");
        isQuiet &= cost == default;
    }

    return isQuiet ? 0 : 1;
}

// With time for what the just-in-time compiler does on its own thread, which replaces methods in two steps.
static void WarmUp(string name, Action call)
{
    for (var round = 0; round < 3; round++)
    {
        _ = Measured.Run($"warm-up/{name}", call, 1000);
        Thread.Sleep(TimeSpan.FromSeconds(0.3));
    }
}

static int Time(HotPaths paths, int calls)
{
    var times = new long[calls];
    foreach (var (name, call) in paths.All)
    {
        WarmUp(name, call);
        Measured.Times(call, times);

        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {At(0.5):F2} | {At(0.99):F2} | {At(0.999):F2} | {At(1):F0} |"));
    }

    return 0;

    double At(double part) => times[Math.Min((int)(part * calls), calls - 1)] * 1e6 / Stopwatch.Frequency;
}
