namespace FastElman.Benchmarks.Ours;

/// <summary>
/// One live stream, which moves to other memory now and then. Where the memory of a stream lies moves its time step by
/// up to 20 % (docs/notes/speed.md): the figure of one place would say more about the place than about the code.
/// </summary>
internal sealed class StreamWork(CompiledModel model, int[] text, Answer answer) : Work
{
    private const int Places = 32;
    private const int WordsInAPlace = 1000;

    /// <summary>In bytes, by the number of the place; not a multiple of a cache line or of a page.</summary>
    private const int Padding = 352;

    private readonly TaggingStream[] _streams = [.. Enumerable.Range(0, Places).Select(place => Behind(place, model))];
    private readonly byte[] _state = new byte[new TaggingStream(model).StateByteCount];
    private readonly Answers _answers = new(model, 1, answer);
    private int _next;
    private int _place;
    private int _words;

    public override ReadOnlySpan<int> Labels => _answers.Labels;

    public override void Run()
    {
        _answers.Push(_streams[_place], text[_next]);
        _next = _next + 1 == text.Length ? 0 : _next + 1;
        _words++;
        if (_words == WordsInAPlace)
        {
            Move();
        }
    }

    public override void Prepare() => _streams[_place].Prepare();

    private void Move()
    {
        _words = 0;
        _streams[_place].SaveState(_state);
        _place = (_place + 1) % Places;
        _streams[_place].RestoreState(_state);
    }

    /// <summary>A stream whose memory lies behind a padding, which only moves it.</summary>
    private static TaggingStream Behind(int place, CompiledModel model)
    {
        _ = GC.AllocateUninitializedArray<byte>(place * Padding + 1, pinned: true);
        return new TaggingStream(model);
    }
}
