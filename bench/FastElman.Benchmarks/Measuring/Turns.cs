using System.Diagnostics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// All engines of a workload take turns, a millisecond or so each, so that all meet the same machine: what disturbs it,
/// or changes its pace, hardly changes their ratios.
/// </summary>
internal static class Turns
{
    private const int Rounds = 201, FewRounds = 51;

    /// <summary>Of a work that takes so long that it would hold up the others.</summary>
    private const int LeastRounds = 5;

    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan EnoughInQuick = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The compiler goes from one of its tiers to the next when nothing new has been called for 100 ms, and does so on
    /// a thread of its own, which shares the core.
    /// </summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(110);

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(20);
    private const int WarmUps = 4;

    /// <summary>Where an engine has not done anything of the kind yet.</summary>
    private const int FirstWarmUps = 12;

    private static readonly HashSet<(Type Workload, Answer Answer)> Seen = [];

    /// <summary>The medians of everybody who takes the workload; null where an answer was wrong.</summary>
    public static IReadOnlyList<Figure> Measure(Workload workload, bool quick)
    {
        Console.Error.WriteLine(workload);
        var entries = Entry.Of([workload]);
        var works = entries.Select(Start).ToList();
        var timed = works.Where(each => each is not null).Select(each => each!).ToList();
        try
        {
            var warmUps = Seen.Add((workload.GetType(), workload.Answer)) ? FirstWarmUps : WarmUps;
            for (var time = 0; time < warmUps; time++)
            {
                timed.ForEach(Warm);
                Thread.Sleep(Quiet);
            }

            var times = timed.ToDictionary(each => each, _ => new List<double>());
            var taken = timed.ToDictionary(each => each, _ => TimeSpan.Zero);
            for (var round = 0; round < (quick ? FewRounds : Rounds); round++)
            {
                foreach (var each in timed)
                {
                    if (round < LeastRounds || taken[each] < (quick ? EnoughInQuick : Enough))
                    {
                        var start = Stopwatch.GetTimestamp();
                        times[each].Add(each.Measure());
                        taken[each] += Stopwatch.GetElapsedTime(start);
                    }
                }
            }

            return
            [
                .. entries.Zip(works).Select(
                    pair => new Figure(
                        workload,
                        pair.First.Engine,
                        pair.Second is { } each ? SideBySide.Median([.. times[each]]) : null,
                        pair.Second?.Form ?? "")),
            ];
        }
        finally
        {
            timed.ForEach(each => each.Dispose());
            GC.Collect();
        }
    }

    private static RunTime? Start(Entry entry)
    {
        try
        {
            return new RunTime(entry.Start());
        }
        // As in the tables of BenchmarkDotNet: no figure for what is wrong, and the others go on.
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine(e.Message);
            return null;
        }
    }

    private static void Warm(RunTime work)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            work.Measure();
        }
    }
}
