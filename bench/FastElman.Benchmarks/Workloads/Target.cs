using System.Globalization;

namespace FastElman.Benchmarks.Workloads;

/// <summary>What the ratio of a time to the time it is held against is meant to be.</summary>
internal sealed record Target
{
    private readonly double _limit;
    private readonly bool _isAtLeast;

    private Target(double limit, bool isAtLeast) => (_limit, _isAtLeast) = (limit, isAtLeast);

    /// <summary>The figure is at most so many times its reference.</summary>
    public static Target AtMost(double limit) => new(limit, isAtLeast: false);

    /// <summary>The reference is at least so many times the figure: a share of what is possible, or a lead.</summary>
    public static Target AtLeast(double limit) => new(limit, isAtLeast: true);

    public double? Ratio(double? figure, double? reference) => _isAtLeast ? reference / figure : figure / reference;

    public bool IsMetBy(double ratio) => _isAtLeast ? ratio >= _limit : ratio <= _limit;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(_isAtLeast ? "≥" : "≤")} {_limit:F2}");
}
