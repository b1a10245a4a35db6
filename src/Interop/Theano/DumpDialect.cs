namespace FastElman.Interop.Theano;

/// <summary>Whose names the files of a dump have.</summary>
internal enum DumpDialect
{
    /// <summary>The tutorial's <c>rnnslu.py</c>: embeddings, wx, wh, w, bh, b, h0.</summary>
    Rnnslu,

    /// <summary>Its forerunner <c>is13</c>: embeddings, Wx, Wh, W, bh, b, h0. Its Jordan network has s0 in the place of h0.</summary>
    Is13,
}

/// <summary>The file names of both dialects. A Jordan network's state before the first word has a name of its own, which tells the network.</summary>
internal static class DumpNames
{
    private const string JordanInitialState = "s0.npy";

    /// <summary>The name of a tensor's file or entry: <c>wx.npy</c> or <c>Wx.npy</c>.</summary>
    public static string DumpName(this ElmanTensor tensor, DumpDialect dialect, NetworkKind kind = NetworkKind.Elman)
    {
        if (tensor == ElmanTensor.InitialState && kind == NetworkKind.Jordan)
        {
            return JordanInitialState;
        }

        var name = tensor.FileName();
        var isCapital = dialect == DumpDialect.Is13
            && tensor is ElmanTensor.InputWeights or ElmanTensor.RecurrentWeights or ElmanTensor.OutputWeights;
        return (isCapital ? $"W{name[1..]}" : name) + ".npy";
    }

    /// <summary>The name that the file would have in a dump of the other dialect; of the state before the first word, in one of the other network.</summary>
    public static string OtherName(this ElmanTensor tensor, DumpDialect dialect, NetworkKind kind) => tensor == ElmanTensor.InitialState
        ? tensor.DumpName(dialect, kind == NetworkKind.Jordan ? NetworkKind.Elman : NetworkKind.Jordan)
        : tensor.DumpName(dialect == DumpDialect.Rnnslu ? DumpDialect.Is13 : DumpDialect.Rnnslu, kind);

    /// <summary>Whether a file has exactly the name that a dialect gives the tensor.</summary>
    public static bool HasExactName(this ElmanTensor tensor, string fileName) =>
        fileName == tensor.DumpName(DumpDialect.Rnnslu) || fileName == tensor.DumpName(DumpDialect.Is13) || (tensor == ElmanTensor.InitialState && fileName == JordanInitialState);

    /// <summary>Whether a file has the tensor's name but for upper and lower case.</summary>
    public static bool HasName(this ElmanTensor tensor, string fileName) =>
        fileName.Equals(tensor.DumpName(DumpDialect.Rnnslu), StringComparison.OrdinalIgnoreCase) || (tensor == ElmanTensor.InitialState && IsJordan(fileName));

    /// <summary>Whether a file, but for upper and lower case, has the name of a Jordan network's state before the first word.</summary>
    public static bool IsJordan(string fileName) => fileName.Equals(JordanInitialState, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file has the name of any of the seven but for upper and lower case.</summary>
    public static bool IsDumpName(string fileName) => TensorNames.All.Any(tensor => tensor.HasName(fileName));
}
