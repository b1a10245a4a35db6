using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Integers that a graph computes its dimensions with have the values that ONNX says.</summary>
public sealed class FoldedSizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Lists.Keys];

    public static TheoryData<string> RefusedNames => [.. Refusals.Keys];

    /// <summary>Lists of up to three integers below 16. There are pair = [2, 3] and table [4, 4] of floats.</summary>
    private static Dictionary<string, (Func<OnnxBytes, string> Add, long[] Expected)> Lists { get; } = new()
    {
        ["themselves"] = (_ => "pair", [2, 3]),
        ["the same"] = (file => file.Node("Identity", ["pair"], "l"), [2, 3]),
        ["as other integers"] = (file => file.Node("Cast", ["pair"], "l", Attribute("to", 6)), [2, 3]),
        ["one alone and back"] = (
            file => file.Node(
                "Unsqueeze",
                [file.Node("Squeeze", [file.Constant("one", 7), file.Constant("a", 0)], "s"), file.Constant("z", 0)],
                "l"),
            [7]),
        ["one alone by its shape and back"] = (
            file => file.Node(
                "Reshape",
                [file.Node("Reshape", [file.Constant("one", 7), file.Constant("none")], "s"), file.Constant("z", -1)],
                "l"),
            [7]),
        ["a list of its own length"] = (file => file.Node("Reshape", ["pair", file.Constant("s", 2)], "l"), [2, 3]),
        ["the middle"] = (
            file => file.Node("Slice", [Five(file), file.Constant("s", 1), file.Constant("e", 3)], "l"), [2, 3]),
        ["the end"] = (
            file => file.Node(
                "Slice", [Five(file), file.Constant("s", -2), file.Constant("e", 99), file.Constant("a", 0)], "l"),
            [4, 5]),
        ["without the end"] = (
            file => file.Node(
                "Slice",
                [
                    Five(file), file.Constant("s", 2), file.Constant("e", -1), file.Constant("a", -1),
                    file.Constant("o", 1),
                ],
                "l"),
            [3, 4]),
        ["by attributes"] = (
            file => file.Node(
                "Slice", [Five(file)], "l", Integers("starts", 0), Integers("ends", 2), Integers("axes", 0)),
            [1, 2]),
        ["a product"] = (file => file.Node("Mul", ["pair", file.Constant("by", 2, 5)], "l"), [4, 15]),
        ["a product with one"] = (file => file.Node("Mul", ["pair", file.Scalar("by", 3)], "l"), [6, 9]),
        ["a product of two alone"] = (
            file => file.Node(
                "Unsqueeze",
                [file.Node("Mul", [file.Scalar("one", 3), file.Scalar("by", 4)], "p"), file.Constant("z", 0)],
                "l"),
            [12]),
        ["one alone with a list"] = (file => file.Node("Mul", [file.Scalar("by", 3), "pair"], "l"), [6, 9]),
        ["one with a list"] = (file => file.Node("Sub", [file.Constant("from", 9), "pair"], "l"), [7, 6]),
        ["a sum"] = (file => file.Node("Add", ["pair", "pair"], "l"), [4, 6]),
        ["equal or not"] = (file => file.Node("Equal", ["pair", file.Constant("to", 2)], "l"), [1, 0]),
        ["dimensions of floats"] = (file => file.Node("Shape", ["table"], "l"), [4, 4]),
        ["dimensions of a list"] = (file => file.Node("Shape", ["pair"], "l"), [2]),
        ["dimensions of one integer"] = (
            file => file.Node(
                "Concat", [file.Node("Shape", [file.Scalar("one", 7)], "none"), "pair"], "l", Attribute("axis", 0)),
            [2, 3]),
        ["dimensions from the second on"] = (
            file => file.Node("Shape", ["x"], "l", Attribute("start", -1)), [2]),
        ["dimensions up to one before the first"] = (
            file => file.Node(
                "Concat",
                [file.Node("Shape", ["x"], "none", Attribute("start", 2), Attribute("end", 1)), "pair"],
                "l",
                Attribute("axis", 0)),
            [2, 3]),
        ["dimensions of size 1"] = (
            file => file.Node("Shape", [file.Node("Unsqueeze", ["x", file.Constant("a", 0)], "u")], "l",
                Attribute("end", 1)),
            [1]),
        ["one integer often"] = (
            file => file.Node(
                "ConstantOfShape", [file.Constant("often", 3)], "l", Tensor("value", Value("", [6L], 1))),
            [6, 6, 6]),
        ["chosen"] = (
            file => file.Node(
                "Where",
                [file.Node("Equal", ["pair", file.Constant("t", 2)], "c"), Five(file, 8, 9), "pair"],
                "l"),
            [8, 3]),
        ["by indices from the end"] = (
            file => file.Node("Gather", [Five(file), file.Constant("i", -1, 0)], "l"), [5, 1]),
        ["an integer of an attribute"] = (
            file => file.Node(
                "Unsqueeze", [file.Node("Constant", [], "c", Attribute("value_int", 5)), file.Constant("z", 0)], "l"),
            [5]),
        ["integers of an attribute"] = (
            file => file.Node("Constant", [], "l", Integers("value_ints", 5, 6)), [5, 6]),
        ["integers of an attribute in one field"] = (
            file => file.Node("Constant", [], "l", new MessageWriter().Text(1, "value_ints").Text(8, "\u0005\u0006")
                .Integer(20, 7)),
            [5, 6]),
        ["integers of 4 bytes"] = (
            file => file.Node("Constant", [], "l", Tensor(
                "value", Dimensions(2).Integer(2, 6).Text(9, "\u0005\0\0\0\u0006\0\0\0"))),
            [5, 6]),
        ["integers of variable length"] = (
            file => file.Node(
                "Constant", [], "l", Tensor("value", Dimensions(2).Integer(2, 7).Text(7, "\u0005\u0006"))),
            [5, 6]),
        ["short integers of variable length"] = (
            file => file.Node(
                "Constant", [], "l", Tensor("value", Dimensions(2).Integer(2, 6).Text(5, "\u0005\u0006"))),
            [5, 6]),
        ["truth values"] = (
            file => file.Node("Constant", [], "l", Tensor("value", Dimensions(2).Integer(2, 9).Text(9, "\u0001\0"))),
            [1, 0]),
        ["dimensions in one field"] = (
            file => file.Node("Constant", [], "l", Tensor(
                "value", new MessageWriter().Text(1, "\u0002").Integer(2, 9).Text(9, "\u0001\u0001"))),
            [1, 1]),
        ["a dimension is equal to itself"] = (
            file => file.Node("Equal", [Sizes(file), "sizes"], "l"), [1, 1]),
        ["a dimension is not negative"] = (
            file => file.Node("Equal", [Sizes(file), file.Constant("minus", -1)], "l"), [0, 0]),
        ["a negative one is no dimension"] = (
            file => file.Node("Equal", [file.Constant("minus", -1), Sizes(file)], "l"), [0, 0]),
    };

    private static Dictionary<string, (Func<OnnxBytes, string> Add, string Problem)> Refusals { get; } = new()
    {
        ["two as one"] = (file => file.Node("Squeeze", ["pair"], "l"), "(Squeeze)"),
        ["a list in a list"] = (file => file.Node("Unsqueeze", ["pair", file.Constant("z", 0)], "l"), "(Unsqueeze)"),
        ["two by the shape of one"] = (
            file => file.Node("Reshape", ["pair", file.Constant("none")], "l"), "a list of as many integers"),
        ["another length"] = (
            file => file.Node("Reshape", ["pair", file.Constant("s", 3)], "l"), "a list of as many integers"),
        ["a table of integers"] = (
            file => file.Node("Reshape", ["pair", file.Constant("s", 1, 2)], "l"), "a list of as many integers"),
        ["no shape"] = (file => file.Node("Reshape", ["pair"], "l"), "a list of as many integers"),
        ["a cut of one"] = (
            file => file.Node("Slice", [file.Scalar("one", 1), file.Constant("s", 0), file.Constant("e", 1)], "l"),
            "one start and one end"),
        ["a cut without a start"] = (file => file.Node("Slice", ["pair"], "l"), "one start and one end"),
        ["a cut without an end"] = (
            file => file.Node("Slice", ["pair", file.Constant("s", 0)], "l"), "one start and one end"),
        ["a cut of two starts"] = (
            file => file.Node("Slice", ["pair", file.Constant("s", 0, 0), file.Constant("e", 1)], "l"),
            "one start and one end"),
        ["a cut of two ends"] = (
            file => file.Node("Slice", ["pair", file.Constant("s", 0), file.Constant("e", 1, 1)], "l"),
            "one start and one end"),
        ["a cut of another dimension"] = (
            file => file.Node(
                "Slice", ["pair", file.Constant("s", 0), file.Constant("e", 1), file.Constant("a", 1)], "l"),
            "one start and one end"),
        ["a cut of two dimensions"] = (
            file => file.Node(
                "Slice", ["pair", file.Constant("s", 0), file.Constant("e", 1), file.Constant("a", 0, 0)], "l"),
            "one start and one end"),
        ["every second"] = (
            file => file.Node(
                "Slice",
                ["pair", file.Constant("s", 0), file.Constant("e", 1), file.Constant("a", 0), file.Constant("o", 2)],
                "l"),
            "one start and one end"),
        ["steps of two dimensions"] = (
            file => file.Node(
                "Slice",
                ["pair", file.Constant("s", 0), file.Constant("e", 1), file.Constant("a", 0), file.Constant("o", 1, 1)],
                "l"),
            "one start and one end"),
        ["two beside three"] = (
            file => file.Node("Mul", ["pair", file.Constant("by", 1, 2, 3)], "l"), "lists of one length"),
        ["integers and floats"] = (file => file.Node("Mul", ["pair", "table"], "l"), "its input 1 is of another kind"),
        ["one of one"] = (
            file => file.Node("Gather", [file.Scalar("one", 1), file.Constant("i", 0)], "l"), "indices below 1"),
        ["an index beyond the last"] = (
            file => file.Node("Gather", ["pair", file.Constant("i", 2)], "l"), "indices below 2"),
        ["an index before the first"] = (
            file => file.Node("Gather", ["pair", file.Constant("i", -3)], "l"), "indices below 2"),
        ["an index that a call chooses"] = (
            file => file.Node("Gather", ["pair", Sizes(file)], "l"), "indices below 2"),
        ["one joined with a list"] = (
            file => file.Node("Concat", ["pair", file.Scalar("one", 1)], "l"), "lists of up to 64 integers"),
        ["dimensions of what is repeated"] = (
            file => file.Node("Shape", [file.Node("ConstantOfShape", ["pair"], "r")], "l"), "data or constants"),
        ["two values repeated"] = (
            file => file.Node("ConstantOfShape", ["pair"], "l", Tensor("value", Value("", [1L, 2], 2))),
            "a list of up to 64 integers"),
        ["a table filled"] = (
            file => file.Node("ConstantOfShape", ["pair"], "l", Tensor("value", Value("", [1L], 1))),
            "a list of up to 64 integers"),
        ["one filled"] = (
            file => file.Node("ConstantOfShape", [file.Scalar("s", 1)], "l", Tensor("value", Value("", [1L], 1))),
            "found ConstantOfShape of integers 1"),
        ["fewer than none"] = (
            file => file.Node("ConstantOfShape", [file.Constant("s", -1)], "l", Tensor("value", Value("", [1L], 1))),
            "a list of up to 64 integers"),
        ["as many as a call chooses"] = (
            file => file.Node(
                "ConstantOfShape",
                [file.Node("Shape", ["words"], "s", Attribute("end", 1))],
                "l",
                Tensor("value", Value("", [1L], 1))),
            "a list of up to 64 integers"),
        ["floats repeated twice"] = (
            file => file.Node("ConstantOfShape", ["pair"], "l", Tensor("value", Value("", [1f, 2], 2))), "one value"),
        ["a double repeated that is beyond floats"] = (
            file => file.Node("ConstantOfShape", ["pair"], "l", Tensor("value", Doubles(1e300))),
            "a double is beyond the range of floats at place 0"),
        ["equal or not, as a call chooses"] = (
            file => file.Node("Gather", ["pair", file.Node("Equal", [Sizes(file), "pair"], "e")], "l"),
            "found Gather of integers [2, 3] and integers [?, ?]"),
        ["two dimensions of a call"] = (
            file =>
            {
                var turned = file.Node("Gather", [Sizes(file), file.Constant("i", 1, 0)], "turned");
                return file.Node("Gather", ["pair", file.Node("Equal", ["sizes", turned], "e")], "l");
            },
            "integers [?, ?]"),
        ["a dimension of a call or a size"] = (
            file => file.Node("Gather", ["pair", file.Node("Equal", ["pair", Sizes(file)], "e")], "l"),
            "integers [?, ?]"),
        ["a product with what a call chooses"] = (
            file => file.Node("Gather", ["pair", file.Node("Mul", [Sizes(file), "pair"], "p")], "l"),
            "integers [?, ?]"),
        ["a product with what a call chooses, turned"] = (
            file => file.Node("Gather", ["pair", file.Node("Mul", ["pair", Sizes(file)], "p")], "l"),
            "integers [?, ?]"),
        ["chosen by a call"] = (
            file => file.Node("Gather", ["pair", file.Node("Where", [Sizes(file), "pair", "pair"], "w")], "l"),
            "integers [?, ?]"),
        ["a joined dimension of a call"] = (
            file => file.Node(
                "Gather",
                [
                    "pair",
                    file.Node("Shape", [file.Node("Reshape", ["x", file.Constant("s", -1, 2)], "flat")], "s.flat"),
                ],
                "l"),
            "integers [?, 2]"),
        ["65 integers"] = (file => file.Constant("l", new long[65]), "a table of integers"),
        ["65 integers of an attribute"] = (
            file => file.Node("Constant", [], "l", Integers("value_ints", new long[65])), "value_int or value_ints"),
        ["rows of integers"] = (
            file => file.Node("Constant", [], "l", Tensor("value", Value("", [1L, 2], 1, 2))), "found Int64 [1, 2]"),
        ["a constant of a text"] = (
            file => file.Node("Constant", [], "l", TextAttribute("value_string", "one")), "value_int or value_ints"),
        ["a constant without a value"] = (file => file.Node("Constant", [], "l"), "expected one attribute, found 0"),
        ["a constant of two values"] = (
            file => file.Node("Constant", [], "l", Attribute("value_int", 1), Attribute("value_int", 1)),
            "expected one attribute, found 2"),
        ["a name of one kind and a value of another"] = (
            file => file.Node("Constant", [], "l", TextAttribute("value_int", "1")), "value_int or value_ints"),
        ["a tensor of another kind"] = (
            file => file.Node("Constant", [], "l", Attribute("value", 1)), "value_int or value_ints"),
        ["a list of another kind"] = (
            file => file.Node("Constant", [], "l", Attribute("value_ints", 1)), "value_int or value_ints"),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void Integers_are_computed(string name)
    {
        var (add, expected) = Lists[name];
        var file = Begin();
        var list = add(file);

        // The bias is each integer and then how many they are, as floats that are looked up in a table.
        string[] parts =
        [
            .. expected.Select((_, i) => file.Node("Gather", [list, file.Constant($"place {i}", i)], $"item {i}")),
            file.Node("Shape", [list], "length"),
            .. Enumerable.Range(expected.Length, 3 - expected.Length).Select(i => file.Constant($"rest {i}", 0)),
        ];
        string[] floats = [.. parts.Select(part => file.Node("Gather", ["ramp", part], $"float {part}"))];
        var bias = file.Node("Concat", floats, "found", Attribute("axis", 0));
        file.Output(file.Node("Add", [SmallGraph.Products(file), bias], "logits"));

        var model = OnnxModel.Load(_folder.Write("model.onnx", file.ToBytes()));

        long[] padded = [.. expected, expected.Length, .. new long[3 - expected.Length]];
        Assert.Equal(padded, Array.ConvertAll(model.ExportParameters().OutputBias.ToArray(), value => (long)value));
    }

    [Theory, MemberData(nameof(RefusedNames))]
    public void Integers_that_cannot_be_are_refused_by_their_node(string name)
    {
        var (add, problem) = Refusals[name];
        var file = Begin();
        file.Output(file.Node("Reshape", ["ramp", add(file)], "output"));
        var path = _folder.Write("model.onnx", file.ToBytes());

        SmallGraph.AssertRefused(path, problem);
    }

    private static OnnxBytes Begin()
    {
        var file = SmallGraph.Begin();
        file.Initializer("ramp", [.. Enumerable.Range(0, 16).Select(i => (float)i)], 16);
        file.Initializer("table", new float[16], 4, 4);
        file.Constant("pair", 2, 3);
        return file;
    }

    /// <summary>[1, 2, 3, 4, 5], or other integers.</summary>
    private static string Five(OnnxBytes file, params long[] values) =>
        file.Constant("five", values.Length > 0 ? values : [1, 2, 3, 4, 5]);

    /// <summary>Both dimensions of the words, which each call chooses.</summary>
    private static string Sizes(OnnxBytes file) => file.Node("Shape", ["words"], "sizes");
}
