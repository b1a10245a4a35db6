using FastElman.Benchmarks.Service.Load;
using FastElman.Benchmarks.Service.Tables;

namespace FastElman.Benchmarks.Service.Failures;

/// <summary>The failure runs, one after the other, with their counts. Each ends with what it has not kept.</summary>
/// <param name="options">Where the programs are.</param>
/// <param name="build">The build of the service.</param>
internal sealed class FailureRuns(TableOptions options, string build)
{
    private readonly Texts _texts = Preparation.CreateTexts();

    private string Service => options.Program("TaggingService", build);

    /// <returns>Whether all promises were kept.</returns>
    public async Task<bool> EnduranceAsync(TimeSpan duration)
    {
        Console.WriteLine($"## {build}: {duration.TotalMinutes:F0} min at 70 % of the greatest rate");
        var bodies = Path.Combine(options.Folder, "bodies.jsonl");
        await File.WriteAllLinesAsync(bodies, _texts.Bodies());
        var run = new Endurance(Service, _texts, bodies, TableOptions.ServiceCore);
        var broken = await run.RunAsync(duration);
        Console.WriteLine(
            $"{run.Maximum:F0}/s at most; {run.Result!.Requests} requests, {run.Result.Errors} errors, p50 "
            + $"{run.Result.P50:F0} µs, p99 {run.Result.P99:F0} µs, p99.9 {run.Result.P999:F0} µs from the schedule");
        return IsKept(run.Memory(), broken);
    }

    /// <inheritdoc cref="EnduranceAsync"/>
    public async Task<bool> ShutdownAsync(int times)
    {
        Console.WriteLine($"## {build}: SIGTERM under load, {times} times");
        var isKept = true;
        for (var i = 0; i < times; i++)
        {
            var run = new ShutdownUnderLoad(Service, _texts, TimeSpan.FromSeconds(2), TableOptions.ServiceCore);
            var broken = await run.RunAsync(TimeSpan.FromSeconds(2));
            isKept &= IsKept(run.Counts.Select(counts => $"{i + 1}. {counts}"), broken);
        }

        return isKept;
    }

    /// <inheritdoc cref="EnduranceAsync"/>
    public async Task<bool> ReloadAsync(int replacements)
    {
        Console.WriteLine($"## {build}: the model file is replaced {replacements} times under load");
        Preparation.TrainModel(options.ModelPath);
        var builtIn = Path.Combine(Path.GetDirectoryName(Service)!, "flights.safetensors");
        var few = new Texts([.. Enumerable.Range(0, 100).Select(i => _texts[0, i])]);
        var run = new ReloadUnderLoad(Service, few, builtIn, options.ModelPath, TableOptions.ServiceCore);
        var broken = await run.RunAsync(replacements);
        return IsKept([$"{run.Counts}", $"{run.Replaced} files came to serve, {run.Refused} were refused"], broken);
    }

    private static bool IsKept(IEnumerable<string> counts, IReadOnlyList<string> broken)
    {
        foreach (var line in counts)
        {
            Console.WriteLine(line);
        }

        foreach (var promise in broken)
        {
            Console.WriteLine($"BROKEN: {promise}");
        }

        Console.WriteLine();
        return broken.Count == 0;
    }
}
