using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Samples.SessionCluster.Telemetry;

namespace FastElman.Benchmarks.Cluster.Failures;

/// <summary>What came of one kind of failure. Runs in which something goes wrong live in this room.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Times">How often.</param>
internal sealed record FailureCounts(string Name, int Times)
{
    /// <summary>For how long nothing can be saved, so that callers have to wait for its end.</summary>
    public TimeSpan Outage { get; init; }

    /// <summary>Whether sessions have to be lost: a run that shows that losses are noticed.</summary>
    public bool IsLossExpected { get; init; }

    /// <summary>
    /// The longest wait for an answer each time: from the failure, or what mends it, until all are answered again.
    /// </summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>The same of those that begin sessions.</summary>
    public List<TimeSpan> BeginWaits { get; } = [];

    /// <summary>Sessions that began between a failure and the time when all were answered again.</summary>
    public long Begun { get; private set; }

    public long Pieces { get; private set; }

    public long Labels { get; private set; }

    public long Wrong { get; private set; }

    public long Repeated { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Words that had to wait until their session was saved.</summary>
    public long Busy { get; private set; }

    public IReadOnlyList<string> Failures { get; private set; } = [];

    public TimeSpan LongestWait => Waits.DefaultIfEmpty().Max();

    public TimeSpan LongestBegin => BeginWaits.DefaultIfEmpty().Max();

    public TimeSpan MedianWait => Waits.DefaultIfEmpty().Order().ElementAt(Waits.Count / 2);

    /// <summary>Adds what a load has seen of one failure.</summary>
    public void AddFailure(SessionLoad load)
    {
        Waits.Add(load.LongestWait);
        BeginWaits.Add(load.LongestBegin);
        Begun += load.Begun;
    }

    /// <summary>Adds what a load and its gateway have seen by the end.</summary>
    public void Add(SessionLoad load, GatewayReport before, GatewayReport after)
    {
        Pieces += load.Pieces;
        Labels += load.Labels;
        Wrong += load.Wrong;
        Repeated += after.Repeated - before.Repeated;

        // A call ends with the first of its sessions that is lost; its other ones end too.
        Lost += Math.Max(load.Lost, after.Lost - before.Lost);
        Busy += after.Busy - before.Busy;
        Failures = [.. Failures, .. load.Failures];
    }

    /// <summary>Which promises were broken: none.</summary>
    public IEnumerable<string> Broken(TimeSpan limit)
    {
        if (Wrong > 0)
        {
            yield return $"{Wrong} labels were wrong.";
        }

        if (Lost > 0 && !IsLossExpected)
        {
            yield return $"{Lost} sessions were lost.";
        }

        if (Lost == 0 && IsLossExpected)
        {
            yield return "No session was lost: what has to be noticed was not.";
        }

        if (Labels == 0)
        {
            yield return "Nothing was labelled.";
        }

        if (Begun == 0)
        {
            yield return "No session began during a failure.";
        }

        if (Busy == 0 && Outage > TimeSpan.Zero)
        {
            yield return "No session was too busy for a word: nothing had to be saved first.";
        }

        if (LongestWait > limit + Outage)
        {
            yield return $"A caller waited {LongestWait.TotalSeconds:F1} s for its answer; "
                + $"{(limit + Outage).TotalSeconds:F1} s are allowed.";
        }

        foreach (var failure in Failures)
        {
            yield return failure;
        }
    }
}
