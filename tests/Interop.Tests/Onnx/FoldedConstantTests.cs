using FastElman.Fixtures;
using static FastElman.Interop.Tests.Onnx.OnnxBytes;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Weights that a graph turns, cuts or joins before use have the values that ONNX says.</summary>
public sealed class FoldedConstantTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Biases.Keys];

    /// <summary>
    /// What becomes the output bias. There are ramp [16] of 0 to 15, row [1, 4] of 1 to 4 and square [2, 2] of these.
    /// </summary>
    private static Dictionary<string, (Func<OnnxBytes, string> Add, float[] Expected)> Biases { get; } = new()
    {
        ["all dimensions of size 1 taken out"] = (file => file.Node("Squeeze", ["row"], "b"), [1, 2, 3, 4]),
        ["a dimension taken out by an attribute"] = (
            file => file.Node("Squeeze", ["row"], "b", Integers("axes", -2)), [1, 2, 3, 4]),
        ["turned without an order"] = (
            file => file.Node("Reshape", [file.Node("Transpose", ["square"], "t"), file.Constant("s", 4)], "b"),
            [1, 3, 2, 4]),
        ["turned by an order that changes nothing"] = (
            file => file.Node(
                "Reshape",
                [file.Node("Transpose", ["square"], "t", Integers("perm", 0, 1)), file.Constant("s", -1)],
                "b"),
            [1, 2, 3, 4]),
        ["one dimension left open"] = (
            file => file.Node("Squeeze", [file.Node("Reshape", ["square", file.Constant("s", 1, -1)], "r")], "b"),
            [1, 2, 3, 4]),
        ["a dimension kept"] = (
            file => file.Node(
                "Reshape", [file.Node("Transpose", ["row"], "t"), file.Constant("s", 0)], "b"), [1, 2, 3, 4]),
        ["a shape where 0 would be 0"] = (
            file => file.Node("Reshape", ["square", file.Constant("s", 4)], "b", Attribute("allowzero", 1)),
            [1, 2, 3, 4]),
        ["joined with nothing"] = (
            file =>
            {
                var none = file.Node("Slice", ["ramp", file.Constant("5", 5), file.Constant("2", 2)], "none");
                var nothing = file.Node("Concat", [none, none], "nothing", Attribute("axis", 0));
                string[] shape = [nothing, file.Constant("s", 0, 4)];
                var rows = file.Node("Reshape", shape, "rows", Attribute("allowzero", 1));
                return file.Node("Squeeze", [file.Node("Concat", [rows, "row"], "all", Attribute("axis", 0))], "b");
            },
            [1, 2, 3, 4]),
        ["cut"] = (
            file => file.Node("Slice", ["ramp", file.Constant("s", 1), file.Constant("e", 5)], "b"), [1, 2, 3, 4]),
        ["cut from the end, beyond it"] = (
            file => file.Node("Slice", ["ramp", file.Constant("s", -4), file.Constant("e", 99)], "b"),
            [12, 13, 14, 15]),
        ["cut by all inputs"] = (
            file => file.Node(
                "Slice",
                ["ramp", file.Constant("s", -6), file.Constant("e", -2), file.Constant("a", 0), file.Constant("o", 1)],
                "b"),
            [10, 11, 12, 13]),
        ["cut by attributes"] = (
            file => file.Node("Slice", ["ramp"], "b", Integers("starts", 2), Integers("ends", 6)), [2, 3, 4, 5]),
        ["cut in two dimensions"] = (
            file =>
            {
                var table = file.Node("Reshape", ["ramp", file.Constant("s", 4, 4)], "table");
                var part = file.Node(
                    "Slice", [table, file.Constant("from", 1, 2), file.Constant("to", 3, 4)], "part");
                return file.Node("Reshape", [part, file.Constant("flat", -1)], "b");
            },
            [6, 7, 10, 11]),
        ["a row"] = (
            file => file.Node(
                "Gather",
                [file.Node("Reshape", ["ramp", file.Constant("s", 4, 4)], "t"), file.Scalar("i", -1)],
                "b"),
            [12, 13, 14, 15]),
        ["a list of one column"] = (
            file => file.Node(
                "Squeeze",
                [
                    file.Node(
                        "Gather",
                        [file.Node("Reshape", ["ramp", file.Constant("s", 4, 4)], "t"), file.Constant("i", 2)],
                        "column",
                        Attribute("axis", 1)),
                ],
                "b"),
            [2, 6, 10, 14]),
        ["a sum"] = (
            file => file.Node("Add", [file.Node("Squeeze", ["row"], "r"), "r"], "b"), [2, 4, 6, 8]),
        ["the same"] = (
            file => file.Node("Identity", [file.Node("Squeeze", ["row"], "r")], "b"), [1, 2, 3, 4]),
        ["a float of a float"] = (
            file => file.Node("Cast", [file.Node("Squeeze", ["row"], "r")], "b", Attribute("to", 1)), [1, 2, 3, 4]),
        ["a double of a float"] = (
            file => file.Node("Cast", [file.Node("Squeeze", ["row"], "r")], "b", Attribute("to", 11)), [1, 2, 3, 4]),
        ["doubles"] = (
            file => file.Node("Constant", [], "b", Tensor("value", Doubles(0.5, -2, 1e-3, double.MaxValue / 1e308))),
            [0.5f, -2, 1e-3f, (float)(double.MaxValue / 1e308)]),
    };

    private static Dictionary<string, (Func<OnnxBytes, string> Add, string Problem)> Refusals { get; } = new()
    {
        ["a dimension of another size taken out"] = (
            file => file.Node("Squeeze", ["row"], "b", Integers("axes", 1)), "dimensions of size 1"),
        ["a dimension put in nowhere"] = (file => file.Node("Unsqueeze", ["row"], "b"), "its axes are missing"),
        ["a dimension put in twice"] = (
            file => file.Node("Unsqueeze", ["row", file.Constant("a", 0, 0)], "b"), "names a dimension twice"),
        ["a dimension before the first"] = (
            file => file.Node("Squeeze", ["row", file.Constant("a", -3)], "b"), "expected -2 to 1, found -3"),
        ["a dimension after the last"] = (
            file => file.Node("Squeeze", ["row", file.Constant("a", 2)], "b"), "expected -2 to 1, found 2"),
        ["an order with a dimension twice"] = (
            file => file.Node("Transpose", ["square"], "b", Integers("perm", 0, 0)), "each of 0 to 1 once"),
        ["an order of fewer dimensions"] = (
            file => file.Node("Transpose", ["square"], "b", Integers("perm", 0)), "each of 0 to 1 once"),
        ["no shape"] = (file => file.Node("Reshape", ["row"], "b"), "its shape is missing"),
        ["two dimensions left open"] = (
            file => file.Node("Reshape", ["row", file.Constant("s", -1, -1)], "b"), "a shape of 4 values"),
        ["an open dimension that does not come out"] = (
            file => file.Node("Reshape", ["row", file.Constant("s", -1, 3)], "b"), "a shape of 4 values"),
        ["an open dimension of nothing"] = (
            file => file.Node("Reshape", ["row", file.Constant("s", 0, -1)], "b", Attribute("allowzero", 1)),
            "a shape of 4 values"),
        ["a dimension kept that is not there"] = (
            file => file.Node("Reshape", ["row", file.Constant("s", 1, 4, 0)], "b"), "a shape of 4 values"),
        ["too large a shape"] = (
            file => file.Node("Reshape", ["row", file.Constant("s", 5)], "b"), "a shape of 4 values"),
        ["negative sizes"] = (
            file => file.Node("Reshape", ["row", file.Constant("s", -2, -4)], "b"), "a shape of 4 values"),
        ["huge sizes of nothing"] = (
            file =>
            {
                string[] shape = [file.Initializer("none", [], 0), file.Constant("s", 0, 1L << 62)];
                var wide = file.Node("Reshape", shape, "wide");
                return file.Node("Concat", [wide, wide], "b", Attribute("axis", 1));
            },
            "a shape of 0 values"),
        ["joined where two dimensions differ"] = (
            file => file.Node("Concat", ["square", "row"], "b", Attribute("axis", 0)), "differ in one dimension"),
        ["joined with one of fewer dimensions"] = (
            file => file.Node("Concat", ["row", "ramp"], "b", Attribute("axis", 1)), "differ in one dimension"),
        ["joined with integers"] = (
            file => file.Node("Concat", ["row", file.Constant("s", 4)], "b"), "its input 1 is of another kind"),
        ["joined with what is left out"] = (file => file.Node("Concat", ["row", ""], "b"), "input 1 is missing"),
        ["nothing joined"] = (file => file.Node("Concat", [], "b"), "input 0 is missing"),
        ["a cut without a start"] = (file => file.Node("Slice", ["ramp"], "b"), "its starts are missing"),
        ["a cut without an end"] = (
            file => file.Node("Slice", ["ramp", file.Constant("s", 0)], "b"), "its ends are missing"),
        ["a cut of fewer ends than starts"] = (
            file => file.Node("Slice", ["square", file.Constant("s", 0, 0), file.Constant("e", 1)], "b"),
            "a start and an end for each dimension"),
        ["a cut of more dimensions than starts"] = (
            file => file.Node(
                "Slice", ["square", file.Constant("s", 0), file.Constant("e", 1), file.Constant("a", 0, 1)], "b"),
            "a start and an end for each dimension"),
        ["every second value"] = (
            file => file.Node(
                "Slice",
                ["ramp", file.Constant("s", 0), file.Constant("e", 8), file.Constant("a", 0), file.Constant("o", 2)],
                "b"),
            "steps of 1"),
        ["two rows"] = (file => file.Node("Gather", ["ramp", file.Constant("i", 0, 1)], "b"), "one index below 16"),
        ["a row beyond the last"] = (
            file => file.Node("Gather", ["ramp", file.Constant("i", 16)], "b"), "one index below 16"),
        ["a row before the first"] = (
            file => file.Node("Gather", ["ramp", file.Constant("i", -17)], "b"), "one index below 16"),
        ["a row that a call chooses"] = (
            file =>
            {
                var size = file.Node("Shape", ["words"], "size");
                return file.Node("Gather", ["ramp", file.Node("Gather", [size, file.Constant("0", 0)], "i")], "b");
            },
            "one index below 16"),
        ["a row without an index"] = (file => file.Node("Gather", ["ramp"], "b"), "input 1 is missing"),
        ["a sum of two shapes"] = (file => file.Node("Add", ["ramp", "row"], "b"), "of the same dimensions"),
        ["integers of floats"] = (file => file.Node("Cast", ["ramp"], "b", Attribute("to", 7)), "(Cast)"),
        ["an attribute of another kind"] = (
            file => file.Node("Cast", ["ramp"], "b", TextAttribute("to", "float")), "attribute to is no integer"),
        ["axes of another kind"] = (
            file => file.Node("Squeeze", ["row"], "b", Attribute("axes", 0)), "no list of a few integers"),
        ["axes without end"] = (
            file => file.Node("Squeeze", ["row"], "b", Integers("axes", new long[65])), "no list of a few integers"),
        ["axes that are floats"] = (
            file => file.Node("Squeeze", ["row", "ramp"], "b"), "its axes are not known"),
        ["axes that a call chooses"] = (
            file => file.Node("Squeeze", ["row", file.Node("Shape", ["words"], "size")], "b"),
            "found integers [dimension 0 of \"words\", dimension 1 of \"words\"]"),
        ["a double beyond floats"] = (
            file => file.Node("Constant", [], "b", Tensor("value", Doubles(1, 1e300, 1, 1))),
            "a double is beyond the range of floats at place 1"),
        ["an infinite double"] = (
            file => file.Node("Constant", [], "b", Tensor("value", Doubles(1, double.PositiveInfinity, 1, 1))),
            "not finite"),
    };

    public static TheoryData<string> RefusedNames => [.. Refusals.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void A_constant_is_computed(string name)
    {
        var (add, expected) = Biases[name];

        Assert.Equal(expected, OnnxModel.Load(Write(add)).ExportParameters().OutputBias.ToArray());
    }

    [Theory, MemberData(nameof(RefusedNames))]
    public void A_constant_that_cannot_be_is_refused_by_its_node(string name)
    {
        var (add, problem) = Refusals[name];
        var path = Write(add);

        SmallGraph.AssertRefused(path, problem);
    }

    private string Write(Func<OnnxBytes, string> add)
    {
        var file = SmallGraph.Begin();
        file.Initializer("ramp", [.. Enumerable.Range(0, 16).Select(i => (float)i)], 16);
        file.Initializer("row", [1, 2, 3, 4], 1, 4);
        file.Initializer("square", [1, 2, 3, 4], 2, 2);
        var bias = add(file);
        file.Output(file.Node("Add", [SmallGraph.Products(file), bias], "logits"));
        return _folder.Write("model.onnx", file.ToBytes());
    }
}
