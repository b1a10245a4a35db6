using System.Diagnostics;
using FastElman.Benchmarks.Service.Load;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Benchmarks.Service.Telemetry;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>A long time at a part of the greatest rate: no error, and memory that does not grow.</summary>
internal sealed class Endurance(string program, Texts texts, string bodies, int core)
{
    private const double ShareOfMaximum = 0.7;
    private const int Connections = 64;
    private const double MostGrowth = 1.1;

    /// <summary>In bytes; what the garbage collector may keep or not.</summary>
    private const double Slack = 8e6;

    private readonly List<(double Seconds, double Resident, double Heap)> _samples = [];

    /// <summary>The greatest rate, in requests a second.</summary>
    public double Maximum { get; private set; }

    public LoadResult? Result { get; private set; }

    /// <summary>Resident memory and the heap after the last collection, in megabytes.</summary>
    public IEnumerable<string> Memory() => Windows().Select(window =>
        $"{window.Name}: resident {window.Resident / 1e6:F1} MB, heap {window.Heap / 1e6:F1} MB");

    /// <summary>Puts load on the service.</summary>
    /// <returns>Which promises were broken: none.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(TimeSpan duration)
    {
        using var sink = new OtlpSink();
        await using var service = await ServiceProcess.StartAsync(program, sink.Settings(), core);
        var greatest = new WrkLoad(new Uri(service.HttpAddress, "/v1/slots"), bodies, connections: 16);
        await greatest.RunAsync(TimeSpan.FromSeconds(5));
        var result = await greatest.RunAsync(TimeSpan.FromSeconds(5));
        Maximum = result.Requests / result.Duration.TotalSeconds;
        using var end = new CancellationTokenSource();
        var watching = WatchAsync(service, sink, end.Token);
        Result = await new OpenLoop(service.HttpEndPoint, texts, ShareOfMaximum * Maximum, Connections)
            .RunAsync(duration);
        await end.CancelAsync();
        await watching;
        return [.. Broken()];
    }

    private async Task WatchAsync(ServiceProcess service, OtlpSink sink, CancellationToken end)
    {
        for (var clock = Stopwatch.StartNew(); !end.IsCancellationRequested;)
        {
            await sink.NextAsync();
            _samples.Add((
                clock.Elapsed.TotalSeconds,
                service.ResidentBytes,
                sink["dotnet.gc.last_collection.heap.size"]));
        }
    }

    /// <summary>Means over a tenth of the time each; the start comes after a tenth to warm up.</summary>
    private IEnumerable<(string Name, double Resident, double Heap)> Windows()
    {
        var last = _samples[^1].Seconds;
        foreach (var (name, from) in new[] { ("start", 0.1), ("middle", 0.45), ("end", 0.9) })
        {
            var window = _samples.Where(sample =>
                sample.Seconds >= from * last && sample.Seconds <= (from + 0.1) * last).ToArray();
            yield return (
                name, window.Average(sample => sample.Resident), window.Average(sample => sample.Heap));
        }
    }

    private IEnumerable<string> Broken()
    {
        if (Result!.Errors > 0)
        {
            yield return $"{Result.Errors} of {Result.Requests} requests have failed.";
        }

        var windows = Windows().ToArray();
        var (start, middle, end) = (windows[0], windows[1], windows[2]);
        if (end.Resident > (MostGrowth * Math.Max(start.Resident, middle.Resident)) + Slack)
        {
            yield return "Resident memory grows.";
        }

        if (end.Heap > (MostGrowth * Math.Max(start.Heap, middle.Heap)) + Slack)
        {
            yield return "The heap grows.";
        }
    }
}
