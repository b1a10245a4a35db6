namespace FastElman.Benchmarks.Measuring;

/// <summary>All that a run measured.</summary>
/// <param name="Limits">Beside the limit study, pair by pair.</param>
/// <param name="Timings">The cells of the tables of times.</param>
/// <param name="SingleCalls">Calls one by one.</param>
/// <param name="ColdStarts">Whole processes; null where they were not asked for.</param>
internal sealed record Findings(
    IReadOnlyList<TargetRow> Limits,
    IReadOnlyList<Figure> Timings,
    IReadOnlyList<(Entry Entry, LatencyHistogram Calls)> SingleCalls,
    IReadOnlyList<ColdStart.Figure>? ColdStarts)
{
    /// <summary>Whether nothing was.</summary>
    public bool IsEmpty => Limits.Count == 0 && Timings.Count == 0 && SingleCalls.Count == 0 && ColdStarts is null;
}
