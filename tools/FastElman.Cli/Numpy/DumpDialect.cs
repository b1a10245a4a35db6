namespace FastElman.Cli.Numpy;

/// <summary>Whose names the files of a dump have.</summary>
internal enum DumpDialect
{
    /// <summary>The tutorial's <c>rnnslu.py</c>: embeddings, wx, wh, w, bh, b, h0.</summary>
    Rnnslu,

    /// <summary>Its forerunner <c>is13</c>: embeddings, Wx, Wh, W, bh, b, h0.</summary>
    Is13,
}

/// <summary>The file names of both dialects.</summary>
internal static class DumpNames
{
    /// <summary>The name of a tensor's file or entry: <c>wx.npy</c> or <c>Wx.npy</c>.</summary>
    public static string DumpName(this ElmanTensor tensor, DumpDialect dialect)
    {
        var name = tensor.FileName();
        var isCapital = dialect == DumpDialect.Is13
            && tensor is ElmanTensor.InputWeights or ElmanTensor.RecurrentWeights or ElmanTensor.OutputWeights;
        return (isCapital ? $"W{name[1..]}" : name) + ".npy";
    }

    /// <summary>Whether a file has exactly the name that a dialect gives the tensor.</summary>
    public static bool HasExactName(this ElmanTensor tensor, string fileName) =>
        fileName == tensor.DumpName(DumpDialect.Rnnslu) || fileName == tensor.DumpName(DumpDialect.Is13);

    /// <summary>Whether a file has the tensor's name but for upper and lower case.</summary>
    public static bool HasName(this ElmanTensor tensor, string fileName) =>
        fileName.Equals(tensor.DumpName(DumpDialect.Rnnslu), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file has the name of any of the seven but for upper and lower case.</summary>
    public static bool IsDumpName(string fileName) => ElmanTensorNames.All.Any(tensor => tensor.HasName(fileName));
}
