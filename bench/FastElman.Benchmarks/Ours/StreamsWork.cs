namespace FastElman.Benchmarks.Ours;

internal sealed class StreamsWork(CompiledModel model, int[][] texts) : Work
{
    private readonly StreamGroup _group = new(model, texts.Length);
    private readonly int[] _streams = [.. Enumerable.Range(0, texts.Length)];
    private readonly int[] _labels = new int[texts.Length];

    /// <summary>[ticks, streams]: what comes in a tick lies together, as where a service has gathered it.</summary>
    private readonly int[] _words =
        [.. Enumerable.Range(0, texts[0].Length).SelectMany(tick => texts.Select(text => text[tick]))];

    private int _next;

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        _group.Tick(_streams, _words.AsSpan(_next, texts.Length), _labels);
        _next = _next + texts.Length == _words.Length ? 0 : _next + texts.Length;
    }
}
