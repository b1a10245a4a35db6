namespace FastElman.Benchmarks.Workloads;

/// <summary>Sentences as many and as long as those of the test set: one by one, or all handed over at once.</summary>
public sealed class CorpusWorkload(Section section, string name, ElmanShape shape, bool atOnce) : Workload(section, name, shape)
{
    private const int CheckedSentences = 16;

    private readonly int[][] _sentences = SentencesOf(shape);

    public override int Words => _sentences.Sum(words => words.Length);

    /// <summary>The corpus.</summary>
    public static int[][] SentencesOf(ElmanShape shape) =>
        [.. SentenceLengths.All.Select((length, i) => Text(shape, length, seed: i))];

    public override Work Start(Contestant contestant) =>
        atOnce ? contestant.AllAtOnce(Parameters, _sentences) : contestant.OneByOne(Parameters, _sentences);

    public override void Check(Contestant contestant, Work work)
    {
        work.Run();
        Agreement.RequireLabels(contestant, Parameters, _sentences.Take(CheckedSentences), work.Labels);
        Agreement.RequireProbabilities(contestant, Parameters, _sentences[0]);
    }
}
