using FastElman.Benchmarks.Cluster.Costs;
using FastElman.Benchmarks.Cluster.Failures;
using FastElman.Benchmarks.Cluster.Load;
using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Reporting;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Training;

namespace FastElman.Benchmarks.Cluster;

/// <summary>What can be run, and how it is printed.</summary>
/// <param name="program">SessionCluster.dll.</param>
/// <param name="folder">Where the models are put.</param>
internal sealed class ClusterRuns(string program, string folder)
{
    /// <summary>Two hundred people who speak: three words a second each.</summary>
    private static readonly LoadOptions Speaking = new(Callers: 8, SessionsOfCaller: 25, TimeSpan.FromSeconds(1 / 3.0));

    /// <summary>As many words as are answered.</summary>
    private static readonly LoadOptions Busy = new(Callers: 8, SessionsOfCaller: 25, TimeSpan.Zero);

    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(5);

    /// <summary>By their names: how often each is done, in a quick run too.</summary>
    private static readonly (string Name, int Times, int QuickTimes, FailureRun Run)[] FailuresToRun =
    [
        ("joined", 10, 1, (runs, times) => runs.JoinAsync(times)),
        ("stopped", 10, 1, (runs, times) => runs.StopAsync(times)),
        ("killed", 20, 2, (runs, times) => runs.KillAsync(times)),
        ("forgotten", 3, 1, (runs, times) => runs.ForgetAsync(times)),
        ("restarted", 10, 1, (runs, times) => runs.RestartRedisAsync(times)),
        ("paused", 5, 1, (runs, times) => runs.PauseRedisAsync(times, TimeSpan.FromSeconds(5))),
        ("parted", 5, 1, (runs, times) => runs.PartAsync(times)),
        ("isolated", 5, 1, (runs, times) => runs.IsolateAsync(times)),
    ];

    private static readonly Dictionary<string, string> Unsaved = new()
    {
        ["Cluster__SaveInterval"] = "00:10:00",
        ["Cluster__MaximumUnsavedPieces"] = "1000000",
    };

    private static readonly (string Name, int Silos, LoadOptions Load, Dictionary<string, string>? Settings)[]
        CostsToMeasure =
    [
        ("1 silo", 1, Busy, null),
        ("2 silos", 2, Busy, null),
        ("3 silos", 3, Busy, null),
        ("1 silo, nothing saved", 1, Busy, Unsaved),
        ("1 silo, 8 words of a session in a message", 1, Busy with { PiecesOfMessage = 8 }, null),
        ("1 silo, 200 people who speak", 1, Speaking, null),
        ("1 silo, 5,000 people who speak", 1, Speaking with { SessionsOfCaller = 625 }, null),
    ];

    private delegate Task<FailureCounts> FailureRun(FailureRuns runs, int times);

    /// <summary>What <see cref="FailAsync"/> can do.</summary>
    public static IEnumerable<string> FailureNames => FailuresToRun.Select(run => run.Name);

    /// <summary>What <see cref="MeasureAsync"/> can do.</summary>
    public static IEnumerable<string> CostNames => CostsToMeasure.Select(row => row.Name);

    /// <summary>Whether something is asked for.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="only">A part of the names that are; null for all.</param>
    public static bool IsAsked(string name, string? only) =>
        only is null || name.Contains(only, StringComparison.OrdinalIgnoreCase);

    /// <returns>The exit code.</returns>
    public async Task<int> DemoAsync()
    {
        var model = Model();
        Console.WriteLine("Starting Redis, two silos and a gateway ...");
        await using var cluster = await SessionClusterProcesses.StartAsync(
            program, model, [ProcessPlace.Loopback, ProcessPlace.Loopback]);
        Console.WriteLine($"gRPC at {cluster.Gateway.GrpcAddress}; 200 sessions, three words a second each:");
        var load = new SessionLoad(cluster.Gateway.GrpcAddress, new Sentences([ElmanModel.Load(model)]), Speaking);
        await using (load)
        {
            for (var second = 1; second <= 10; second++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                Console.WriteLine(
                    $"{second,3} s: {load.Pieces,6} words, {load.Labels,6} labels, {load.Wrong} wrong; sessions of the "
                    + $"silos: {string.Join(", ", await cluster.CountSessionsAsync())}");
            }
        }

        Console.WriteLine(
            $"p50 {load.Percentile(0.5):F1} ms, p99 {load.Percentile(0.99):F1} ms for a message with 25 sessions");
        foreach (var failure in load.Failures)
        {
            Console.WriteLine($"BROKEN: {failure}");
        }

        return load.Wrong == 0 && load.Lost == 0 && load.Labels > 0 && !load.Failures.Any() ? 0 : 1;
    }

