using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using FastElman.Benchmarks.Measuring;
using FastElman.Benchmarks.Service.Http;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Service.Load;

/// <summary>
/// Requests by a schedule that does not wait for answers, as many callers who know nothing of each other send them. The
/// latency counts from the scheduled time, so a service that stands still pays for every request of that time.
/// </summary>
/// <param name="endPoint">Where to.</param>
/// <param name="texts">What is asked for.</param>
/// <param name="requestsPerSecond">The schedule: evenly spread.</param>
/// <param name="connections">Connections; a request waits where none is free.</param>
internal sealed class OpenLoop(EndPoint endPoint, Texts texts, double requestsPerSecond, int connections)
{
    private readonly ConcurrentQueue<HttpConnection> _free = [];
    private readonly LatencyHistogram _latency = new();
    private readonly SemaphoreSlim _freed = new(0);
    private long _errors;

    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        for (var i = 0; i < connections; i++)
        {
            Free(await HttpConnection.ConnectAsync(endPoint));
        }

        var clock = Stopwatch.StartNew();
        await Task.Factory.StartNew(() => Send(duration), TaskCreationOptions.LongRunning);
        for (var i = 0; i < connections; i++)
        {
            await _freed.WaitAsync();
        }

        foreach (var connection in _free)
        {
            connection.Dispose();
        }

        return new LoadResult(
            _latency.Count,
            _errors,
            clock.Elapsed,
            _latency.Percentile(0.5) / 1000,
            _latency.Percentile(0.99) / 1000,
            _latency.Percentile(0.999) / 1000);
    }

    private void Send(TimeSpan duration)
    {
        var requests = Enumerable.Range(0, texts.Count).Select(index => texts.HttpRequest(index)).ToArray();
        var count = (long)(duration.TotalSeconds * requestsPerSecond);
        var interval = Stopwatch.Frequency / requestsPerSecond;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0L; i < count; i++)
        {
            var scheduled = start + (long)(i * interval);
            if (scheduled - Stopwatch.GetTimestamp() is var early and > 0)
            {
                Native.Sleep(early * 1_000_000_000 / Stopwatch.Frequency);
            }

            _freed.Wait();
            _free.TryDequeue(out var connection);
            _ = AskAsync(connection!, requests[i % requests.Length], scheduled);
        }
    }

    private async Task AskAsync(HttpConnection connection, byte[] request, long scheduled)
    {
        try
        {
            var answer = await connection.AskAsync(request);
            Record(Stopwatch.GetTimestamp() - scheduled, answer.Status == 200);
        }
        catch (ConnectionClosedException)
        {
            Interlocked.Increment(ref _errors);
        }

        Free(connection);
    }

    private void Record(long ticks, bool isGood)
    {
        lock (_latency)
        {
            _latency.Record(ticks);
        }

        if (!isGood)
        {
            Interlocked.Increment(ref _errors);
        }
    }

    private void Free(HttpConnection connection)
    {
        _free.Enqueue(connection);
        _freed.Release();
    }
}
