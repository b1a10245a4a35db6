using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Failures;

/// <summary>
/// Runs under load in which something fails again and again. Every label is compared with an unbroken run.
/// </summary>
/// <param name="program">SessionCluster.dll.</param>
/// <param name="modelPath">The model.</param>
/// <param name="load">What callers ask.</param>
/// <param name="settings">Settings of the processes.</param>
internal sealed class FailureRuns(
    string program, string modelPath, LoadOptions load, IReadOnlyDictionary<string, string>? settings = null)
{
    private static readonly TimeSpan TimeBetween = TimeSpan.FromSeconds(1), TimeOfParting = TimeSpan.FromSeconds(10);

    private readonly Sentences _sentences = new([ElmanModel.Load(modelPath)]);

    /// <summary>A silo is killed, and another takes its place.</summary>
    public Task<FailureCounts> KillAsync(int times) => RunAsync("silo killed", times, 2, async cluster =>
    {
        await cluster.KillAsync(await cluster.FindBusiestAsync());
        return async () => await cluster.AddSiloAsync();
    });

    /// <summary>A silo is asked to end, and another takes its place.</summary>
    public Task<FailureCounts> StopAsync(int times) => RunAsync("silo stopped kindly", times, 2, async cluster =>
    {
        await cluster.StopAsync(await cluster.FindBusiestAsync());
        return async () => await cluster.AddSiloAsync();
    });

    /// <summary>A silo joins, and leaves again while nobody looks.</summary>
    public Task<FailureCounts> JoinAsync(int times) => RunAsync("silo joined", times, 2, async cluster =>
    {
        var joined = await cluster.AddSiloAsync();
        return () => cluster.StopAsync(joined);
    });

    /// <summary>Redis is killed and started again with what it had written.</summary>
    public Task<FailureCounts> RestartRedisAsync(int times) => RunAsync("Redis restarted", times, 2, async cluster =>
    {
        await cluster.Redis.RestartAsync();
        return () => Task.CompletedTask;
    });

    /// <summary>Redis does nothing for a while.</summary>
    public Task<FailureCounts> PauseRedisAsync(int times, TimeSpan pause) => RunAsync(
        $"Redis paused for {pause.TotalSeconds:0} s", times, 2, async cluster =>
        {
            cluster.Redis.Pause();
            await Task.Delay(pause);
            cluster.Redis.Resume();
            return () => Task.CompletedTask;
        });

    /// <summary>Two of three silos no longer reach each other; the third vouches for both.</summary>
    public Task<FailureCounts> PartAsync(int times) =>
        RunAsync("two silos parted", times, async (cluster, network) =>
        {
            network.Cut(0, 1);
            await Task.Delay(TimeOfParting);
            cluster.RequireNoneEnded();
            return () =>
            {
                network.Mend(0, 1);
                return Task.CompletedTask;
            };
        });

    /// <summary>
    /// One of three silos reaches Redis and the gateway, but no other silo: those take it for dead, and it ends itself.
    /// </summary>
    public Task<FailureCounts> IsolateAsync(int times) =>
        RunAsync("silo parted from the others", times, async (cluster, network) =>
        {
            var silo = await cluster.FindBusiestAsync();
            var alone = network.Places.ToList().FindIndex(place => place.Address.Equals(silo.Place.Address));
            int[] others = [(alone + 1) % 3, (alone + 2) % 3];
            Array.ForEach(others, other => network.Cut(alone, other));
            await cluster.WaitForEndAsync(silo);
            return async () =>
            {
                // As an orchestrator does.
                Array.ForEach(others, other => network.Mend(alone, other));
                await cluster.AddSiloAsync(silo.Place);
            };
        });

    /// <summary>Three silos, each in a network of its own.</summary>
    private async Task<FailureCounts> RunAsync(
        string name, int times, Func<SessionClusterProcesses, PartedNetwork, Task<Func<Task>>> fail)
    {
        using var network = new PartedNetwork(3);
        return await RunAsync(
            name, times, network.Places, PartedNetwork.Outside, cluster => fail(cluster, network));
    }

    private Task<FailureCounts> RunAsync(
        string name, int times, int silos, Func<SessionClusterProcesses, Task<Func<Task>>> fail) =>
        RunAsync(name, times, [.. Enumerable.Repeat(ProcessPlace.Loopback, silos)], null, fail);

    private async Task<FailureCounts> RunAsync(
        string name,
        int times,
        IReadOnlyList<ProcessPlace> silos,
        ProcessPlace? gateway,
        Func<SessionClusterProcesses, Task<Func<Task>>> fail)
    {
        var counts = new FailureCounts(name, times);
        await using var cluster = await SessionClusterProcesses.StartAsync(
            program, modelPath, silos, gateway, settings);
        var before = await cluster.CountAsync();
        var running = new SessionLoad(cluster.Gateway.GrpcAddress, _sentences, load);
        await using (running)
        {
            await running.WaitForAllAsync();
            for (var i = 0; i < times && !running.Failures.Any(); i++)
            {
                await Task.Delay(TimeBetween);
                running.Watch();
                var mend = await fail(cluster);
                await running.WaitForAllAsync();
                await mend();
                await running.WaitForAllAsync();
                counts.Waits.Add(running.LongestWait);
            }
        }

        counts.Add(running, before, await cluster.CountAsync());
        return counts;
    }
}
