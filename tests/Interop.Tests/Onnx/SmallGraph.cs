using FastElman.Interop.Onnx.Format;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>
/// A network of two units as PyTorch writes it, step by step: what a test puts between is the whole difference.
/// </summary>
internal static class SmallGraph
{
    /// <summary>Word indices, embeddings x [sequence, batch, 2], and tensors for what may follow.</summary>
    /// <param name="dimensions">Of the words; 0 is one that each call chooses.</param>
    public static OnnxBytes Begin(params long[] dimensions)
    {
        var file = new OnnxBytes().Input("words", dimensions.Length == 0 ? [0, 0] : dimensions);
        file.Initializer("embedding", new float[6], 3, 2);
        file.Initializer("W", new float[4], 1, 2, 2);
        file.Initializer("R", new float[4], 1, 2, 2);
        file.Initializer("W3", new float[6], 1, 2, 3);
        file.Initializer("linear", new float[8], 2, 4);
        file.Initializer("bias", new float[4], 4);
        file.Node("Gather", ["embedding", "words"], "x");
        return file;
    }

    /// <summary>The operator RNN: y [sequence, 1, batch, 2].</summary>
    public static string Rnn(OnnxBytes file, params MessageWriter[] attributes) =>
        file.Node("RNN", ["x", "W", "R"], "y", attributes);

    /// <summary>Hidden states [sequence, batch, 2].</summary>
    public static string Hidden(OnnxBytes file)
    {
        Rnn(file);
        return file.Node("Squeeze", ["y", file.Constant("axis", 1)], "hidden");
    }

    /// <summary>Hidden states times weights [sequence, batch, 4].</summary>
    public static string Products(OnnxBytes file) => file.Node("MatMul", [Hidden(file), "linear"], "products");

    /// <summary>The same with what follows.</summary>
    public static OnnxBytes With(Action<OnnxBytes> add, params long[] dimensions)
    {
        var file = Begin(dimensions);
        add(file);
        return file;
    }

    /// <summary>The network with an initial state, up to its products.</summary>
    public static string State(OnnxBytes file, string state, string lengths = "")
    {
        file.Node("RNN", ["x", "W", "R", "", lengths, state], "y");
        file.Node("Squeeze", ["y", file.Constant("axis", 1)], "hidden");
        return file.Node("MatMul", ["hidden", "linear"], "products");
    }

    /// <summary>Requires that a file is refused by its name, with a problem.</summary>
    public static void AssertRefused(string path, string problem)
    {
        var error = Assert.Throws<ModelFormatException>(() => OnnxModel.Load(path));

        Assert.StartsWith($"{path}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    public static string Expand(OnnxBytes file, string value, params long[] shape) =>
        file.Node("Expand", [value, file.Constant("shape", shape)], "expanded");

    /// <summary>Gemm of all words in one dimension, which are hidden.flat.</summary>
    public static string Gemm(OnnxBytes file, string[] inputs, params MessageWriter[] attributes)
    {
        file.Node("Reshape", [Hidden(file), file.Constant("flat", -1, 2)], "hidden.flat");
        return file.Node("Gemm", inputs, "products", attributes);
    }
}