    /// <summary>Lets things fail.</summary>
    /// <param name="isQuick">Whether each is done once or twice.</param>
    /// <param name="only">A part of the names of <see cref="FailureNames"/>; null for all.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> FailAsync(bool isQuick, string? only)
    {
        var runs = new FailureRuns(program, Model(), Speaking with { ShortCallers = 2 });
        var table = new MarkdownTable(
            1,
            "what fails", "times", "words", "wrong labels", "lost sessions", "words asked for again",
            "words answered Busy", "longest wait for an answer, median", "most",
            "sessions begun meanwhile", "longest wait of one");
        var (isKept, isAny) = (true, false);
        foreach (var (name, times, quickTimes, run) in FailuresToRun.Where(run => IsAsked(run.Name, only)))
        {
            if (name is "parted" or "isolated" && !PartedNetwork.CanBeMade())
            {
                Console.WriteLine($"{name}: left out, no network namespaces can be made here");
                continue;
            }

            isAny = true;
            FailureCounts counts;
            try
            {
                counts = await run(runs, isQuick ? quickTimes : times);
            }
            catch (InvalidOperationException e)
            {
                isKept = false;
                Console.WriteLine($"BROKEN, {name}: {e.Message}");
                continue;
            }

            table.Add(
                counts.Name, $"{counts.Times}", $"{counts.Pieces}", $"{counts.Wrong}", $"{counts.Lost}",
                $"{counts.Repeated}", $"{counts.Busy}",
                $"{counts.MedianWait.TotalSeconds:F2} s", $"{counts.LongestWait.TotalSeconds:F2} s",
                $"{counts.Begun}", $"{counts.LongestBegin.TotalSeconds:F2} s");
            foreach (var promise in counts.Broken(RecoveryLimit))
            {
                isKept = false;
                Console.WriteLine($"BROKEN, {counts.Name}: {promise}");
            }
        }

        Console.WriteLine(table);
        return isKept && isAny ? 0 : 1;
    }

    /// <summary>Measures what words take.</summary>
    /// <param name="isQuick">Whether each row is measured for a shorter time.</param>
    /// <param name="only">A part of the names of <see cref="CostNames"/>; null for all.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> MeasureAsync(bool isQuick, string? only)
    {
        var (path, duration) = (Model(), TimeSpan.FromSeconds(isQuick ? 5 : 20));
        var model = ElmanModel.Load(path);
        var sentences = new Sentences([model]);
        var table = new MarkdownTable(
            1, "", "words/s", "p50, ms", "p99, ms", "silos, us a word", "gateway, us a word", "Redis, us a word",
            "bytes to silos and back", "bytes to Redis", "words of a tick");
        foreach (var row in CostsToMeasure.Where(row => IsAsked(row.Name, only)))
        {
            var cost = await ClusterCost.MeasureAsync(
                program, path, sentences, row.Silos, row.Load, duration, row.Settings);
            table.Add(
                row.Name, $"{cost.WordsPerSecond:F0}", $"{cost.P50:F1}", $"{cost.P99:F1}", $"{cost.Silos:F1}",
                $"{cost.Gateway:F1}", $"{cost.Redis:F1}", $"{cost.SiloBytes:F0}", $"{cost.RedisBytes:F0}",
                $"{cost.WordsOfTick:F1}");
        }

        Console.WriteLine(table);
        var (time, bytes) = PartCost.Serialization();
        Console.WriteLine($"a word in a tick of 200: {PartCost.Tagging(model, sentences):F2} us");
        Console.WriteLine($"messages of a call, written and read: {time:F2} us, {bytes} bytes");
        return 0;
    }

    /// <summary>The model of the tutorial's size; it is trained where there is none yet: some seconds.</summary>
    private string Model()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(path))
        {
            var options = new TrainingOptions { HiddenSize = 100, EmbeddingSize = 50, WindowSize = 7, Epochs = 8 };
            new TrainingRun(FlightRequests.Generate().ToCorpus(), options).Run().Model.Save(path);
        }

        return path;
    }
}
