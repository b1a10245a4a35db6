using FastElman.Kernels;
using FastElman.Training.Backpropagation;

namespace FastElman.Benchmarks.Reporting;

/// <summary>The targets, and whether they were met.</summary>
internal static class TargetTable
{
    public const string Title = "Beside the limit study";

    private const string Explanation =
        """
        Targets are ratios to what the machine does at the same time, so that they hold on other machines too. A target
        with ≤ is for figure / reference, one with ≥ for reference / figure.

        - **Reading its weights**: a plain read of as many bytes as the recurrent weights, the output weights and seven
          rows of the table have in 32-bit floats. A step can be faster than that: the best label needs a byte of each
          output weight.
        - **Composite bound**: for each word a read of the recurrent weights and seven rows, and the output layer as
          multiply-adds on registers. That of training is described with its table.
        - **Share of the peak**: multiply-adds of recurrence and output layer, beside as many on registers.
        - **The fastest peer** of all, C++ among them; **the fastest library** of those for .NET.

        Figure and reference are measured alternately, a millisecond each. Those of training and those beside the
        fastest peer are taken from the tables below; those of processes are medians of processes that run alternately.

        Where the targets come from:
        """;

    /// <summary>Where the targets come from.</summary>
    private static readonly (string Target, string Reason)[] Reasons =
    [
        ("a step / reading its weights ≤ 0.80, 0.85",
            "with a byte for each output weight, 0.59 (100 hidden units) and 0.72 (200) of the bytes remain; "
            + "the rest is for what is no read: sums, sigmoid, the choice of the label"),
        ("to the answer / reading its weights ≤ 0.35, 0.20",
            "once the recurrence is prepared, 0.17 and 0.12 of the bytes remain; up to twice that for the "
            + "same work"),
        ("a sentence / its composite bound ≤ 1.10, 1.12",
            "a tenth for what the bound leaves out: sigmoid, choice of the label, the call"),
        ("share of the peak ≥ 0.78, 0.85",
            "the sums of rows, the sigmoid and the choice of the label are no multiply-adds; they weigh more "
            + "with 100 hidden units"),
        ("1000 streams in a tick / a step ≤ 0.53",
            "several streams share one read of the weights; a step alone is bound by that read, at half the "
            + "speed of multiply-adds"),
        ("16-bit weights / reading them ≤ 1.25",
            "a quarter for the parts whose time does not depend on the size of a weight"),
        ("training / its composite bound ≤ 1.30",
            "the bound leaves out the loss, gathering, adding, transposing and normalising"),
        ("three tenths of the recurrent weights ≤ 0.85, 0.62, 0.50",
            "of the dense step the recurrence takes about a half (100 hidden units), two thirds (200) and four fifths "
            + "(400); its product was measured at a third of the dense one, alone"),
        ("a sentence with a large vocabulary ≤ 1.35",
            "most words are common ones, whose rows are held; what is left is for the rare ones, within 64 MiB, after "
            + "100,000 words"),
        ("with probabilities ≥ 1.3, in batches of 32 and 64 hidden units ≥ 1.1",
            "beside C++ on OpenBLAS that was given our table; the lead that labels have is for what probabilities "
            + "cost both: all logits and an exponential each"),
        ("with confidence alone ≥ 1.4, in batches ≥ 1.25",
            "the same without writing the probabilities"),
        ("lead over all peers a step ≥ 2.4, 2.6, 2.1, 1.6, 1.4",
            "measured leads over C++ with 32, 64, 100, 200 and 400 hidden units were 1.9, 2.5, 2.0, 1.55 and 1.38"),
        ("random weights ≥ 1.3, in batches ≥ 1.1",
            "bytes leave many labels, so that all products are needed; the tables and the fused step remain"),
        ("three tenths of the recurrent weights: lead ≥ 2.4, 2.5, 2.8",
            "the lead of the dense step over that peer, by what is read less"),
        ("loading ≥ 1.00",
            "no slower than ONNX Runtime, which reads the same weights"),
        ("lead over peers ≥ 5.5, 12 in training",
            "what remains where training just meets its bound: 2.68 s / (1.30 · 373 ms), and 2.3 s "
            + "(TorchSharp with optim.SGD) / (1.30 · 148 ms)"),
        ("lead over libraries ≥ 7 a step",
            "what remains where a step just meets its target: 4.80 µs / (0.80 · 816 ns)"),
        ("lead over libraries ≥ 3.8 a sentence",
            "the lead with 200 hidden units, asked of 100 too"),
        ("NativeAOT / JIT ≤ 1.00",
            "the same kernels, compiled for the same instruction set"),
        ("first answer / hello world ≤ 1.5",
            "half the start of a process for reading, checking and packing the model"),
    ];

