namespace FastElman.Benchmarks.Workloads;

/// <summary>Live streams that all get their next word: one of them alone, or many in one tick.</summary>
/// <param name="section">The table.</param>
/// <param name="name">The row.</param>
/// <param name="shape">The network.</param>
/// <param name="count">The streams; null for one alone, which needs no group.</param>
/// <param name="precision">The precision of the weights.</param>
public sealed class StreamsWorkload(
    Section section, string name, ElmanShape shape, int? count, WeightPrecision precision = WeightPrecision.Float32)
    : Workload(section, name, shape)
{
    private const int LeastTextLength = 256;
    private const int AllTextsLength = 1 << 16;
    private const int CheckedTicks = 16;
    private const int CheckedStreams = 4;

    private readonly int[][] _texts =
    [
        .. Enumerable.Range(0, count ?? 1)
            .Select(i => Text(shape, Math.Max(LeastTextLength, AllTextsLength / (count ?? 1)), seed: i)),
    ];

    public override WeightPrecision Precision => precision;

    public override int Words => _texts.Length;

    public override Work Start(Engine engine) => count is null
        ? engine.Stream(Parameters, _texts[0])
        : engine.Streams(Parameters, _texts);

    public override void Check(Engine engine, Work work)
    {
        Agreement.RequireProbabilities(engine, Parameters, _texts[0]);
        Agreement.RequireConfidence(engine, Parameters, _texts[0]);
        Agreement.RequireStreamProbabilities(engine, Parameters, _texts[0]);
        var labels = new int[Math.Min(_texts.Length, CheckedStreams)][];
        for (var stream = 0; stream < labels.Length; stream++)
        {
            labels[stream] = new int[CheckedTicks - Shape.WindowReach];
        }

        for (var tick = 0; tick < CheckedTicks; tick++)
        {
            work.Run();
            for (var stream = 0; stream < labels.Length && tick >= Shape.WindowReach && !work.Labels.IsEmpty; stream++)
            {
                labels[stream][tick - Shape.WindowReach] = work.Labels[stream];
            }
        }

        for (var stream = 0; stream < labels.Length && !work.Labels.IsEmpty; stream++)
        {
            Agreement.RequireLabels(engine, Parameters, _texts[stream][..CheckedTicks], labels[stream]);
        }
    }
}
