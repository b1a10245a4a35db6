using System.Collections.Concurrent;
using System.Diagnostics;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>What became of the requests of some callers.</summary>
internal sealed class Counts(string name)
{
    private readonly ConcurrentQueue<string> _failures = [];
    private long _sent;
    private long _answered;
    private long _ended;
    private long _refused;
    private long _untaken;
    private long _firstTurnedAway = long.MaxValue;

    public string Name => name;

    public long Sent => _sent;

    /// <summary>Requests with a whole and right answer.</summary>
    public long Answered => _answered;

    /// <summary>Streams that the service has ended with a status that says why.</summary>
    public long Ended => _ended;

    /// <summary>Connections that were refused because nobody listened any more.</summary>
    public long Refused => _refused;

    /// <summary>Requests whose connection was closed before the service had read them.</summary>
    public long Untaken => _untaken;

    /// <summary>
    /// When the first connection was refused or request not taken, in ticks of <see cref="Stopwatch"/>.
    /// </summary>
    public long FirstTurnedAway => _firstTurnedAway;

    /// <summary>Everything else: what was answered wrongly, in part, or with an unexpected status.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    public void AddSent() => Interlocked.Increment(ref _sent);

    public void AddAnswered() => Interlocked.Increment(ref _answered);

    public void AddEnded() => Interlocked.Increment(ref _ended);

    public void AddRefused()
    {
        Interlocked.Increment(ref _refused);
        Interlocked.CompareExchange(ref _firstTurnedAway, Stopwatch.GetTimestamp(), long.MaxValue);
    }

    public void AddUntaken()
    {
        Interlocked.Increment(ref _untaken);
        Interlocked.CompareExchange(ref _firstTurnedAway, Stopwatch.GetTimestamp(), long.MaxValue);
    }

    public void AddFailure(string what) => _failures.Enqueue(what);

    public override string ToString() =>
        $"{name}: {Sent} sent, {Answered} answered, {Ended} ended in order, {Untaken} not taken, {Refused} connections "
        + $"refused, {Failures.Count} failed";
}
