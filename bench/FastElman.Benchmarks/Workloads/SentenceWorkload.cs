namespace FastElman.Benchmarks.Workloads;

/// <summary>One sentence at a time, all of it known; another one in every run.</summary>
public sealed class SentenceWorkload(
    Section section, string name, ElmanShape shape, int length) : Workload(section, name, shape)
{
    public override int Words => length;

    /// <summary>Words of the text that the sentences are cut from; then it begins again.</summary>
    public int TextLength { get; init; } = NextWords.UsualLength;

    /// <summary>Words that have been tagged before anything is timed.</summary>
    public int WordsBefore { get; init; }

    public override Work Start(Engine engine)
    {
        var work = NextWords.Start(
            Shape, [length], sentences => engine.Sentence(Parameters, sentences[0]), TextLength);
        for (var words = 0; words < WordsBefore; words += length)
        {
            work.Run();
        }

        return work;
    }

    public override void Check(Engine engine, Work work)
    {
        work.Run();
        var words = ((NextWords)work).Sentences[0];
        Agreement.RequireLabels(engine, Parameters, words, work.Labels);
        Agreement.RequireProbabilities(engine, Parameters, words);
        Agreement.RequireConfidence(engine, Parameters, words);
    }
}
