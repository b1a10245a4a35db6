using FastElman.Fixtures;

namespace FastElman.Tests.Tagging;

/// <summary>
/// Memory of models of extreme shapes: loading, compiling and the first call of every way of running take no more than
/// docs/design/format.md says, whatever the shape. A small file cannot ask for much memory.
/// </summary>
public sealed class BoundedMemoryTests
{
    public static TheoryData<int, int, int, int, int, NetworkKind, LabelDecoding> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int, int, int, NetworkKind, LabelDecoding>();
            (int Hidden, int Labels, int Words, int Embedding, int Window)[] shapes =
            [
                (1, 16384, 1, 1, 1),
                (1, 1, 50_000, 1, 1),
                (1, 1, 1, 1, 20_001),
                (1, 1, 1, 20_000, 1),
                (1500, 1, 1, 1, 1),
                (1, 4000, 4000, 1, 4001),
                (1, 1, 1, 1, 1),
            ];
            foreach (var (hidden, labels, words, embedding, window) in shapes)
            {
                foreach (var kind in Enum.GetValues<NetworkKind>())
                {
                    data.Add(hidden, labels, words, embedding, window, kind, LabelDecoding.ArgMax);
                    data.Add(hidden, labels, words, embedding, window, kind, LabelDecoding.Iob);
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Shapes))]
    public void A_model_takes_memory_in_proportion_to_its_file(
        int hidden, int labels, int words, int embedding, int window, NetworkKind kind, LabelDecoding decoding)
    {
        var shape = new ElmanShape(hidden, labels, words, embedding, window, new NetworkVariant(kind));
        var file = FileOf(shape);
        CompiledModel? compiled = null;
        var bytes = BytesOf(() => compiled = ElmanModel.Load(file).Compile(new CompileOptions { Decoding = decoding }));
        var bound = LoadedBound(file.Length);
        Assert.True(bytes <= bound, $"{bytes:N0} of {file.Length:N0}, loaded: {bound:N0}");

        bytes = BytesOf(() => Run(compiled!));
        bound = RunBound(compiled!);
        Assert.True(bytes <= bound, $"{bytes:N0} of {file.Length:N0}, running: {bound:N0}");
    }

    private static long LoadedBound(long file) => (12 * file) + (1 << 18);

    /// <summary>Two taggers, a batch, a stream and a group, each once, on a sentence of three words.</summary>
    private static long RunBound(CompiledModel model)
    {
        var shape = model.Shape;
        long stride = model.Network.Forward.Stride;
        long labels = model.Network.OutputWeights.PaddedColumns;
        var whole = model.CanStream ? 0 : 4 * 64 * ((4 * labels) + (2 * stride) + 2);
        var firstChunks = 2 * model.Network.Layers.Length * Math.Max(1 << 17, 4 * shape.WindowSize * stride);
        return (3 * (Workspace(32) + whole)) + Workspace(1) + Workspace(32) + firstChunks + (1 << 18);

        long Workspace(int rows) =>
            4 * (rows + 2L) * (labels + (8 * stride) + (shape.WindowSize * (shape.EmbeddingSize + 4L)));
    }

    private static void Run(CompiledModel model)
    {
        int[] words = [0, -1, 0];
        var labels = new int[3];
        var confidence = new float[3];
        new Tagger(model).Tag(words, labels);
        new Tagger(model).TagWithConfidence(words, labels, confidence);
        new BatchTagger(model).Tag(words, [2, 1], labels);
        if (model.CanStream)
        {
            new TaggingStream(model).Push(0, out _);
            OpenStreams.Of(model, 2).Tick([0, 1], [0, 0], labels.AsSpan(0, 2));
        }
    }

    private static byte[] FileOf(ElmanShape shape)
    {
        using var stream = new MemoryStream();
        ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            new Vocabulary(Enumerable.Range(0, shape.VocabularySize).Select(ShortName)),
            new LabelSet(Enumerable.Range(0, shape.LabelCount).Select(i => $"{"OBI"[i % 3]}-{i / 3}"))).Save(stream);
        return stream.ToArray();
    }

    /// <summary>The shortest names: a, b … z, ba, bb …</summary>
    private static string ShortName(int index) =>
        (index < 26 ? string.Empty : ShortName(index / 26)) + (char)('a' + (index % 26));

    /// <summary>
    /// The least of three times: a collection that another thread begins leaves the rest of a block unused, which
    /// counts as allocated.
    /// </summary>
    private static long BytesOf(Action action) => Enumerable.Range(0, 3).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
