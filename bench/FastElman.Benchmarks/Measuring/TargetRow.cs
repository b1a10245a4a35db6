using FastElman.Kernels;

namespace FastElman.Benchmarks.Measuring;

/// <summary>What was measured beside a limit.</summary>
/// <param name="Name">What it is, and beside what.</param>
/// <param name="Figure">Nanoseconds; null where it was not measured.</param>
/// <param name="Reference">Nanoseconds of what it is held against.</param>
/// <param name="Target">What their ratio is meant to be.</param>
internal sealed record TargetRow(string Name, double? Figure, double? Reference, Target Target)
{
    /// <summary>As the target counts it.</summary>
    public double? Ratio => Target.Ratio(Figure, Reference);

    /// <summary>Null where something was not measured.</summary>
    public bool? IsMet => Ratio is { } ratio ? Target.IsMetBy(ratio) : null;
}
