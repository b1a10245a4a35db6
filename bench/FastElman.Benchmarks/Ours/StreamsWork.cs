namespace FastElman.Benchmarks.Ours;

internal sealed class StreamsWork : Work
{
    private readonly StreamGroup _group;
    private readonly int[] _streams;
    private readonly int[] _labels;

    /// <summary>[ticks, streams]: what comes in a tick lies together, as where a service has gathered it.</summary>
    private readonly int[] _words;

    private int _next;

    public StreamsWork(CompiledModel model, int[][] texts)
    {
        _group = new StreamGroup(model, texts.Length);
        _streams = [.. texts.Select(_ => _group.Open())];
        _labels = new int[texts.Length];
        _words = [.. Enumerable.Range(0, texts[0].Length).SelectMany(tick => texts.Select(text => text[tick]))];
    }

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        _group.Tick(_streams, _words.AsSpan(_next, _streams.Length), _labels);
        _next = _next + _streams.Length == _words.Length ? 0 : _next + _streams.Length;
    }
}