    public static string Of(Findings findings)
    {
        var table = new MarkdownTable(1, "what", "figure", "reference", "ratio", "target", "");
        foreach (var row in Rows(findings))
        {
            table.Add(
                row.Name,
                Quantity.Time(row.Figure),
                Quantity.Time(row.Reference),
                Quantity.Ratio(row.Ratio),
                $"{row.Target}",
                row.IsMet switch { true => "met", false => "**missed**", null => "not measured" });
        }

        var reasons = new MarkdownTable(2, "target", "reason");
        foreach (var (target, reason) in Reasons)
        {
            reasons.Add(target, reason);
        }

        return $"""
            ## {Title}

            {Explanation}

            {reasons}
            {table}
            """;
    }

    /// <summary>The targets of what was measured.</summary>
    public static IEnumerable<TargetRow> Rows(Findings findings) =>
        [.. findings.Limits, .. Ceilings(findings.Timings), .. Leads(findings.Timings), .. Native(findings.ColdStarts)];

    /// <summary>Ours beside its bound, where that is asked for of a table.</summary>
    private static IEnumerable<TargetRow> Ceilings(IEnumerable<Figure> timings) =>
        from figure in timings
        where figure.Workload.Limit is not null
        group figure by figure.Workload into row
        let own = row.FirstOrDefault(figure => figure.Engine == Participants.Ours)?.Nanoseconds
        let least = row.FirstOrDefault(figure => figure.Engine == Participants.Bound)?.Nanoseconds
        select new TargetRow($"{row.Key} / its composite bound", own, least, Target.AtMost(row.Key.Limit ?? 0));

    /// <summary>Ours beside the fastest peer, where a lead is asked for.</summary>
    private static IEnumerable<TargetRow> Leads(IEnumerable<Figure> timings) =>
        timings.GroupBy(figure => figure.Workload).SelectMany(Leads);

    private static IEnumerable<TargetRow> Leads(IGrouping<Workload, Figure> row)
    {
        var workload = row.Key;
        var units = workload.Section.PerWord ? workload.Words : 1;
        var peers = row.Where(figure => Participants.Peers.Contains(figure.Engine)).ToList();
        if (workload.Lead is { } lead)
        {
            yield return Row("the fastest peer", Participants.Ours, peers, lead);
        }

        if (workload.ConfidenceLead is { } confidenceLead)
        {
            yield return Row("the fastest peer", Participants.OursWithConfidence, peers, confidenceLead);
        }

        if (workload.LibraryLead is { } libraryLead)
        {
            yield return Row(
                "the fastest library",
                Participants.Ours,
                peers.Where(figure => figure.Engine.IsForDotNet),
                libraryLead);
        }

        TargetRow Row(string whom, Engine who, IEnumerable<Figure> others, double least)
        {
            var own = row.FirstOrDefault(figure => figure.Engine == who)?.Nanoseconds;
            var confidence = who == Participants.Ours ? "" : ", with confidence alone";
            return new TargetRow(
                $"{workload}{confidence} / {whom}",
                own / units,
                others.Min(figure => figure.Nanoseconds) / units,
                Target.AtLeast(least));
        }
    }

    private static IEnumerable<TargetRow> Native(IReadOnlyList<ColdStart.Figure>? coldStarts)
    {
        if (coldStarts is null)
        {
            yield break;
        }

        var native = coldStarts.FirstOrDefault(figure => figure.Name == "NativeAOT");
        var compiled = coldStarts.FirstOrDefault(figure => figure.Name == "JIT");
        yield return new TargetRow(
            "hidden 100: a step, NativeAOT / JIT", native?.Step, compiled?.Step, Target.AtMost(1.0));
        yield return new TargetRow(
            "NativeAOT: a process up to its first answer / hello world", native?.Answer, native?.Hello, Target.AtMost(
                1.5));
    }
}
