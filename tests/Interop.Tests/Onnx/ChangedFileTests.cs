using FastElman.Fixtures;
using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>Files that were written here and changed afterwards: the model would not compute what they do.</summary>
public sealed class ChangedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Changes.Keys];

    private static Dictionary<string, (Action<OnnxDocument> Change, string Problem)> Changes { get; } = new()
    {
        ["operator"] = (file => Replace(file, "Tanh", node => node with { Operator = "Sigmoid" }),
            "node \"state.0\" (Sigmoid): it has another operator (expected Tanh, found Sigmoid)"),
        ["inputs"] = (file => Replace(file, "Tanh", node => node with { Inputs = ["words"] }), "another inputs"),
        ["outputs"] = (file => Replace(file, "Tanh", node => node with { Outputs = ["x"] }), "another outputs"),
        ["attributes"] = (file => Replace(file, "ArgMax", node => node with { Attributes = [] }), "another attributes"),
        ["value of an attribute"] = (
            file => Replace(file, "Softmax", node => node with { Attributes = [OnnxAttribute.Of("axis", 1)] }),
            "another attributes"),
        ["name of an attribute"] = (
            file => Replace(file, "Softmax", node => node with { Attributes = [OnnxAttribute.Of("axes", -1)] }),
            "another attributes (expected axis, found axes)"),
        ["kind of an attribute"] = (
            file => Replace(file, "Softmax", node => node with { Attributes = [OnnxAttribute.Of("axis", "-1")] }),
            "another attributes"),
        ["node less"] = (file => file.Graph.Nodes.RemoveAt(file.Graph.Nodes.Count - 1), "more or fewer nodes"),
        ["input more"] = (file => file.Graph.Inputs.Add(file.Graph.Inputs[0]), "more or fewer inputs"),
        ["output of another type"] = (
            file => file.Graph.Outputs[0] = file.Graph.Outputs[0] with { Type = OnnxElementType.Double },
            "another output"),
        ["output without dimensions"] = (
            file => file.Graph.Outputs[0] = file.Graph.Outputs[0] with { Dimensions = null }, "another output"),
        ["tensor more"] = (
            file => file.Graph.Initializers.Add(OnnxTensor.Of("more", [1f], 1)), "more or fewer tensors"),
        ["tensor twice"] = (file => file.Graph.Initializers.Add(file.Graph.Initializers[0]), "two of this name"),
        ["tensor less"] = (
            file => file.Graph.Initializers.RemoveAll(tensor => tensor.Name == "bh"), "tensor bh: it is missing"),
        ["constant less"] = (
            file => file.Graph.Initializers[Place(file, "pads")] = OnnxTensor.Of("pats", [1L], 1),
            "tensor pads: it is missing"),
        ["constant"] = (
            file => file.Graph.Initializers[Place(file, "pads")] = OnnxTensor.Of("pads", [9L, 0, 1, 0], 4),
            "tensor pads: its values"),
        ["dimensions of a constant"] = (
            file => file.Graph.Initializers[Place(file, "pads")] = OnnxTensor.Of("pads", [1L, 0, 1, 0], 2, 2),
            "tensor pads: it has other dimensions"),
        ["parameter"] = (
            file => file.Graph.Initializers[Place(file, "bh")] = OnnxTensor.Of("bh", new float[7], 7),
            "CRC-32C differs"),
        ["size of a parameter"] = (
            file => file.Graph.Initializers[Place(file, "bh")] = OnnxTensor.Of("bh", new float[8], 8), "tensor bh"),
        ["rank of a parameter"] = (
            file => file.Graph.Initializers[Place(file, "wx")] = OnnxTensor.Of("wx", new float[84], 84),
            "not a matrix"),
        ["integers in the place of a parameter"] = (
            file => file.Graph.Initializers[Place(file, "bh")] = OnnxTensor.Of("bh", new long[7], 7),
            "expected 7 floats, found Int64 [7]"),
        ["part of an embedding"] = (
            file => file.Graph.Initializers[Place(file, "wx")] = OnnxTensor.Of("wx", new float[98], 14, 7),
            "odd multiple"),
        ["window"] = (
            file => file.Graph.Initializers[Place(file, "wx")] = OnnxTensor.Of("wx", new float[56], 8, 7),
            "odd multiple"),
        ["no form"] = (file => file.Metadata.Remove("fastelman.onnx.form"), "lacks fastelman.onnx.form"),
        ["another form"] = (file => file.Metadata["fastelman.onnx.form"] = "scan", "expected rnn, unrolled, step"),
        ["form that it is not"] = (file => file.Metadata["fastelman.onnx.form"] = "step", "is not the one"),
        ["no length"] = (file => file.Metadata.Remove("fastelman.onnx.sentence_length"), "sentence_length"),
        ["length 0"] = (file => file.Metadata["fastelman.onnx.sentence_length"] = "0", "found 0"),
        ["another length"] = (file => file.Metadata["fastelman.onnx.sentence_length"] = "2", "is not the one"),
        ["huge length"] = (file => file.Metadata["fastelman.onnx.sentence_length"] = "4000000000", "1 to 4096"),
        ["length beyond all"] = (file => file.Metadata["fastelman.onnx.sentence_length"] = "5000", "1 to 4096"),
        ["length without nodes"] = (file => file.Metadata["fastelman.onnx.sentence_length"] = "4000", "1 to 4096"),
        ["no checksum"] = (file => file.Metadata.Remove("fastelman.crc32c"), "crc32c"),
        ["network without this form"] = (
            file =>
            {
                file.Metadata["fastelman.onnx.form"] = "rnn";
                file.Metadata["fastelman.config"] =
                    file.Metadata["fastelman.config"].Replace("elman", "jordan", StringComparison.Ordinal);
            },
            "RNN hands on"),
        ["words"] = (
            file => file.Metadata["fastelman.vocabulary"] =
                file.Metadata["fastelman.vocabulary"].Replace("worda", "wordz", StringComparison.Ordinal),
            "fingerprint differs"),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names))]
    public void A_changed_file_is_refused_by_what_is_changed(string name)
    {
        var (change, problem) = Changes[name];

        AssertRefused(
            NetworkKind.Elman, new OnnxExportOptions { Form = OnnxForm.Unrolled, SentenceLength = 3 }, change, problem);
    }

    [Fact]
    public void A_changed_layer_of_the_operator_RNN_is_refused()
    {
        AssertRefused(
            NetworkKind.Bidirectional, new(), file => Set(file, "direction", "reverse"), "another attributes");
        AssertRefused(
            NetworkKind.Bidirectional,
            new(),
            file => Replace(file, "RNN", node => node with
            {
                Attributes =
                [
                    .. node.Attributes.Where(each => each.Name != "activations"),
                    OnnxAttribute.Of("activations", (string[])["Tanh", "Relu"]),
                ],
            }),
            "another attributes");
        AssertRefused(
            NetworkKind.Bidirectional,
            new(),
            file => Replace(
                file, "Transpose", node => node with { Attributes = [OnnxAttribute.Of("perm", 0, 1, 2, 3)] }),
            "another attributes");
        AssertRefused(
            NetworkKind.Elman,
            new(),
            file => file.Graph.Initializers[Place(file, "W")] = OnnxTensor.Of("W", new float[84], 7, 12),
            "expected [directions, hidden, inputs], found [7, 12]");
    }

    [Fact]
    public void Tensors_and_attributes_may_stand_in_another_order()
    {
        var model = OnnxModels.Of(NetworkKind.Elman, HiddenActivation.Tanh, hasTransitions: false);
        var path = _folder.File("model.onnx");
        OnnxModel.Save(model, path);
        var document = DocumentReader.Read(File.ReadAllBytes(path), path);
        document.Graph.Initializers.Reverse();
        Replace(document, "RNN", node => node with { Attributes = [.. node.Attributes.Reverse()] });
        using var stream = new MemoryStream();
        DocumentWriter.Compose(document).WriteTo(stream);

        Assert.Equal(model.Fingerprint, OnnxModel.Load(_folder.Write("other.onnx", stream.ToArray())).Fingerprint);
    }

    private void AssertRefused(
        NetworkKind kind, OnnxExportOptions options, Action<OnnxDocument> change, string problem)
    {
        var path = _folder.File("model.onnx");
        OnnxModel.Save(OnnxModels.Of(kind, HiddenActivation.Tanh, hasTransitions: false), path, options);
        var document = DocumentReader.Read(File.ReadAllBytes(path), path);
        change(document);
        using var stream = new MemoryStream();
        DocumentWriter.Compose(document).WriteTo(stream);
        var changed = _folder.Write("changed.onnx", stream.ToArray());

        var error = Assert.Throws<ModelFormatException>(() => OnnxModel.Load(changed));

        Assert.StartsWith($"{changed}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Another text for an attribute of the operator RNN.</summary>
    private static void Set(OnnxDocument file, string attribute, string value) => Replace(
        file,
        "RNN",
        node => node with
        {
            Attributes =
            [
                .. node.Attributes.Where(each => each.Name != attribute),
                OnnxAttribute.Of(attribute, value),
            ],
        });

    private static int Place(OnnxDocument file, string tensor) =>
        file.Graph.Initializers.FindIndex(each => each.Name == tensor);

    private static void Replace(OnnxDocument file, string @operator, Func<OnnxNode, OnnxNode> change)
    {
        var place = file.Graph.Nodes.FindIndex(node => node.Operator == @operator);
        file.Graph.Nodes[place] = change(file.Graph.Nodes[place]);
    }
}
