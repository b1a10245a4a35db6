namespace FastElman.Benchmarks.Ours;

internal sealed class StreamWork(CompiledModel model, int[] text) : Work
{
    private readonly TaggingStream _stream = new(model);
    private readonly int[] _label = new int[1];
    private int _next;

    public override ReadOnlySpan<int> Labels => _label;

    public override void Run()
    {
        _stream.Push(text[_next], out _label[0]);
        _next = _next + 1 == text.Length ? 0 : _next + 1;
    }

    public override void Prepare() => _stream.Prepare();
}
