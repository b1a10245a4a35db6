using System.Diagnostics;
using FastElman.Benchmarks.Measuring;
using Grpc.Core;

namespace FastElman.Benchmarks.Service.Load;

/// <summary>Callers that each wait for their answer before they call again.</summary>
/// <param name="callers">How many there are at once.</param>
/// <param name="create">Makes a caller of a number, from 0.</param>
internal sealed class CallLoad(int callers, Func<int, ICaller> create) : ILoad
{
    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        var latency = new LatencyHistogram();
        var errors = 0L;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(number => Task.Run(() => CallAsync(create(number)))));
        return new LoadResult(
            latency.Count, errors, clock.Elapsed, Microseconds(0.5), Microseconds(0.99), Microseconds(0.999));

        double Microseconds(double share) => latency.Count == 0 ? double.NaN : latency.Percentile(share) / 1000;

        async Task CallAsync(ICaller caller)
        {
            await using var _ = caller;
            for (var round = 0; clock.Elapsed < duration; round++)
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    await caller.CallAsync(round);
                }
                catch (RpcException)
                {
                    Interlocked.Increment(ref errors);
                    continue;
                }

                var ticks = Stopwatch.GetTimestamp() - start;
                lock (latency)
                {
                    latency.Record(ticks);
                }
            }
        }
    }
}
