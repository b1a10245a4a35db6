using FastElman.Training;

namespace FastElman.Benchmarks;

/// <summary>One run: ours and the bound, and whoever else was entered.</summary>
public static class BenchmarkProgram
{
    private const string Usage = "usage: [--quick] [--only TEXT] --artifacts FOLDER [--docs FOLDER]";

    /// <param name="arguments">
    /// --artifacts: where logs go and where the cold-start programs are; --docs: where the page and its drawings go;
    /// without it the page is printed, and the drawings join the logs; --only: runs the sections with TEXT in their
    /// titles and prints them, and the targets that belong to them.
    /// </param>
    /// <param name="enterPeers">
    /// Adds the peers to the <see cref="Participants"/>; called when the process is on its core.
    /// </param>
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

        var only = Option(arguments, "--only");
        if (Option(arguments, "--artifacts") is not { } artifacts || (only is null && arguments.Contains("--only")))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var core = CpuPinning.Claim();
        Participants.Enter("FastElman", () => [new FastElmanEngine(), new Bound(), new ConfidenceEngine()]);
        enterPeers();
        foreach (var line in Participants.Absent)
        {
            Console.Error.WriteLine(line);
        }

        var findings =
            Measure(quick, artifacts, title => title.Contains(only ?? "", StringComparison.OrdinalIgnoreCase));
        var machine = Machine.Describe(core);
        if (findings.IsEmpty)
        {
            Console.Error.WriteLine($"no section has \"{only}\" in its title");
            return 2;
        }

        if (only is null)
        {
            Publish(Report.Page(machine, findings), findings.Timings, Option(arguments, "--docs"), artifacts);
        }
        else
        {
            Console.WriteLine(Report.Part(machine, findings));
        }

        return findings.Timings.All(figure => figure.Nanoseconds is not null) ? 0 : 1;
    }

    /// <param name="quick">Fewer rows, shorter runs.</param>
    /// <param name="artifacts">Where logs go and where the cold-start programs are.</param>
    /// <param name="isWanted">Whether a section with this title is.</param>
    private static Findings Measure(bool quick, string artifacts, Func<string, bool> isWanted)
    {
        var suite = new Suite(quick);
        var comparisons = isWanted(TargetTable.Title) ? Targets.Comparisons : [];
        var limits = comparisons.Select(comparison => SideBySide.Measure(comparison, quick)).ToList();
        var coldStarts = isWanted(ColdStartTable.Title)
            ? ColdStart.Measure(Path.Combine(artifacts, "cold-start"))
            : null;
        var twoThreads = isWanted(Sections.Corpus.Title) ? TwoThreads.Measure(quick) : [];
        var calls = isWanted(LatencyTable.Title) ? Entry.Of(suite.SingleCalls) : [];
        var singleCalls = calls.Select(entry => (entry, SingleCalls.Measure(entry, quick))).ToList();
        var epochs = isWanted(Sections.Training.Title) ? suite.Epochs : [];
        var training = epochs.SelectMany(epoch => Interleaved.Measure(epoch, quick)).ToList();
        var rows = suite.Timings.Where(workload => isWanted(workload.Section.Title)).ToList();
        List<Section> order = [.. rows.Select(workload => workload.Section).Distinct(), Sections.Training];
        var inTurns = rows.Where(workload => workload.Section.InTurns).ToList();
        rows.RemoveAll(inTurns.Contains);
        List<Figure> timings =
        [
            .. rows.Count > 0 ? Timing.Measure(rows, quick, artifacts) : [],
            .. twoThreads,
            .. inTurns.SelectMany(workload => Turns.Measure(workload, quick)),
            .. training,
        ];
        return new Findings(
            limits, [.. timings.OrderBy(figure => order.IndexOf(figure.Workload.Section))], singleCalls, coldStarts);
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
