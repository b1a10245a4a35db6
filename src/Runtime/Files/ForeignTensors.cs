using FastElman.Model;

namespace FastElman.Files;

/// <summary>
/// The names of the seven tensors in a file of another program: those of either dialect of the tutorial's dumps, in
/// upper or lower case (<c>wx</c> or <c>Wx</c>). The initial state of a Jordan network is <c>s0</c>.
/// </summary>
internal static class ForeignTensors
{
    private const string JordanInitialState = "s0";

    /// <summary>How the name of the first weight of a recurrent layer begins, as <c>rnn.weight_ih_l0</c>.</summary>
    private const string PyTorchWeight = "weight_ih";

    /// <summary>The network that the names say: Jordan's where there is <c>s0</c> and no <c>h0</c>.</summary>
    public static NetworkVariant VariantOf(IReadOnlyList<TensorEntry> tensors) =>
        Named(JordanInitialState, tensors) is not null
            && Named(ElmanTensor.InitialState.FileName(), tensors) is null
                ? new NetworkVariant(NetworkKind.Jordan)
                : NetworkVariant.Tutorial;

    /// <summary>The tensor under another name than ours; null where there is none, or more than one.</summary>
    public static TensorEntry? Find(ElmanTensor tensor, IReadOnlyList<TensorEntry> tensors) =>
        Named(tensor.FileName(), tensors)
        ?? (tensor == ElmanTensor.InitialState ? Named(JordanInitialState, tensors) : null);

    /// <summary>Whether the names are those of a PyTorch module with a recurrent layer.</summary>
    public static bool IsPyTorch(IReadOnlyList<TensorEntry> tensors) =>
        tensors.Any(entry => IsPyTorch(entry.Name));

    /// <summary>Whether a name is that of the first weight of a recurrent layer of PyTorch.</summary>
    public static bool IsPyTorch(string name) => LastName(name).StartsWith(PyTorchWeight, StringComparison.Ordinal);

    private static ReadOnlySpan<char> LastName(string name) => name.AsSpan(name.LastIndexOf('.') + 1);

    private static TensorEntry? Named(string name, IReadOnlyList<TensorEntry> tensors)
    {
        TensorEntry[] found =
            [.. tensors.Where(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        return found is [var only] ? only : null;
    }
}
