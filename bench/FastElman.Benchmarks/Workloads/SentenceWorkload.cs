namespace FastElman.Benchmarks.Workloads;

/// <summary>One sentence at a time, all of it known; another one in every run.</summary>
public sealed class SentenceWorkload(
    Section section, string name, ElmanShape shape, int length) : Workload(section, name, shape)
{
    public override int Words => length;

    public override Work Start(Engine engine) =>
        NextWords.Start(Shape, [length], sentences => engine.Sentence(Parameters, sentences[0]));

    public override void Check(Engine engine, Work work)
    {
        work.Run();
        var words = ((NextWords)work).Sentences[0];
        Agreement.RequireLabels(engine, Parameters, words, work.Labels);
        Agreement.RequireProbabilities(engine, Parameters, words);
    }
}
