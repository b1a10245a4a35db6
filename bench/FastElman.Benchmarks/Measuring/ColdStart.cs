using System.Diagnostics;
using FastElman.Benchmarks.Workloads;

namespace FastElman.Benchmarks.Measuring;

/// <summary>Times processes from start to end: the small program that loads a model and tags, compiled in different ways.</summary>
internal static class ColdStart
{
    private const int Runs = 21;
    private const string Program = "FastElman.Benchmarks.ColdStart";

    /// <param name="Name">How it was compiled.</param>
    /// <param name="Nanoseconds">The median with a model.</param>
    /// <param name="Empty">The median of the same program when it has nothing to do.</param>
    public sealed record Figure(string Name, double Nanoseconds, double Empty);

    /// <param name="folder">Holds a folder for each way of compiling, named after it.</param>
    public static IReadOnlyList<Figure> Measure(string folder)
    {
        var builds = Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var model = Path.Combine(Path.GetTempPath(), $"fastelman-cold-start-{Environment.ProcessId}.safetensors");
        ElmanModel.Create(PlantedModel.Parameters(Suite.Atis(hidden: 100))).Save(model);
        try
        {
            return
            [
                .. from build in builds
                   let program = Path.Combine(build, Program)
                   where File.Exists(program)
                   select new Figure(Path.GetFileName(build), Median(program, model), Median(program)),
            ];
        }
        finally
        {
            File.Delete(model);
        }
    }

    private static double Median(string program, params string[] arguments)
    {
        var times = Enumerable.Range(0, Runs).Select(_ => Time(program, arguments)).Order().ToArray();
        return times[Runs / 2];
    }

    private static double Time(string program, string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return process.ExitCode == 0
            ? elapsed.TotalNanoseconds
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
    }
}
