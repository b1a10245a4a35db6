using System.Diagnostics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// Training: all engines go through the sample many times, taking turns of some dozen sentences, so that they meet the
/// same machine. Each step is clocked by itself and counts with the median of its rounds: it is too short to be
/// interrupted often, and stands at the cold beginning of a turn only in a few of them.
/// </summary>
internal static class Interleaved
{
    private const int Rounds = 21, FewRounds = 7;
    private const int WarmUpRounds = 2;

    /// <summary>Has no divisor in common with the sample, so that turns begin elsewhere in each round.</summary>
    private const int TurnLength = 61;

    /// <summary>What an epoch takes each of them; null where one did not train as it should.</summary>
    public static IReadOnlyList<Figure> Measure(TrainingWorkload workload, bool quick)
    {
        var rounds = WarmUpRounds + (quick ? FewRounds : Rounds);
        var engines = Entry.Of([workload]).Select(entry => new Steps(entry, workload, rounds)).ToList();
        for (var turn = 0; turn < rounds * workload.SampleCount / TurnLength; turn++)
        {
            foreach (var each in engines)
            {
                each.Take(TurnLength);
            }
        }

        return engines.ConvertAll(each => each.End());
    }

    /// <summary>Those of one engine.</summary>
    private sealed class Steps(Entry entry, TrainingWorkload workload, int rounds)
    {
        private readonly Work? _work = Start(entry);
        private readonly List<double>[] _times =
            [.. Enumerable.Range(0, workload.SampleCount).Select(_ => new List<double>(rounds))];
        private int _next;

        /// <summary>So many steps.</summary>
        public void Take(int count)
        {
            for (var i = 0; i < count && _work is not null; i++)
            {
                var start = Stopwatch.GetTimestamp();
                _work.Run();
                _times[_next].Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
                _next = (_next + 1) % _times.Length;
            }
        }

        /// <summary>The time of an epoch.</summary>
        public Figure End()
        {
            _work?.Dispose();
            var steps = _times.Select(times => SideBySide.Median([.. times.Skip(WarmUpRounds)]));
            return new Figure(workload, entry.Engine, _work is null ? null : steps.Sum() / workload.SampleShare);
        }

        private static Work? Start(Entry entry)
        {
            Console.Error.WriteLine(entry);
            try
            {
                return entry.Start();
            }
            // As in the tables of BenchmarkDotNet: no figure for what is wrong, and the others go on.
            catch (InvalidOperationException e)
            {
                Console.Error.WriteLine(e.Message);
                return null;
            }
        }
    }
}
