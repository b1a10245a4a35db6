using System.Text;

namespace FastElman.RealTime;

/// <summary>
/// The calls that promise to allocate nothing, take no lock and make no system call once they are warm.
/// </summary>
internal sealed class HotPaths
{
    private const int SentenceLength = 11;
    private const int SentenceCount = 32;
    private const int StreamCount = 100;

    private readonly int[] _words;
    private readonly int[] _labels = new int[SentenceLength * SentenceCount];
    private readonly int[] _lengths = new int[SentenceCount];
    private readonly float[] _probabilities;
    private readonly float[] _confidence = new float[SentenceLength];
    private readonly byte[] _text;
    private readonly byte[] _state;
    private readonly int[] _streams = new int[StreamCount];
    private int _next;

    /// <summary>Makes a network of the tutorial's kind with random weights.</summary>
    /// <param name="hiddenSize">Its hidden units.</param>
    public HotPaths(int hiddenSize)
    {
        var shape = new ElmanShape(hiddenSize, labelCount: 127, vocabularySize: 572, embeddingSize: 50, windowSize: 7);
        var vocabulary = new Vocabulary([.. Enumerable.Range(0, shape.VocabularySize - 1).Select(Word), "<UNK>"]);
        var model = ElmanModel.Create(
            ElmanParameters.Initialize(shape, seed: 1),
            vocabulary,
            new LabelSet(Enumerable.Range(0, shape.LabelCount).Select(label => $"label{label}"))).Compile();
        model.Warmup();
        _words = [.. Enumerable.Range(0, _labels.Length).Select(i => i * 7919 % shape.VocabularySize)];
        Array.Fill(_lengths, SentenceLength);
        _probabilities = new float[SentenceLength * shape.LabelCount];
        _text = Encoding.UTF8.GetBytes(string.Join(' ', _words.Take(SentenceLength).Select(Word)));
        var places = new Range[SentenceLength];

        var tagger = new Tagger(model);
        var batch = new BatchTagger(model, maxDegreeOfParallelism: 1);
        var stream = new TaggingStream(model);
        var prepared = new TaggingStream(model);
        var group = new StreamGroup(model, StreamCount);
        _state = new byte[stream.StateByteCount];
        for (var i = 0; i < StreamCount; i++)
        {
            _streams[i] = group.Open();
        }

        All =
        [
            ("a sentence of 11 words", () => tagger.Tag(Sentence(), Labels())),
            ("the same with probabilities", () => tagger.Tag(Sentence(), Labels(), _probabilities)),
            ("the same with confidence", () => tagger.TagWithConfidence(Sentence(), Labels(), _confidence)),
            ("the same from UTF-8 text", () => tagger.TagText(_text, places, _labels)),
            ("a batch of 32 sentences", () => batch.Tag(_words, _lengths, _labels)),
            ("a word of a live stream", () => stream.Push(Next(), out _)),
            ("the same when it was prepared", () =>
            {
                prepared.Prepare();
                prepared.Push(Next(), out _);
            }),
            ("a tick of 100 live streams", () => group.Tick(
                _streams, _words.AsSpan(0, StreamCount), _labels.AsSpan(0, StreamCount))),
            ("a state saved and restored", () =>
            {
                stream.SaveState(_state);
                stream.RestoreState(_state);
            }),
        ];
    }

    /// <summary>Each call, with what it is called in documents.</summary>
    public IReadOnlyList<(string Name, Action Call)> All { get; }

    private ReadOnlySpan<int> Sentence() => _words.AsSpan(0, SentenceLength);

    private Span<int> Labels() => _labels.AsSpan(0, SentenceLength);

    private int Next() => _words[_next = (_next + 1) % _words.Length];

    /// <summary>A word for an index, spelt without digits, which the tokenizer would take apart.</summary>
    private static string Word(int index) =>
        string.Concat($"{index}".Select(digit => (char)('a' + digit - '0')));
}
