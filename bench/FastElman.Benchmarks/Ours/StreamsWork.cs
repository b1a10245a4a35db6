using FastElman.Benchmarks.Contest;

namespace FastElman.Benchmarks.Ours;

internal sealed class StreamsWork(ElmanModel model, int[][] texts) : Work
{
    private readonly StreamGroup _group = new(model, texts.Length);
    private readonly int[] _streams = [.. Enumerable.Range(0, texts.Length)];
    private readonly int[] _words = new int[texts.Length];
    private readonly int[] _labels = new int[texts.Length];
    private int _next;

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        for (var stream = 0; stream < texts.Length; stream++)
        {
            _words[stream] = texts[stream][_next % texts[stream].Length];
        }

        _next++;
        _group.Tick(_streams, _words, _labels);
    }
}
