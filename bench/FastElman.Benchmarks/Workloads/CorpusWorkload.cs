namespace FastElman.Benchmarks.Workloads;

/// <summary>Sentences as many and as long as those of the test set: one by one, or all handed over at once.</summary>
public sealed class CorpusWorkload(
    Section section, string name, ElmanShape shape, bool atOnce) : Workload(section, name, shape)
{
    private const int CheckedSentences = 16;

    private readonly int[][] _sentences = SentencesOf(shape);

    public override int Words => _sentences.Sum(words => words.Length);

    /// <summary>The corpus.</summary>
    public static int[][] SentencesOf(ElmanShape shape) =>
        [.. SentenceLengths.All.Select((length, i) => Text(shape, length, seed: i))];

    public override Work Start(Engine engine) =>
        atOnce ? engine.AllAtOnce(Parameters, _sentences) : engine.OneByOne(Parameters, _sentences);

    public override void Check(Engine engine, Work work)
    {
        work.Run();
        Agreement.RequireLabels(engine, Parameters, _sentences.Take(CheckedSentences), work.Labels);
        Agreement.RequireProbabilities(engine, Parameters, _sentences[0]);
    }
}
