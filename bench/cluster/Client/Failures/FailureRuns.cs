using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;

namespace FastElman.Benchmarks.Cluster.Failures;

/// <summary>Runs under load in which something fails again and again. Every label is compared with an unbroken run.</summary>
internal sealed class FailureRuns(string program, string modelPath, LoadOptions load)
{
    private static readonly TimeSpan TimeBetween = TimeSpan.FromSeconds(1);

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

    /// <summary>Two of three silos no longer reach each other, though both reach everything else.</summary>
    public async Task<FailureCounts> PartAsync(int times)
    {
        using var network = new PartedNetwork(3);
        return await RunAsync("two silos parted", times, network.Places, PartedNetwork.Outside, async cluster =>
        {
            network.Cut(0, 1);

            // One of them has to find that the others took it for dead, and ends; it is started again as by an
            // orchestrator when the way is whole.
            await Task.Delay(TimeSpan.FromSeconds(3));
            return async () =>
            {
                network.Mend(0, 1);
                foreach (var silo in await cluster.RemoveEndedAsync())
                {
                    await cluster.AddSiloAsync(silo.Place);
                }
            };
        });
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
        await using var cluster = await SessionClusterProcesses.StartAsync(program, modelPath, silos, gateway);
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
