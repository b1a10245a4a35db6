namespace FastElman.Benchmarks.Workloads;

/// <summary>Many sentences, handed over together; other ones in every run.</summary>
public sealed class BatchWorkload(
    Section section, string name, ElmanShape shape, IReadOnlyCollection<int> lengths) : Workload(section, name, shape)
{
    private const int CheckedSentences = 4;

    /// <summary>Sentences in the batch.</summary>
    public int Count => lengths.Count;

    public override int Words => lengths.Sum();

    public override Work Start(Engine engine) =>
        NextWords.Start(Shape, lengths, sentences => engine.Batch(Parameters, sentences));

    public override void Check(Engine engine, Work work)
    {
        work.Run();
        var sentences = ((NextWords)work).Sentences;
        Agreement.RequireLabels(engine, Parameters, sentences.Take(CheckedSentences), work.Labels);
        Agreement.RequireProbabilities(engine, Parameters, sentences[0]);
        Agreement.RequireConfidence(engine, Parameters, sentences[0]);
    }
}
