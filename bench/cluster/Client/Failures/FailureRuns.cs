using System.Diagnostics;
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

    /// <summary>How long a silo that joins may take to get its share of the sessions.</summary>
    private static readonly TimeSpan PatienceForShare = TimeSpan.FromSeconds(30);

    /// <summary>The part of all sessions that it has to have then.</summary>
    private const double Share = 0.1;

    /// <summary>How many words a session goes on for while Redis is paused.</summary>
    private const int UnsavedPieces = 4;

    private readonly Sentences _sentences = new([ElmanModel.Load(modelPath)]);

    /// <summary>A silo is killed, and another takes its place.</summary>
    public Task<FailureCounts> KillAsync(int times) => RunAsync(new("silo killed", times), async cluster =>
    {
        await cluster.KillAsync(await cluster.FindBusiestAsync());
        return async () => await cluster.AddSiloAsync();
    });

    /// <summary>A silo is asked to end, and another takes its place.</summary>
    public Task<FailureCounts> StopAsync(int times) => RunAsync(new("silo stopped kindly", times), async cluster =>
    {
        await cluster.StopAsync(await cluster.FindBusiestAsync());
        return async () => await cluster.AddSiloAsync();
    });

    /// <summary>A silo joins, and leaves again while nobody looks.</summary>
    public Task<FailureCounts> JoinAsync(int times) => RunAsync(new("silo joined", times), async cluster =>
    {
        var joined = await cluster.AddSiloAsync();
        return () => cluster.StopAsync(joined);
    });

    /// <summary>Redis is killed and started again with what it had written.</summary>
    public Task<FailureCounts> RestartRedisAsync(int times) => RunAsync(new("Redis restarted", times), async cluster =>
    {
        await cluster.Redis.RestartAsync();
        return () => Task.CompletedTask;
    });

    /// <summary>
    /// Redis does nothing for a while, longer than sessions go on without a save: they are busy until it goes on.
    /// </summary>
    public Task<FailureCounts> PauseRedisAsync(int times, TimeSpan pause) => RunAsync(
        new($"Redis paused for {pause.TotalSeconds:0} s, sessions go on for {UnsavedPieces} words", times)
        {
            Outage = pause,
        },
        async cluster =>
        {
            cluster.Redis.Pause();
            await Task.Delay(pause);
            cluster.Redis.Resume();
            return () => Task.CompletedTask;
        },
        new Dictionary<string, string> { ["Cluster__MaximumUnsavedPieces"] = $"{UnsavedPieces}" });

    /// <summary>
    /// A silo is killed, and Redis forgets what it has of all sessions. Those of the silo are lost, and this has to be
    /// noticed: a run by which one sees that losses are counted.
    /// </summary>
    public Task<FailureCounts> ForgetAsync(int times) => RunAsync(
        new("silo killed and its sessions forgotten, to see losses", times) { IsLossExpected = true },
        async cluster =>
        {
            await cluster.KillAsync(await cluster.FindBusiestAsync());
            await cluster.Redis.ForgetSessionsAsync();
            return async () => await cluster.AddSiloAsync();
        });

    /// <summary>
    /// The silo that joined and one of the first two no longer reach each other; the third vouches for both.
    /// </summary>
    public Task<FailureCounts> PartAsync(int times) =>
        RunAsync(new("two silos parted", times), async (cluster, network) =>
        {
            network.Cut(0, 2);
            await Task.Delay(TimeOfParting);
            cluster.RequireNoneEnded();
            return () =>
            {
                network.Mend(0, 2);
                return Task.CompletedTask;
            };
        });

    /// <summary>
    /// One of three silos reaches Redis and the gateway, but no other silo: those take it for dead, and it ends itself.
    /// </summary>
    public Task<FailureCounts> IsolateAsync(int times) =>
        RunAsync(new("silo parted from the others", times), async (cluster, network) =>
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

    /// <summary>
    /// Three silos, each in a network of its own. The third joins under load, so that sessions are there whose calls
    /// arrive at another: a cut between two silos has to be in the way of some.
    /// </summary>
    private async Task<FailureCounts> RunAsync(
        FailureCounts counts, Func<SessionClusterProcesses, PartedNetwork, Task<Func<Task>>> fail)
    {
        using var network = new PartedNetwork(3);
        await using var cluster = await SessionClusterProcesses.StartAsync(
            program, modelPath, [.. network.Places.Take(2)], PartedNetwork.Outside, settings);
        return await RunAsync(counts, cluster, running => fail(running, network), PrepareAsync);

        async Task PrepareAsync()
        {
            if (cluster.Silos.Count < network.Places.Count)
            {
                await cluster.AddSiloAsync(network.Places[^1]);
            }

            await WaitForShareAsync(cluster);
        }
    }

    /// <summary>Waits until the silo that joined last has a good part of the sessions.</summary>
    /// <exception cref="InvalidOperationException">It does not get them.</exception>
    private static async Task WaitForShareAsync(SessionClusterProcesses cluster)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var counts = await cluster.CountSessionsAsync();
            if (counts[^1] >= Share * counts.Sum())
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(start) > PatienceForShare)
            {
                throw new InvalidOperationException(
                    $"The silo that joined has {counts[^1]} of {counts.Sum()} sessions; {Share:P0} are needed.");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>Two silos on loopback.</summary>
    /// <param name="counts">What is counted.</param>
    /// <param name="fail">Lets something fail, and tells how it is mended.</param>
    /// <param name="ownSettings">Other settings of this run.</param>
    private async Task<FailureCounts> RunAsync(
        FailureCounts counts,
        Func<SessionClusterProcesses, Task<Func<Task>>> fail,
        IReadOnlyDictionary<string, string>? ownSettings = null)
    {
        var all = new Dictionary<string, string>(settings ?? new Dictionary<string, string>());
        foreach (var (key, value) in ownSettings ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }

        await using var cluster = await SessionClusterProcesses.StartAsync(
            program, modelPath, [ProcessPlace.Loopback, ProcessPlace.Loopback], settings: all);
        return await RunAsync(counts, cluster, fail);
    }

    /// <param name="counts">What is counted.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="fail">Lets something fail, and tells how it is mended.</param>
    /// <param name="prepare">What has to be so before each failure, under load.</param>
    private async Task<FailureCounts> RunAsync(
        FailureCounts counts,
        SessionClusterProcesses cluster,
        Func<SessionClusterProcesses, Task<Func<Task>>> fail,
        Func<Task>? prepare = null)
    {
        var before = await cluster.CountAsync();
        var running = new SessionLoad(cluster.Gateway.GrpcAddress, _sentences, load);
        await using (running)
        {
            await running.WaitForAllAsync();
            for (var i = 0; i < counts.Times && !running.Failures.Any(); i++)
            {
                await Task.Delay(TimeBetween);
                await (prepare?.Invoke() ?? Task.CompletedTask);
                running.Watch();
                var mend = await fail(cluster);
                await running.WaitForAllAsync();
                await mend();
                await running.WaitForAllAsync();
                counts.AddFailure(running);
            }
        }

        counts.Add(running, before, await cluster.CountAsync());
        return counts;
    }
}
