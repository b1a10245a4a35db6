using FastElman.Kernels;

namespace FastElman.Benchmarks.Workloads;

/// <summary>Two works that are timed side by side.</summary>
/// <param name="Name">What it is, and beside what.</param>
/// <param name="Figure">Sets up what is looked at.</param>
/// <param name="Reference">Sets up what it is held against.</param>
/// <param name="Target">What their ratio is meant to be.</param>
internal sealed record Comparison(string Name, Func<Timed> Figure, Func<Timed> Reference, Target Target);
