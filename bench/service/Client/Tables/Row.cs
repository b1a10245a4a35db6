using FastElman.Benchmarks.Service.Load;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Benchmarks.Service.Telemetry;

namespace FastElman.Benchmarks.Service.Tables;

/// <summary>A process under load, and what receives its metrics.</summary>
internal sealed record Target(string Name, ServiceProcess Process, OtlpSink Sink) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Sink.Dispose();
    }
}

/// <summary>A row of the table: its runs.</summary>
internal sealed class Row(string name, Target target, ILoad load)
{
    private readonly List<(LoadResult Result, double CpuMicroseconds)> _runs = [];

    public string Name => name;

    public Target Target => target;

    /// <summary>Processor time for each request in microseconds, run by run.</summary>
    public IReadOnlyList<double> CpuMicroseconds => [.. _runs.Select(run => run.CpuMicroseconds)];

    public double RequestsPerSecond => Median(run => run.Result.Requests / run.Result.Duration.TotalSeconds);

    public double P50 => Median(run => run.Result.P50);

    public double P99 => Median(run => run.Result.P99);

    public double P999 => Median(run => run.Result.P999);

    /// <summary>The share of its core that the process had; below 1 where the client was the limit.</summary>
    public double BusyShare => Median(
        run => run.CpuMicroseconds * run.Result.Requests / run.Result.Duration.TotalMicroseconds);

    /// <summary>Time in the tagger for each request in microseconds, by its metric; NaN where it has none.</summary>
    public double TagMicroseconds { get; private set; } = double.NaN;

    /// <summary>Bytes allocated for each request.</summary>
    public double AllocatedBytes { get; private set; }

    public long ResidentBytes { get; private set; }

    public Task WarmUpAsync(TimeSpan duration) => LoadAsync(duration);

    public async Task MeasureAsync(TimeSpan duration)
    {
        var before = target.Process.CpuTime;
        var result = await LoadAsync(duration);
        _runs.Add((result, (target.Process.CpuTime - before).TotalMicroseconds / result.Requests));
    }

    /// <summary>A run of its own for what only metrics tell.</summary>
    public async Task ReadMetricsAsync(TimeSpan duration)
    {
        const string Allocated = "dotnet.gc.heap.total_allocated", Seconds = "fastelman.tag.duration/sum";
        await target.Sink.NextAsync();
        var (allocated, seconds) = (target.Sink[Allocated], target.Sink[Seconds]);
        var result = await LoadAsync(duration);
        await target.Sink.NextAsync();
        AllocatedBytes = (target.Sink[Allocated] - allocated) / result.Requests;
        ResidentBytes = target.Process.ResidentBytes;
        var spent = target.Sink[Seconds] - seconds;
        TagMicroseconds = spent > 0 ? spent * 1e6 / result.Requests : double.NaN;
    }

    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private async Task<LoadResult> LoadAsync(TimeSpan duration)
    {
        var result = await load.RunAsync(duration);
        return result is { Errors: 0, Requests: > 0 }
            ? result
            : throw new InvalidOperationException(
                $"{name}: {result.Requests} answers, {result.Errors} errors\n{target.Process.Log}");
    }

    private double Median(Func<(LoadResult Result, double CpuMicroseconds), double> value) =>
        MedianOf(_runs.Select(value));
}
