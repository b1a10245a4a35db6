namespace FastElman.Benchmarks.Peers.Cpp;

/// <summary>Live streams.</summary>
internal sealed unsafe class CppStreamsWork : Work
{
    private readonly CppNetwork _network;
    private readonly nint _streams;
    private readonly int[] _labels;

    /// <summary>[ticks, streams].</summary>
    private readonly int[] _words;

    private int _next;

    public CppStreamsWork(ElmanParameters parameters, int[][] texts)
    {
        _network = new CppNetwork(parameters, texts.Length);
        _streams = CppNetwork.NewStreams(_network.Handle, texts.Length);
        _labels = [.. Enumerable.Repeat(-1, texts.Length)];
        _words = [.. Enumerable.Range(0, texts[0].Length).SelectMany(tick => texts.Select(text => text[tick]))];
    }

    public override ReadOnlySpan<int> Labels => _labels;

    public override void Run()
    {
        fixed (int* words = _words, labels = _labels)
        {
            _ = CppNetwork.Tick(_streams, words + _next, _network.Probabilities, labels);
        }

        _next = _next + _labels.Length == _words.Length ? 0 : _next + _labels.Length;
    }

    public override void Dispose()
    {
        CppNetwork.DeleteStreams(_streams);
        _network.Dispose();
    }
}
