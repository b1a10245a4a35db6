using System.Diagnostics;
using FastElman.Kernels;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// Two works that take turns, a millisecond or so each, so that both meet the same machine: what disturbs it, or
/// changes its pace, hardly changes their ratio.
/// </summary>
internal static class SideBySide
{
    private const int Rounds = 401, FewRounds = 101;

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>The medians of both.</summary>
    public static (double Figure, double Reference) Measure(Timed figure, Timed reference, bool quick)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            figure.Measure();
            reference.Measure();
        }

        var (ours, others) = (new double[quick ? FewRounds : Rounds], new double[quick ? FewRounds : Rounds]);
        for (var round = 0; round < ours.Length; round++)
        {
            ours[round] = figure.Measure();
            others[round] = reference.Measure();
        }

        return (Median(ours), Median(others));
    }

    /// <summary>Sets a comparison up, measures it, and clears it away.</summary>
    public static TargetRow Measure(Comparison comparison, bool quick)
    {
        Console.Error.WriteLine(comparison.Name);
        using var figure = comparison.Figure();
        using var reference = comparison.Reference();
        var (ours, others) = Measure(figure, reference, quick);
        return new TargetRow(comparison.Name, ours, others, comparison.Target);
    }

    /// <summary>Sorts the values.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
