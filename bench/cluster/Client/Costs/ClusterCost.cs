using System.Diagnostics;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Costs;

/// <summary>What a cluster does under load, and what each word takes. Measurements live in this room.</summary>
/// <param name="WordsPerSecond">Words that were answered in a second.</param>
/// <param name="P50">Half of the messages took no longer, in milliseconds.</param>
/// <param name="P99">99 % of them took no longer, in milliseconds.</param>
/// <param name="Silos">Processor time of all silos for a word, in microseconds.</param>
/// <param name="Gateway">That of the gateway.</param>
/// <param name="Redis">That of Redis.</param>
/// <param name="SiloBytes">Bytes between gateway and silos for a word, both ways.</param>
/// <param name="RedisBytes">Bytes to Redis for a word.</param>
/// <param name="WordsOfTick">Words of a tick.</param>
internal sealed record ClusterCost(
    double WordsPerSecond,
    double P50,
    double P99,
    double Silos,
    double Gateway,
    double Redis,
    double SiloBytes,
    double RedisBytes,
    double WordsOfTick)
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(6);

    /// <summary>Starts a cluster, waits until it is warm, and measures.</summary>
    /// <param name="program">SessionCluster.dll.</param>
    /// <param name="modelPath">The model.</param>
    /// <param name="sentences">What is asked.</param>
    /// <param name="siloCount">How many silos.</param>
    /// <param name="load">How much is asked.</param>
    /// <param name="duration">How long is measured.</param>
    /// <param name="settings">Other settings of the processes.</param>
    public static async Task<ClusterCost> MeasureAsync(
        string program,
        string modelPath,
        Sentences sentences,
        int siloCount,
        LoadOptions load,
        TimeSpan duration,
        IReadOnlyDictionary<string, string>? settings = null)
    {
        await using var cluster = await SessionClusterProcesses.StartAsync(
            program, modelPath, [.. Enumerable.Repeat(ProcessPlace.Loopback, siloCount)], settings: settings);
        var running = new SessionLoad(cluster.Gateway.GrpcAddress, sentences, load);
        Reading before, after;
        await using (running)
        {
            await Task.Delay(Warmup);
            running.Watch();
            before = await ReadAsync(cluster, running);
            await Task.Delay(duration);
            after = await ReadAsync(cluster, running);
        }

        if (running.Wrong > 0 || running.Lost > 0 || running.Failures.Any())
        {
            throw new InvalidOperationException(
                $"{running.Wrong} wrong labels; {running.Lost} lost sessions; {string.Join("; ", running.Failures)}");
        }

        double words = after.Pieces - before.Pieces;
        return new ClusterCost(
            words / Stopwatch.GetElapsedTime(before.Time, after.Time).TotalSeconds,
            running.Percentile(0.5),
            running.Percentile(0.99),
            (after.Silos - before.Silos).TotalMicroseconds / words,
            (after.Gateway - before.Gateway).TotalMicroseconds / words,
            (after.Redis - before.Redis).TotalMicroseconds / words,
            (after.SiloBytes - before.SiloBytes) / words,
            (after.RedisBytes - before.RedisBytes) / words,
            (after.Words - before.Words) / (double)(after.Ticks - before.Ticks));
    }

    private static async Task<Reading> ReadAsync(SessionClusterProcesses cluster, SessionLoad load)
    {
        var versions = await Task.WhenAll(cluster.Silos.Select(silo => silo.DescribeAsync()));
        return new Reading(
            Stopwatch.GetTimestamp(),
            load.Pieces,
            cluster.Silos.Aggregate(TimeSpan.Zero, (sum, silo) => sum + silo.Host.CpuTime),
            cluster.Gateway.CpuTime,
            cluster.Redis.CpuTime,
            cluster.Silos.Sum(silo => silo.CountBytes()),
            await cluster.Redis.GetAsync("total_net_input_bytes"),
            versions.SelectMany(of => of).Sum(version => version.Ticks),
            versions.SelectMany(of => of).Sum(version => version.Words));
    }

    private sealed record Reading(
        long Time,
        long Pieces,
        TimeSpan Silos,
        TimeSpan Gateway,
        TimeSpan Redis,
        long SiloBytes,
        long RedisBytes,
        long Ticks,
        long Words);
}
