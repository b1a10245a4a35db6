using FastElman.Benchmarks.Contest;
using FastElman.Benchmarks.Measuring;
using FastElman.Benchmarks.Ours;
using FastElman.Benchmarks.Reporting;
using FastElman.Benchmarks.Roofline;
using FastElman.Benchmarks.Workloads;

namespace FastElman.Benchmarks;

/// <summary>One run: ours and the bound, and whoever else was entered.</summary>
public static class BenchmarkProgram
{
    private const string Usage = "usage: [--quick] --artifacts FOLDER [--docs FOLDER]";

    /// <param name="arguments">
    /// --artifacts: where logs go and where the cold-start programs are; --docs: where the page and its drawings go; without it the page is
    /// printed, and the drawings join the logs.
    /// </param>
    /// <param name="enterPeers">Adds the peers to the <see cref="Field"/>; called when the process is on its core.</param>
    /// <returns>The exit code: 1 where a figure is missing.</returns>
    public static int Run(string[] arguments, Action enterPeers)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(enterPeers);
        var quick = arguments.Contains("--quick");
        if (arguments.Contains(TwoThreads.Option))
        {
            TwoThreads.Print(quick);
            return 0;
        }

        if (Option(arguments, "--artifacts") is not { } artifacts)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var core = OwnCore.Claim();
        Field.Enter("FastElman", () => [new FastElmanContestant(), new Bound()]);
        enterPeers();
        foreach (var line in Field.Absent)
        {
            Console.Error.WriteLine(line);
        }

        var suite = new Suite(quick);
        var limits = LimitStudy.Comparisons.Select(comparison => SideBySide.Measure(comparison, quick)).ToList();
        var coldStarts = ColdStart.Measure(Path.Combine(artifacts, "cold-start"));
        var twoThreads = TwoThreads.Measure(quick);
        var singleCalls = Entry.Of(suite.SingleCalls).Select(entry => (entry, SingleCalls.Measure(entry, quick))).ToList();
        IReadOnlyList<Figure> timings = [.. Timing.Measure(suite.Timings, quick, artifacts), .. twoThreads];
        var page = Report.Page(Machine.Describe(core), limits, timings, singleCalls, coldStarts);
        Publish(page, timings, Option(arguments, "--docs"), artifacts);
        return timings.All(figure => figure.Nanoseconds is not null) ? 0 : 1;
    }

    private static void Publish(string page, IReadOnlyList<Figure> timings, string? docs, string artifacts)
    {
        Write(docs ?? artifacts, "latency.svg", $"{Plots.Latency(timings)}");
        Write(docs ?? artifacts, "throughput.svg", $"{Plots.Throughput(timings)}");
        if (docs is null)
        {
            Console.WriteLine(page);
        }
        else
        {
            Write(docs, "benchmarks.md", page);
        }
    }

    private static void Write(string folder, string name, string text)
    {
        using var file = File.CreateText(Path.Combine(folder, name));
        file.Write(text);
    }

    private static string? Option(string[] arguments, string name)
    {
        var at = Array.IndexOf(arguments, name);
        return at >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
    }
}
