using System.Diagnostics;
using Grpc.Net.Client;
using TaggingClient = FastElman.Samples.TaggingService.Grpc.TextTagger.TextTaggerClient;

namespace FastElman.Benchmarks.Cluster.Load;

/// <summary>Callers that go on until they are stopped.</summary>
internal sealed class SessionLoad : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _end = new();
    private readonly SessionCaller[] _callers;
    private readonly Task _run;
    private readonly long _start = Stopwatch.GetTimestamp();

    private int _begun;

    public SessionLoad(Uri gateway, Sentences sentences, LoadOptions options)
    {
        _channel = GrpcChannel.ForAddress(gateway);
        _callers =
        [
            .. Enumerable.Range(0, options.Callers).Select(caller => new SessionCaller(
                new TaggingClient(_channel), Begin, isShort: caller < options.ShortCallers, options)),
        ];
        _run = Task.WhenAll(_callers.Select(caller => Task.Run(() => caller.RunAsync(_end.Token))));

        // Each session begins with another sentence.
        CheckedSession[] Begin() =>
        [
            .. Enumerable.Range(0, options.SessionsOfCaller).Select(number =>
                new CheckedSession(sentences, number, 37 * (Interlocked.Increment(ref _begun) % 1000))),
        ];
    }

    /// <summary>Pieces that were answered.</summary>
    public long Pieces => _callers.Sum(caller => caller.Pieces);

    /// <summary>Labels that were told.</summary>
    public long Labels => _callers.Sum(caller => caller.Labels);

    /// <summary>Labels that were not those of an unbroken run.</summary>
    public long Wrong => _callers.Sum(caller => caller.Wrong);

    /// <summary>Sessions that could not be gone on with.</summary>
    public long Lost => _callers.Sum(caller => caller.Lost);

    /// <summary>Sessions that began since <see cref="Watch"/>.</summary>
    public long Begun => _callers.Sum(caller => caller.Begun);

    /// <summary>Why calls ended before their time.</summary>
    public IEnumerable<string> Failures => _callers.Select(caller => caller.Failure).OfType<string>();

    /// <summary>How long it ran.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>
    /// The time of a message that a share of those of a caller does not exceed, since <see cref="Watch"/>, in
    /// milliseconds; the largest of all callers, after the end.
    /// </summary>
    public double Percentile(double share) => _callers.Max(caller => caller.Latency.Percentile(share)) / 1e6;

    /// <summary>The longest that a caller had to wait for an answer since <see cref="Watch"/>.</summary>
    public TimeSpan LongestWait => Stopwatch.GetElapsedTime(0, _callers.Max(caller => caller.LongestWait));

    /// <summary>The longest that one had to wait for the first answer of new sessions.</summary>
    public TimeSpan LongestBegin => Stopwatch.GetElapsedTime(0, _callers.Max(caller => caller.LongestBegin));

    /// <summary>Looks at waits from now on.</summary>
    public void Watch()
    {
        foreach (var caller in _callers)
        {
            caller.Watch();
        }
    }

    /// <summary>
    /// Waits until every caller has an answer to a message that it sends from now on, and those whose calls are short
    /// to one that begins sessions.
    /// </summary>
    /// <exception cref="InvalidOperationException">A call has ended, or one has no answer for long.</exception>
    public async Task WaitForAllAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (!_callers.All(caller => caller.HasAnswered(start)))
        {
            if (Failures.FirstOrDefault() is { } failure)
            {
                throw new InvalidOperationException(failure);
            }

            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new InvalidOperationException($"A caller has no answer for {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Lets the callers end what they do.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await _run;
        Duration = Stopwatch.GetElapsedTime(_start);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _channel.Dispose();
        _end.Dispose();
    }
}
