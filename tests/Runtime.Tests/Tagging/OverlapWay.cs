using System.Runtime.InteropServices;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>One way of running a model on spans, as a function of an arena that has the spans in order.</summary>
/// <param name="Name">Its name, and the names of its spans.</param>
/// <param name="Inputs">The content of each span that is read.</param>
/// <param name="Outputs">The length in bytes of each span that is written.</param>
/// <param name="Run">Runs it.</param>
/// <param name="IsStreaming">Whether it needs a model that can stream.</param>
internal sealed record OverlapWay(
    string Name,
    byte[][] Inputs,
    int[] Outputs,
    Action<CompiledModel, SharedArena> Run,
    bool IsStreaming = false)
{
    private const int Words = 70;
    private const int Labels = 5;
    private const int Streams = 40;
    private const int Delay = 3;
    private const int Tokens = 24;

    private static readonly ElmanShape Shape = new(
        hiddenSize: 9, labelCount: Labels, vocabularySize: 20, embeddingSize: 4, windowSize: (2 * Delay) + 1);

    private static readonly byte[] Sentence = BytesOf(RandomModel.Sentence(Shape, Words, seed: 1));
    private static readonly byte[] Lengths = BytesOf<int>([7, 0, 33, 1, 29]);
    private static readonly byte[] Numbers = BytesOf<int>([.. Enumerable.Range(0, Streams)]);
    private static readonly byte[] Tick = BytesOf(RandomModel.Sentence(Shape, Streams, seed: 2));

    private static readonly string Text = string.Join(
        ' ', Enumerable.Range(0, Tokens).Select(i => i % 5 == 0 ? "naïve" : RandomModel.Word(i % 9)));

    private static readonly byte[] Utf16 = BytesOf<char>(Text.ToCharArray());
    private static readonly byte[] Utf8 = Encoding.UTF8.GetBytes(Text);

    public static IReadOnlyList<CompiledModel> Models { get; } =
    [
        Model(NetworkVariant.Tutorial),
        Model(NetworkVariant.Tutorial, LabelDecoding.Iob),
        Model(new NetworkVariant(NetworkKind.Bidirectional)),
        Model(new NetworkVariant(NetworkKind.Jordan)),
        Model(new NetworkVariant(NetworkKind.Elman, HasTransitions: true)),
    ];

    public static IReadOnlyList<OverlapWay> All { get; } =
    [
        new("Tagger.Tag: words, labels", [Sentence], [4 * Words], (model, arena) =>
            new Tagger(model).Tag(arena.Of<int>(0), arena.Of<int>(1))),
        new("Tagger.Tag: words, labels, probabilities", [Sentence], [4 * Words, 4 * Words * Labels], (model, arena) =>
            new Tagger(model).Tag(arena.Of<int>(0), arena.Of<int>(1), arena.Of<float>(2))),
        new("Tagger.TagWithConfidence: words, labels, confidence", [Sentence], [4 * Words, 4 * Words],
            (model, arena) => new Tagger(model).TagWithConfidence(
                arena.Of<int>(0), arena.Of<int>(1), arena.Of<float>(2))),
        new("Tagger.TagText: text, tokens, labels", [Utf16], [8 * Tokens, 4 * Tokens], (model, arena) =>
            new Tagger(model).TagText(arena.Of<char>(0), arena.Of<Range>(1), arena.Of<int>(2))),
        new("Tagger.TagText: text, tokens, labels, confidence", [Utf16], [8 * Tokens, 4 * Tokens, 4 * Tokens],
            (model, arena) => new Tagger(model).TagText(
                arena.Of<char>(0), arena.Of<Range>(1), arena.Of<int>(2), arena.Of<float>(3))),
        new("Tagger.TagText: UTF-8, tokens, labels", [Utf8], [8 * Tokens, 4 * Tokens], (model, arena) =>
            new Tagger(model).TagText(arena.Of<byte>(0), arena.Of<Range>(1), arena.Of<int>(2))),
        new("Tagger.TagText: UTF-8, tokens, labels, confidence", [Utf8], [8 * Tokens, 4 * Tokens, 4 * Tokens],
            (model, arena) => new Tagger(model).TagText(
                arena.Of<byte>(0), arena.Of<Range>(1), arena.Of<int>(2), arena.Of<float>(3))),
        new("Tagger.TagText: text, tokens, labels, confidence, counts", [Utf16], [8 * Tokens, 4 * Tokens, 4 * Tokens],
            (model, arena) => new Tagger(model).TagText(
                arena.Of<char>(0), arena.Of<Range>(1), arena.Of<int>(2), arena.Of<float>(3), out _)),
        new("Tagger.TagText: UTF-8, tokens, labels, confidence, counts", [Utf8], [8 * Tokens, 4 * Tokens, 4 * Tokens],
            (model, arena) => new Tagger(model).TagText(
                arena.Of<byte>(0), arena.Of<Range>(1), arena.Of<int>(2), arena.Of<float>(3), out _)),
        new("Tokenizer.Tokenize: text, tokens", [Utf16], [8 * Tokens], (model, arena) =>
            model.Tokenizer!.Tokenize(arena.Of<char>(0), arena.Of<Range>(1))),
        new("Tokenizer.Tokenize: UTF-8, tokens", [Utf8], [8 * Tokens], (model, arena) =>
            model.Tokenizer!.Tokenize(arena.Of<byte>(0), arena.Of<Range>(1))),
        .. Batches(threads: 1),
        .. Batches(threads: 2),
        new("TaggingStream.Complete: labels, probabilities", [], [4 * Delay, 4 * Delay * Labels],
            (model, arena) => Started(model).Complete(arena.Of<int>(0), arena.Of<float>(1)), IsStreaming: true),
        new("TaggingStream.CompleteWithConfidence: labels, confidence", [], [4 * Delay, 4 * Delay],
            (model, arena) => Started(model).CompleteWithConfidence(arena.Of<int>(0), arena.Of<float>(1)),
            IsStreaming: true),
        new("TaggingStream.Push: label, probabilities", [], [4, 4 * Labels],
            (model, arena) => Started(model).Push(1, out arena.Of<int>(0)[0], arena.Of<float>(1)), IsStreaming: true),
        new("StreamGroup.Tick: streams, words, labels", [Numbers, Tick], [4 * Streams],
            (model, arena) => StartedGroup(model).Tick(arena.Of<int>(0), arena.Of<int>(1), arena.Of<int>(2)),
            IsStreaming: true),
        new("StreamGroup.Tick: streams, words, labels, probabilities", [Numbers, Tick],
            [4 * Streams, 4 * Streams * Labels],
            (model, arena) => StartedGroup(model).Tick(
                arena.Of<int>(0), arena.Of<int>(1), arena.Of<int>(2), arena.Of<float>(3)),
            IsStreaming: true),
        new("StreamGroup.TickWithConfidence: streams, words, labels, confidence", [Numbers, Tick],
            [4 * Streams, 4 * Streams],
            (model, arena) => StartedGroup(model).TickWithConfidence(
                arena.Of<int>(0), arena.Of<int>(1), arena.Of<int>(2), arena.Of<float>(3)),
            IsStreaming: true),
        new("StreamGroup.Complete: labels, probabilities", [], [4 * Delay, 4 * Delay * Labels],
            (model, arena) => StartedGroup(model).Complete(0, arena.Of<int>(0), arena.Of<float>(1)),
            IsStreaming: true),
        new("StreamGroup.CompleteWithConfidence: labels, confidence", [], [4 * Delay, 4 * Delay],
            (model, arena) => StartedGroup(model).CompleteWithConfidence(0, arena.Of<int>(0), arena.Of<float>(1)),
            IsStreaming: true),
    ];

    public int InputCount => Inputs.Length;

    /// <summary>Every two spans of which one is written.</summary>
    public IEnumerable<(int First, int Second)> Pairs =>
        from second in Enumerable.Range(InputCount, Outputs.Length)
        from first in Enumerable.Range(0, second)
        select (first, second);

    /// <summary>Memory in which each span has its own.</summary>
    public SharedArena ArenaFor(CompiledModel model) => new(Inputs, Outputs, shared: null);

    /// <summary>Memory in which one span begins so many bytes behind the beginning of another.</summary>
    public SharedArena ArenaFor(CompiledModel model, int target, int moved, int distance) =>
        new(Inputs, Outputs, (moved, target, distance));

    private static IEnumerable<OverlapWay> Batches(int threads) =>
    [
        new($"BatchTagger.Tag: words, lengths, labels; {threads}", [Sentence, Lengths], [4 * Words], (model, arena) =>
            new BatchTagger(model, threads).Tag(arena.Of<int>(0), arena.Of<int>(1), arena.Of<int>(2))),
        new($"BatchTagger.Tag: words, lengths, labels, probabilities; {threads}", [Sentence, Lengths],
            [4 * Words, 4 * Words * Labels], (model, arena) => new BatchTagger(model, threads).Tag(
                arena.Of<int>(0), arena.Of<int>(1), arena.Of<int>(2), arena.Of<float>(3))),
        new($"BatchTagger.TagWithConfidence: words, lengths, labels, confidence; {threads}", [Sentence, Lengths],
            [4 * Words, 4 * Words], (model, arena) => new BatchTagger(model, threads).TagWithConfidence(
                arena.Of<int>(0), arena.Of<int>(1), arena.Of<int>(2), arena.Of<float>(3))),
    ];

    /// <summary>A stream whose words wait.</summary>
    public static TaggingStream Started(CompiledModel model)
    {
        var stream = new TaggingStream(model);
        foreach (var word in (int[])[1, 2, 3, 4, 5])
        {
            stream.Push(word, out _);
        }

        return stream;
    }

    /// <summary>A group of streams whose words wait.</summary>
    public static StreamGroup StartedGroup(CompiledModel model)
    {
        var group = OpenStreams.Of(model, Streams);
        var numbers = Enumerable.Range(0, Streams).ToArray();
        for (var t = 0; t < 4; t++)
        {
            group.Tick(numbers, RandomModel.Sentence(Shape, Streams, seed: 10 + t), new int[Streams]);
        }

        return group;
    }

    private static CompiledModel Model(NetworkVariant variant, LabelDecoding? decoding = null)
    {
        var shape = new ElmanShape(
            Shape.HiddenSize, Labels, Shape.VocabularySize, Shape.EmbeddingSize, Shape.WindowSize, variant);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1, range: 1f),
            RandomModel.Vocabulary(shape),
            new LabelSet(["O", "B-x", "I-x", "B-y", "I-y"])).Compile(new CompileOptions { Decoding = decoding });
    }

    private static byte[] BytesOf<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
