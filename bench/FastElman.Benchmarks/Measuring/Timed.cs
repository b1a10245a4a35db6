using System.Diagnostics;

namespace FastElman.Benchmarks.Measuring;

/// <summary>A work, and what of it counts as its time.</summary>
internal abstract class Timed(Work work) : IDisposable
{
    protected Work Work { get; } = work;

    /// <summary>Which of its ways the engine chose.</summary>
    public string Form => Work.Form;

    /// <summary>Runs for a short while and gives nanoseconds.</summary>
    public abstract double Measure();

    public void Dispose() => Work.Dispose();
}

/// <summary>Whole runs, each counting as so many units.</summary>
internal sealed class RunTime(Work work, int units = 1) : Timed(work)
{
    private static readonly TimeSpan While = TimeSpan.FromMilliseconds(1);

    private int _runs = 1;

    public override double Measure()
    {
        while (true)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < _runs; i++)
            {
                Work.Run();
            }

            var elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed >= While)
            {
                return elapsed.TotalNanoseconds / _runs / units;
            }

            // Too short for the clock, or the first runs were the slow ones.
            _runs *= 2;
        }
    }
}

/// <summary>
/// From the call to its answer: the median of single calls, without what reading the clock takes by itself, and without
/// what the work may do once the answer is out.
/// </summary>
internal sealed class AnswerTime(Work work) : Timed(work)
{
    private const int Calls = 1001;

    private readonly long[] _ticks = new long[Calls];
    private readonly long[] _clock = new long[Calls];

    public override double Measure()
    {
        for (var i = 0; i < Calls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Work.Run();
            var end = Stopwatch.GetTimestamp();
            _ticks[i] = end - start;
            _clock[i] = Stopwatch.GetTimestamp() - end;
            Work.Prepare();
        }

        _ticks.AsSpan().Sort();
        _clock.AsSpan().Sort();
        return (_ticks[Calls / 2] - _clock[Calls / 2]) * 1e9 / Stopwatch.Frequency;
    }
}
