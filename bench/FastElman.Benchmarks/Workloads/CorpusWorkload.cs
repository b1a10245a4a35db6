namespace FastElman.Benchmarks.Workloads;

/// <summary>Sentences as many and as long as those of the test set: one by one, or all handed over at once.</summary>
/// <param name="section">The table.</param>
/// <param name="name">The row.</param>
/// <param name="shape">The network.</param>
/// <param name="atOnce">All at once, or one by one.</param>
/// <param name="isShort">The first sentences alone, enough for a few batches.</param>
public sealed class CorpusWorkload(
    Section section, string name, ElmanShape shape, bool atOnce, bool isShort = false)
    : Workload(section, name, shape)
{
    private const int FewSentences = 192;

    private const int CheckedSentences = 16;

    private readonly int[][] _sentences =
        isShort ? SentencesOf(shape)[..FewSentences] : SentencesOf(shape);

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
        Agreement.RequireConfidence(engine, Parameters, _sentences[0]);
    }
}
