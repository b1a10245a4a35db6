using System.Globalization;
using FastElman.Training;

namespace FastElman.Benchmarks.Measuring;

/// <summary>
/// The corpus on two cores. In a process of its own that may use all cores: the others here, and the threads they
/// start, are tied to one.
/// </summary>
internal static class TwoThreads
{
    /// <summary>What tells this program that it is that process.</summary>
    public const string Option = "--two-threads";

    private const int Hidden = 100;
    private const int Threads = 2;

    /// <summary>What that process does: prints the times of the corpus on two threads and on one.</summary>
    public static void Print(bool quick)
    {
        var shape = Suite.Atis(Hidden);
        var sentences = CorpusWorkload.SentencesOf(shape);
        var model = ElmanModel.Create(SyntheticModel.Parameters(shape)).Compile();
        var manyThreads = new BatchWork(model, sentences, Answer.Label, Threads);
        var oneThread = new BatchWork(model, sentences, Answer.Label);
        using var figure = new RunTime(manyThreads);
        using var reference = new RunTime(oneThread);
        var (own, other) = SideBySide.Measure(figure, reference, quick);
        if (!manyThreads.Labels.SequenceEqual(oneThread.Labels))
        {
            throw new InvalidOperationException($"{Threads} threads gave other labels than one.");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{own} {other}"));
    }

    /// <summary>Runs that process; nothing where there is but one core.</summary>
    public static IReadOnlyList<Figure> Measure(bool quick)
    {
        if (Environment.ProcessorCount < Threads)
        {
            return [];
        }

        var output = CpuPinning.Leave(
            () => Subprocess.Run(Environment.ProcessPath!, quick ? [Option, "--quick"] : [Option]).Output);
        var times = output.Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture)).ToArray();
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"hidden {Hidden}, all at once, two threads ({times[1] / times[0]:F2}× one thread)");
        return
        [
            new Figure(
                new CorpusWorkload(Sections.Corpus, name, Suite.Atis(Hidden), atOnce: true),
                Participants.Ours,
                times[0]),
        ];
    }
}
