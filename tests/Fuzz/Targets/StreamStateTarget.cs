namespace FastElman.Fuzz.Targets;

/// <summary>
/// The saved state of a live stream. What is refused changes nothing; what is accepted is saved as the same bytes, and
/// a stream and a group continue from it with the same labels.
/// </summary>
internal sealed class StreamStateTarget : FuzzTarget
{
    private readonly TaggingStream _stream;
    private readonly StreamGroup _group;
    private readonly int _inGroup;
    private readonly byte[] _before;
    private readonly byte[] _after;

    public StreamStateTarget(string name, ElmanModel of)
        : base(name)
    {
        var model = of.Compile();
        _stream = new TaggingStream(model);
        _group = new StreamGroup(model, 2);
        _inGroup = _group.Open();
        _before = new byte[_stream.StateByteCount];
        _after = new byte[_stream.StateByteCount];
    }

    public override IEnumerable<byte[]> Seeds()
    {
        var stream = new TaggingStream(_stream.Model);
        for (var word = 0; word < 4; word++)
        {
            var state = new byte[stream.StateByteCount];
            stream.SaveState(state);
            yield return state;
            stream.Push(word % 2 == 0 ? stream.GetWordIndex("unheard-of") : word, out int _);
        }
    }

    public override int Run(byte[] input)
    {
        _stream.SaveState(_before);
        try
        {
            _stream.RestoreState(input);
            _group.RestoreState(_inGroup, input);
        }
        catch (StreamStateException)
        {
            _stream.SaveState(_after);
            Require(_after.AsSpan().SequenceEqual(_before), "a refused state changes nothing");
            throw;
        }

        _stream.SaveState(_after);
        Require(_after.AsSpan().SequenceEqual(input), "an accepted state is saved as the same bytes");
        var (label, labels) = (-1, new int[1]);
        foreach (var word in (string[])["from", "oslo", "rome", "to"])
        {
            _stream.Push(_stream.GetWordIndex(word), out label);
            _group.Tick([_inGroup], [_group.GetWordIndex(_inGroup, word)], labels);
            Require(label == labels[0], "a stream and a group continue with the same labels");
        }

        return label;
    }

    public override bool IsRefusal(Exception exception) => exception is StreamStateException;
}
