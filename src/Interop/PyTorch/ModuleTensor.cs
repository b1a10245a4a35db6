namespace FastElman.Interop.PyTorch;

/// <summary>The parameters of a module that is a tagger: nn.Embedding, nn.RNN and nn.Linear.</summary>
internal enum ModuleTensor
{
    /// <summary>[rows, embedding].</summary>
    EmbeddingWeight,

    /// <summary>[hidden, embedding · window].</summary>
    InputWeight,

    /// <summary>[hidden, hidden]; in a Jordan network [hidden, labels].</summary>
    RecurrentWeight,

    /// <summary>[hidden].</summary>
    InputBias,

    /// <summary>[hidden]; added to <see cref="InputBias"/>.</summary>
    RecurrentBias,

    /// <summary>As <see cref="InputWeight"/>, of the direction that reads from the end.</summary>
    BackwardInputWeight,

    /// <summary>As <see cref="RecurrentWeight"/>, of the direction that reads from the end.</summary>
    BackwardRecurrentWeight,

    /// <summary>As <see cref="InputBias"/>, of the direction that reads from the end.</summary>
    BackwardInputBias,

    /// <summary>As <see cref="RecurrentBias"/>, of the direction that reads from the end.</summary>
    BackwardRecurrentBias,

    /// <summary>[labels, directions · hidden].</summary>
    OutputWeight,

    /// <summary>[labels].</summary>
    OutputBias,

    /// <summary>[directions, hidden]; in a Jordan network [1, labels]. Zero in a module without it.</summary>
    InitialState,

    /// <summary>[labels + 1, labels]: learned scores of label transitions.</summary>
    Transitions,
}

/// <summary>
/// The names of the parameters: those that we write, and those by which a user says which tensor is meant.
/// </summary>
internal static class ModuleTensorNames
{
    /// <summary>The role of each parameter, as it is named in <see cref="PyTorchLoadOptions.TensorNames"/>.</summary>
    public static IReadOnlyList<(string Role, ModuleTensor Tensor)> Roles { get; } =
    [
        ("embedding.weight", ModuleTensor.EmbeddingWeight),
        ("rnn.weight_ih", ModuleTensor.InputWeight),
        ("rnn.weight_hh", ModuleTensor.RecurrentWeight),
        ("rnn.bias_ih", ModuleTensor.InputBias),
        ("rnn.bias_hh", ModuleTensor.RecurrentBias),
        ("rnn.weight_ih_reverse", ModuleTensor.BackwardInputWeight),
        ("rnn.weight_hh_reverse", ModuleTensor.BackwardRecurrentWeight),
        ("rnn.bias_ih_reverse", ModuleTensor.BackwardInputBias),
        ("rnn.bias_hh_reverse", ModuleTensor.BackwardRecurrentBias),
        ("output.weight", ModuleTensor.OutputWeight),
        ("output.bias", ModuleTensor.OutputBias),
        ("initial_state", ModuleTensor.InitialState),
        ("transitions", ModuleTensor.Transitions),
    ];

    /// <summary>The modules, which may be named instead of each of their parameters.</summary>
    public static IReadOnlyList<string> Modules { get; } = ["embedding", "rnn", "output"];

    /// <summary>All that a user may name.</summary>
    public static IEnumerable<string> All => [.. Modules, .. Roles.Select(each => each.Role)];

    /// <summary>
    /// The name that we give a parameter in a state dict: nn.RNN has layers, of which this is the first.
    /// </summary>
    public static string NameOf(ModuleTensor tensor)
    {
        var role = Roles.First(each => each.Tensor == tensor).Role;
        return !role.StartsWith("rnn.", StringComparison.Ordinal) ? role
            : role.EndsWith("_reverse", StringComparison.Ordinal) ? $"{role[..^"_reverse".Length]}_l0_reverse"
            : $"{role}_l0";
    }
}
