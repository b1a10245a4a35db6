namespace FastElman.Benchmarks.Workloads;

/// <summary>A table of the report.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Explanation">What its rows are and what bounds them.</param>
/// <param name="PerWord">Whether its times are divided by the words of a run.</param>
public sealed record Section(string Title, string Explanation, bool PerWord = false);
