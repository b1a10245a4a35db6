namespace FastElman.Benchmarks.Measuring;

/// <summary>What was measured.</summary>
/// <param name="Workload">The work.</param>
/// <param name="Engine">Who did it.</param>
/// <param name="Nanoseconds">The median time of a run; null where it failed.</param>
/// <param name="Form">Which of its ways the engine chose.</param>
public sealed record Figure(Workload Workload, Engine Engine, double? Nanoseconds, string Form = "");
