using FastElman.Model;

namespace FastElman.Interop.Theano;

/// <summary>
/// The file names of both dialects. The initial state of a Jordan network has a name of its own, which tells the two
/// kinds of network apart.
/// </summary>
internal static class DumpNames
{
    private const string JordanInitialState = "s0.npy";

    /// <summary>The names of both dialects and both networks.</summary>
    public static IEnumerable<string> All => TensorNames.Tutorial
        .SelectMany(tensor => (string[])[tensor.DumpName(TheanoDialect.Rnnslu), tensor.DumpName(TheanoDialect.Is13)])
        .Append(JordanInitialState)
        .Distinct();

    /// <summary>The name of a tensor's file or entry: <c>wx.npy</c> or <c>Wx.npy</c>.</summary>
    public static string DumpName(this ElmanTensor tensor, TheanoDialect dialect, NetworkKind kind = NetworkKind.Elman)
    {
        if (tensor == ElmanTensor.InitialState && kind == NetworkKind.Jordan)
        {
            return JordanInitialState;
        }

        var name = tensor.FileName();
        var isCapital = dialect == TheanoDialect.Is13
            && tensor is ElmanTensor.InputWeights or ElmanTensor.RecurrentWeights or ElmanTensor.OutputWeights;
        return (isCapital ? $"W{name[1..]}" : name) + ".npy";
    }

    /// <summary>
    /// The file's name in a dump of the other dialect; for the initial state, in a dump of the other network.
    /// </summary>
    public static string OtherName(this ElmanTensor tensor, TheanoDialect dialect, NetworkKind kind) =>
        tensor == ElmanTensor.InitialState
            ? tensor.DumpName(dialect, kind == NetworkKind.Jordan ? NetworkKind.Elman : NetworkKind.Jordan)
            : tensor.DumpName(dialect == TheanoDialect.Rnnslu ? TheanoDialect.Is13 : TheanoDialect.Rnnslu, kind);

    /// <summary>Whether a file has exactly the name that a dialect gives the tensor.</summary>
    public static bool HasExactName(this ElmanTensor tensor, string fileName) =>
        fileName == tensor.DumpName(TheanoDialect.Rnnslu)
        || fileName == tensor.DumpName(TheanoDialect.Is13)
        || (tensor == ElmanTensor.InitialState && fileName == JordanInitialState);

    /// <summary>Whether a file has the tensor's name, in upper or lower case.</summary>
    public static bool HasName(this ElmanTensor tensor, string fileName) =>
        fileName.Equals(tensor.DumpName(TheanoDialect.Rnnslu), StringComparison.OrdinalIgnoreCase)
        || (tensor == ElmanTensor.InitialState && IsJordan(fileName));

    /// <summary>Whether a file has the name of a Jordan network's initial state, in upper or lower case.</summary>
    public static bool IsJordan(string fileName) =>
        fileName.Equals(JordanInitialState, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file has the name of any of the seven tensors, in upper or lower case.</summary>
    public static bool IsDumpName(string fileName) => TensorNames.Tutorial.Any(tensor => tensor.HasName(fileName));
}
