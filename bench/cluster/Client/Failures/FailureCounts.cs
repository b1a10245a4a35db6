using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Samples.SessionCluster.Telemetry;

namespace FastElman.Benchmarks.Cluster.Failures;

/// <summary>What came of one kind of failure. Runs in which something goes wrong live in this room.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Times">How often.</param>
internal sealed record FailureCounts(string Name, int Times)
{
    /// <summary>
    /// The longest wait for an answer each time: from the failure, or what mends it, until all are answered again.
    /// </summary>
    public List<TimeSpan> Waits { get; } = [];

    public long Pieces { get; private set; }

    public long Labels { get; private set; }

    public long Wrong { get; private set; }

    public long Repeated { get; private set; }

    public long Lost { get; private set; }

    public IReadOnlyList<string> Failures { get; private set; } = [];

    public TimeSpan LongestWait => Waits.Max();

    public TimeSpan MedianWait => Waits.Order().ElementAt(Waits.Count / 2);

    /// <summary>Adds what a load and the gateway have seen.</summary>
    public void Add(SessionLoad load, GatewayReport before, GatewayReport after)
    {
        Pieces += load.Pieces;
        Labels += load.Labels;
        Wrong += load.Wrong;
        Repeated += after.Repeated - before.Repeated;
        Lost += after.Lost - before.Lost;
        Failures = [.. Failures, .. load.Failures];
    }

    /// <summary>Which promises were broken: none.</summary>
    public IEnumerable<string> Broken(TimeSpan limit)
    {
        if (Wrong > 0)
        {
            yield return $"{Wrong} labels were wrong.";
        }

        if (Lost > 0)
        {
            yield return $"{Lost} sessions were lost.";
        }

        if (Labels == 0)
        {
            yield return "Nothing was labelled.";
        }

        if (LongestWait > limit)
        {
            yield return $"A caller waited {LongestWait.TotalSeconds:F1} s for its answer; "
                + $"{limit.TotalSeconds:F1} s are allowed.";
        }

        foreach (var failure in Failures)
        {
            yield return failure;
        }
    }
}
