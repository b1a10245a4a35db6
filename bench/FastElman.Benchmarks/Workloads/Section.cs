namespace FastElman.Benchmarks.Workloads;

/// <summary>A table of the report.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Explanation">What its rows are and what bounds them.</param>
/// <param name="PerWord">Whether its times are divided by the words of a run.</param>
/// <param name="WithRate">Whether words a second stand beside the times.</param>
/// <param name="InTurns">Whether all engines of a row take turns of a millisecond.</param>
public sealed record Section(
    string Title, string Explanation, bool PerWord = false, bool WithRate = false, bool InTurns = false);
