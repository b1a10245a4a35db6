using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>
/// Files that are made to harm: each is refused in one line that names it, with memory that its length justifies and
/// without another file being opened.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Files.Keys];

    private static Dictionary<string, (Func<byte[]> Bytes, string Problem)> Files { get; } = new()
    {
        ["empty"] = (() => [], "empty file"),
        ["web page"] = (() => "<!doctype html><html><body>not found</body></html>"u8.ToArray(), "web page"),
        ["cut"] = (() => Sound()[..200], "is not a sound ONNX model"),
        ["two graphs"] = (
            () => Bytes(new MessageWriter().Message(7, new MessageWriter()).Message(7, new MessageWriter())),
            "two graphs"),
        ["endless integer"] = (() => [0x08, .. Enumerable.Repeat((byte)0xFF, 40)], "is not a sound ONNX model"),
        ["nested groups"] = (() => [.. Enumerable.Repeat((byte)0x0B, 100_000)], "is not a sound ONNX model"),
        ["length beyond the file"] = (() => [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07], "is not a sound ONNX model"),
        ["text that is not UTF-8"] = (() => [0x12, 0x02, 0xC3, 0x28], "UTF-8"),
        ["functions"] = (() => Sound(model => model.Message(25, new MessageWriter())), "functions"),
        ["training information"] = (() => Sound(model => model.Message(20, new MessageWriter())), "training"),
        ["no operators"] = (() => Graph(file => { }).ToBytes(operatorSet: 0), "opset_import"),
        ["old operators"] = (() => Graph(file => { }).ToBytes(operatorSet: 8), "opset_import"),
        ["key twice"] = (() => Sound(model => model.Message(14, Entry("a")).Message(14, Entry("a"))), "twice"),

        ["external data"] = (() => WithTensor(Dimensions(1).Integer(2, 1).Text(8, "x")
            .Message(13, new MessageWriter().Text(1, "location").Text(2, "../../../../etc/passwd"))), "another file"),
        ["external by location alone"] = (
            () => WithTensor(Dimensions(1).Integer(2, 1).Text(8, "x").Integer(14, 1)), "another file"),
        ["too few bytes"] = (
            () => WithTensor(Dimensions(3).Integer(2, 1).Text(8, "x").Floats(9, [1, 2])), "12 bytes"),
        ["too many bytes"] = (
            () => WithTensor(Dimensions(1).Integer(2, 1).Text(8, "x").Floats(9, [1, 2])), "4 bytes"),
        ["too few integers"] = (
            () => WithTensor(Dimensions(3).Integer(2, 7).Text(8, "x").Text(7, "\u0001\u0002")), "3 integers"),
        ["negative dimension"] = (() => WithTensor(Dimensions(-1).Integer(2, 1).Text(8, "x")), "impossible"),
        ["huge dimension"] = (() => WithTensor(Dimensions(1L << 40).Integer(2, 1).Text(8, "x")), "impossible"),
        ["product that overflows"] = (
            () => WithTensor(Dimensions(1L << 32, 1L << 32).Integer(2, 1).Text(8, "x")), "impossible"),
        ["many dimensions"] = (() => WithTensor(Dimensions(new long[100]).Integer(2, 1).Text(8, "x")), "more than 8"),
        ["texts"] = (() => WithTensor(Dimensions(1).Integer(2, 8).Text(8, "x").Text(6, "text")), "element type"),
        ["no type"] = (() => WithTensor(Dimensions(1).Text(8, "x").Floats(9, [1])), "element type"),
        ["values twice"] = (
            () => WithTensor(Dimensions(1).Integer(2, 1).Text(8, "x").Floats(9, [1]).Floats(4, [1])), "twice"),
        ["two tensors of a name"] = (
            () => Graph(file => file.Initializer(Value("embedding", [1f], 1))).ToBytes(), "two of this name"),
        ["values of one kind twice"] = (
            () => WithTensor(Dimensions(1).Integer(2, 1).Text(8, "x").Floats(4, [1]).Floats(4, [1])), "twice"),
        ["raw values twice"] = (
            () => WithTensor(Dimensions(1).Integer(2, 1).Text(8, "x").Floats(9, [1]).Floats(9, [1])), "twice"),
        ["a type beyond all"] = (() => WithTensor(Dimensions().Integer(2, long.MaxValue).Text(8, "x")), "element type"),
        ["a type that is not there"] = (() => WithTensor(Dimensions().Integer(2, 2).Text(8, "x")), "number 2"),
        ["a negative type"] = (() => WithTensor(Dimensions().Integer(2, -1).Text(8, "x")), "number -1"),
        ["integer without an end in a tensor"] = (EndlessInTensor, "is not a sound ONNX model"),
        ["integer without an end in an attribute"] = (
            () =>
            {
                var bytes = Graph(file => file.Node(
                    "Transpose", ["embedding"], "y", new MessageWriter().Text(1, "perm").Text(8, "endless text")))
                    .ToBytes();
                Replace(bytes, "endless text", [.. Enumerable.Repeat((byte)0xFF, 12)]);
                return bytes;
            },
            "is not a sound ONNX model"),
        ["an attribute that is no tensor"] = (
            () => Graph(file => file.Node(
                "Constant", [], "y", new MessageWriter().Text(1, "value").Integer(20, 4))).ToBytes(),
            "has no tensor"),
        ["an attribute of a kind beyond all"] = (
            () => Graph(file => file.Node(
                "Constant", [], "y", new MessageWriter().Text(1, "value_int").Integer(3, 1).Integer(20, 9))).ToBytes(),
            "value_int or value_ints"),
        ["an attribute of a negative kind"] = (
            () => Graph(file => file.Node(
                "Constant", [], "y", new MessageWriter().Text(1, "value_int").Integer(3, 1).Integer(20, -1))).ToBytes(),
            "value_int or value_ints"),
        ["a graph that is a number"] = (() => Bytes(new MessageWriter().Integer(7, 1)), "a message"),
        ["a version that is a text"] = (() => Bytes(new MessageWriter().Text(1, "7")), "an integer"),
        ["operators that are too new"] = (() => Graph(file => { }).ToBytes(operatorSet: 25), "opset_import"),
        ["operators of a stranger alone"] = (
            () => Bytes(new MessageWriter().Message(7, new MessageWriter()).Message(
                8, new MessageWriter().Text(1, "com.stranger").Integer(2, 14))),
            "found 0"),
        ["many keys"] = (
            () => Sound(model => Enumerable.Range(0, 1100).ToList().ForEach(i => model.Message(14, Entry($"{i}")))),
            "metadata_props has more than 1024 entries"),
        ["a name cut in the middle of a character"] = (
            () => Graph(file => file.Node(
                "Identity", [$"{new string('x', 79)}\U0001F600{new string('x', 50)}"], "y")).ToBytes(),
            $"\"{new string('x', 79)}…\""),
        ["sparse tensors"] = (
            () => Bytes(new MessageWriter().Message(7, new MessageWriter().Message(15, new MessageWriter()))),
            "sparse"),

        ["cycle"] = (() => Graph(file =>
        {
            file.Node("Identity", ["b"], "a");
            file.Node("Identity", ["a"], "b");
        }).ToBytes(), "nothing before it gives its input \"b\""),
        ["node of itself"] = (() => Graph(file => file.Node("Identity", ["a"], "a")).ToBytes(), "nothing before it"),
        ["nothing"] = (() => Graph(file => file.Node("Relu", ["nowhere"], "a")).ToBytes(), "\"nowhere\""),
        ["name twice"] = (() => Graph(file => file.Constant("words", 1)).ToBytes(), "given twice"),
        ["name of a tensor"] = (() => Graph(file => file.Constant("embedding", 1)).ToBytes(), "given twice"),
        ["input twice"] = (() => Graph(file => file.Input("words", 0, 0)).ToBytes(), "given twice"),
        ["node without outputs"] = (
            () => Graph(file => file.Node(new MessageWriter().Text(4, "Relu"))).ToBytes(), "no outputs"),
        ["node without operator"] = (
            () => Graph(file => file.Node(new MessageWriter().Text(2, "x"))).ToBytes(), "no operator"),
        ["another domain"] = (() => Graph(file => file.Node(
            new MessageWriter().Text(2, "x").Text(4, "Relu").Text(7, "com.stranger"))).ToBytes(), "com.stranger"),
        ["deep sub-graphs"] = (() => Graph(file => file.Node(
            "If", ["words"], "x", new MessageWriter().Text(1, "then_branch").Message(6, Deep(90)))).ToBytes(), "(If)"),
        ["expanded to a huge shape"] = (() => Graph(file => file.Node(
            "Expand", ["embedding", file.Constant("huge", 1L << 30, 1L << 30, 8, 4)], "x")).ToBytes(), "output \"x\""),
        ["filled to a huge shape"] = (() => Graph(file => file.Node(
            "ConstantOfShape", [file.Constant("huge", long.MaxValue)], "x")).ToBytes(), "output \"x\""),
        ["integers filled to a huge shape"] = (() => Graph(file => file.Node(
            "ConstantOfShape",
            [file.Constant("huge", long.MaxValue)],
            "x",
            Tensor("value", Value(string.Empty, [1L], 1)))).ToBytes(), "(ConstantOfShape)"),
        ["tiled"] = (() => Graph(file => file.Node(
            "Tile", ["embedding", file.Constant("often", 1 << 30, 1 << 30)], "x")).ToBytes(), "(Tile)"),
        ["constants that double"] = (() => Graph(file =>
        {
            var value = "embedding";
            for (var i = 0; i < 40; i++)
            {
                value = file.Node("Concat", [value, value], $"double{i}", Attribute("axis", 0));
            }
        }).ToBytes(), "beyond measure"),
        ["sizes that double"] = (() => Graph(file =>
        {
            var value = file.Constant("one", 1);
            for (var i = 0; i < 40; i++)
            {
                value = file.Node("Concat", [value, value], $"double{i}", Attribute("axis", 0));
            }
        }).ToBytes(), "up to 64 integers"),
        ["a name without end"] = (
            () => Graph(file => file.Node(new string('x', 100_000), ["words"], new string('y', 100_000))).ToBytes(),
            "node"),
        ["a name that turns text"] = (
            () => Graph(file => file.Node("\u202Ereve\u001b[31m", ["words"], "x")).ToBytes(), "node"),
        ["many empty nodes"] = (() => Bytes(new MessageWriter().Message(7, Repeat(100_000))), "outputs"),
        ["many nodes"] = (() => Bytes(new MessageWriter().Message(
            7, Repeat(70_000, new MessageWriter().Text(2, "x").Text(4, "y")))), "more than"),
        ["no outputs"] = (() => new OnnxBytes().Input("words", 0, 0).ToBytes(), "no outputs"),
        ["an output that is nothing"] = (
            () => new OnnxBytes().Input("words", 0, 0).Output("x").ToBytes(), "output \"x\""),
        ["an output that is the input"] = (
            () => new OnnxBytes().Input("words", 0, 0).Output("words").ToBytes(), "output \"words\""),
        ["an input of floats"] = (() => new OnnxBytes().InputOf(1, "words", 0, 0).ToBytes(), "input \"words\""),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void A_file_is_refused_in_one_line(string name)
    {
        var (make, problem) = Files[name];
        var bytes = make();
        var path = _folder.Write("model.onnx", bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, character => char.IsControl(character) || character == '\u202E');
        Assert.InRange(error.Message.Length, 1, 3000);
        Assert.InRange(allocated, 0, (60L * bytes.Length) + (1 << 21));
    }

    [Fact]
    public void A_sound_file_of_the_same_kind_is_read() =>
        Assert.Equal(2, OnnxModel.Load(_folder.Write("model.onnx", Sound())).Shape.HiddenSize);

    [Fact]
    public void A_file_that_is_too_long_is_refused_before_it_is_read()
    {
        var path = _folder.File("model.onnx");
        using (var file = File.Create(path))
        {
            file.SetLength(Array.MaxLength + 1L);
        }

        var error = Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path));

        Assert.Equal($"{Array.MaxLength + 1L}", error.Found);
    }

    [Fact]
    public async Task A_pipe_is_read_to_its_end()
    {
        var path = _folder.File("pipe");
        UnixTool.Run("mkfifo", path);
        var writer = Task.Run(() => File.WriteAllBytes(path, Sound()), TestContext.Current.CancellationToken);

        Assert.Equal(2, OnnxModel.Load(path).Shape.HiddenSize);
        await writer;
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_refused()
    {
        Assert.Throws<UnauthorizedAccessException>(() => OnnxModel.Load(_folder.Path));
        Assert.Throws<FileNotFoundException>(() => OnnxModel.Load(_folder.File("missing.onnx")));
    }

    /// <summary>A small network as PyTorch would write it.</summary>
    private static byte[] Sound(Action<MessageWriter>? addToModel = null)
    {
        var file = new OnnxBytes().Input("words", 0, 0).Output("products");
        file.Node("Gather", [file.Initializer("embedding", new float[6], 3, 2), "words"], "x");
        file.Node(
            "RNN",
            ["x", file.Initializer("W", new float[4], 1, 2, 2), file.Initializer("R", new float[4], 1, 2, 2)],
            "y",
            Attribute("hidden_size", 2));
        file.Node("Squeeze", ["y", file.Constant("axis", 1)], "hidden");
        file.Node("MatMul", ["hidden", file.Initializer("linear", new float[6], 2, 3)], "products");
        return file.ToBytes(14, addToModel);
    }

    private static OnnxBytes Graph(Action<OnnxBytes> add)
    {
        var file = new OnnxBytes().Input("words", 0, 0).Output("x");
        file.Initializer("embedding", new float[32], 8, 4);
        add(file);
        return file;
    }

    /// <summary>One integer of 12 bytes, where the longest has 10: found when the values are asked for.</summary>
    private static byte[] EndlessInTensor()
    {
        var bytes = Graph(file => file.Node(
            "Constant", [], "y", Tensor("value", Dimensions(1).Integer(2, 7).Text(7, "endless text")))).ToBytes();
        Replace(bytes, "endless text", [.. Enumerable.Repeat((byte)0xFF, 11), 1]);
        return bytes;
    }

    private static byte[] WithTensor(MessageWriter tensor) => new OnnxBytes().Initializer(tensor).ToBytes();

    private static MessageWriter Entry(string key) => new MessageWriter().Text(1, key).Text(2, "value");

    private static MessageWriter Deep(int depth)
    {
        var node = new MessageWriter().Text(2, "x").Text(4, "If");
        if (depth > 0)
        {
            node.Message(5, new MessageWriter().Text(1, "then_branch").Message(6, Deep(depth - 1)));
        }

        return new MessageWriter().Message(1, node);
    }

    private static MessageWriter Repeat(int count, MessageWriter? node = null)
    {
        var graph = new MessageWriter();
        for (var i = 0; i < count; i++)
        {
            graph.Message(1, node ?? new MessageWriter());
        }

        return graph;
    }
}
