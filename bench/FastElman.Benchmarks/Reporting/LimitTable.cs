using FastElman.Kernels;
using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Reporting;

/// <summary>The targets, and whether they were met.</summary>
internal static class LimitTable
{
    public const string Title = "Beside the limit study";

    public static string Of(Findings findings)
    {
        var table = new MarkdownTable(1, "what", "figure", "reference", "ratio", "target", "");
        foreach (var row in Rows(findings))
        {
            table.Add(
                row.Name,
                Amount.Time(row.Figure),
                Amount.Time(row.Reference),
                Amount.Ratio(row.Ratio),
                $"{row.Target}",
                row.IsMet switch { true => "met", false => "**missed**", null => "not measured" });
        }

        return $"""
            ## {Title}

            Before this library was written, a prototype showed what is possible on a Zen 4 core. Its figures, as ratios to what the machine does at the
            same time, are the targets here: one with ≤ is for figure / reference, one with ≥ for reference / figure. "Reading its weights": a plain
            read of as many bytes as the recurrent weights, the output weights and seven rows of the table have in 32-bit floats (a step can be
            faster: the best label needs only bytes of the output weights). Composite bound: for each word a read of the recurrent
            weights and seven rows, and the output layer as multiply-adds on registers; that of training stands with its table. Share of the
            peak: multiply-adds of recurrence and output layer, against as many on registers. Figure and reference take turns, a millisecond each;
            those of training and those beside the fastest peer are of the tables below, and those of processes are medians of processes that take turns.

            {table}
            """;
    }

    /// <summary>The targets of what was measured.</summary>
    public static IEnumerable<LimitRow> Rows(Findings findings) =>
        [.. findings.Limits, .. Ceilings(findings.Timings), .. Leads(findings.Timings), .. Native(findings.ColdStarts)];

    /// <summary>Ours beside its bound, where that is asked for of a table.</summary>
    private static IEnumerable<LimitRow> Ceilings(IEnumerable<Figure> timings) =>
        from figure in timings
        where figure.Workload.Limit is not null
        group figure by figure.Workload into row
        let own = row.FirstOrDefault(figure => figure.Contestant == Field.Ours)?.Nanoseconds
        let least = row.FirstOrDefault(figure => figure.Contestant == Field.Bound)?.Nanoseconds
        select new LimitRow($"{row.Key} / its composite bound", own, least, Target.AtMost(row.Key.Limit ?? 0));

    /// <summary>Ours beside the fastest peer, where a lead is asked for.</summary>
    private static IEnumerable<LimitRow> Leads(IEnumerable<Figure> timings) =>
        from figure in timings
        where figure.Workload.Lead is not null
        group figure by figure.Workload into row
        let own = row.FirstOrDefault(figure => figure.Contestant == Field.Ours)?.Nanoseconds
        let peer = row.Where(figure => Field.Peers.Contains(figure.Contestant)).Min(figure => figure.Nanoseconds)
        let units = row.Key.Section.PerWord ? row.Key.Words : 1
        select new LimitRow($"{row.Key} / the fastest peer", own / units, peer / units, Target.AtLeast(row.Key.Lead ?? 0));

    private static IEnumerable<LimitRow> Native(IReadOnlyList<ColdStart.Figure>? coldStarts)
    {
        if (coldStarts is null)
        {
            yield break;
        }

        var native = coldStarts.FirstOrDefault(figure => figure.Name == "NativeAOT");
        var compiled = coldStarts.FirstOrDefault(figure => figure.Name == "JIT");
        yield return new LimitRow("hidden 100: a step, NativeAOT / JIT", native?.Step, compiled?.Step, Target.AtMost(1.0));
        yield return new LimitRow(
            "NativeAOT: a process up to its first answer / hello world", native?.Answer, native?.Hello, Target.AtMost(1.5));
    }
}
