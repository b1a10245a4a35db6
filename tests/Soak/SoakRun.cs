using System.Diagnostics;
using System.Globalization;
using FastElman.Soak.Calls;

namespace FastElman.Soak;

/// <summary>Threads that draw calls at random until the time is over, and what came of it.</summary>
internal sealed class SoakRun
{
    private const int LeastSamples = 40;

    private const int ReportedProblems = 20;

    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(2);

    private readonly SortedDictionary<string, (long Calls, long Wrong)> _counts = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];
    private readonly Lock _lock = new();
    private volatile bool _isOver;

    /// <summary>Runs, and writes what came of it.</summary>
    /// <returns>Whether every answer was right and nothing has grown.</returns>
    public bool Run(int threadCount, TimeSpan time, int seed, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("fastelman-soak-").FullName;
        try
        {
            var models = KnownModels.Make();
            using var service = new ReloadedService(models[0], folder);
            var files = new FileCalls(models, folder);
            Thread[] threads =
            [
                .. Enumerable.Range(0, threadCount).Select(number => new Thread(() =>
                    Work(models, files, service, new Random((seed * 1000) + number)))),
            ];
            Array.ForEach(threads, thread => thread.Start());
            var usage = Watch(time);
            _isOver = true;
            Array.ForEach(threads, thread => thread.Join());
            return Report(threadCount, time, service, usage, output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static UsageLog Watch(TimeSpan time)
    {
        var log = new UsageLog();
        var interval = TimeSpan.FromTicks(Math.Min(time.Ticks / LeastSamples, LongestInterval.Ticks));
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
        {
            Thread.Sleep(interval);
            log.Add(Usage.Now());
        }

        return log;
    }

    private void Work(KnownModel[] models, FileCalls files, ReloadedService service, Random random)
    {
        Call[] calls =
        [
            .. new SentenceCalls(models).All,
            .. new StreamCalls(models).All,
            .. new GroupCalls(models).All,
            .. new TextCalls(models).All,
            .. files.All,
            .. new ServiceCalls(models, service).All,
        ];
        int[] drawn = [.. calls.SelectMany((call, i) => Enumerable.Repeat(i, call.Weight))];
        var (made, wrong) = (new long[calls.Length], new long[calls.Length]);
        while (!_isOver)
        {
            var i = Draw.Of(random, drawn);
            made[i]++;
            wrong[i] += IsRight(calls[i], random) ? 0 : 1;
        }

        lock (_lock)
        {
            for (var i = 0; i < calls.Length; i++)
            {
                var sum = _counts.GetValueOrDefault(calls[i].Name);
                _counts[calls[i].Name] = (sum.Calls + made[i], sum.Wrong + wrong[i]);
            }
        }
    }

    private bool IsRight(Call call, Random random)
    {
        try
        {
            if (call.IsRight(random))
            {
                return true;
            }

            Note($"{call.Name}: a wrong answer");
        }
        catch (Exception e)
        {
            Note($"{call.Name}: {e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n')[0].Trim()}");
        }

        return false;
    }

    private void Note(string problem)
    {
        lock (_lock)
        {
            if (_problems.Count < ReportedProblems && !_problems.Contains(problem))
            {
                _problems.Add(problem);
            }
        }
    }

    private bool Report(int threadCount, TimeSpan time, ReloadedService service, UsageLog usage, TextWriter output)
    {
        foreach (var (name, (calls, wrong)) in _counts)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-30}{calls,14:N0}{(wrong > 0 ? $"  {wrong} wrong" : string.Empty)}"));
        }

        _problems.ForEach(output.WriteLine);
        var wrongSum = _counts.Values.Sum(count => count.Wrong);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{threadCount} threads, {time.TotalSeconds:N0} s: {_counts.Values.Sum(count => count.Calls):N0} calls, "
                + $"{wrongSum} wrong; {service.Reloads:N0} reloads, {service.Errors} errors logged"));
        return usage.WriteTo(output) & wrongSum == 0 & service.Errors == 0 & service.Reloads > 0
            & _counts.Values.All(count => count.Calls > 0);
    }
}
