using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Workloads;

/// <summary>One sentence, all of it known.</summary>
public sealed class SentenceWorkload(Section section, string name, ElmanShape shape, int length) : Workload(section, name, shape)
{
    private readonly int[] _words = Text(shape, length, seed: length);

    public override int Words => _words.Length;

    public override Work Start(Contestant contestant) => contestant.Sentence(Parameters, _words);

    public override void Check(Contestant contestant, Work work)
    {
        Agreement.RequireProbabilities(contestant, Parameters, _words);
        work.Run();
        Agreement.RequireLabels(contestant, Parameters, _words, work.Labels);
    }
}
