namespace FastElman.Interop.PyTorch;

/// <summary>Finds the parameters of the recurrent layer by the names that nn.RNN and nn.RNNCell give them.</summary>
internal static class RecurrentTensors
{
    private const string WeightName = "weight_ih";
    private const string Backward = "_reverse";

    /// <summary>nn.RNN adds this to each name; nn.RNNCell does not.</summary>
    private const string FirstLayer = "_l0";

    private static readonly (string Name, ModuleTensor Forward, ModuleTensor Backward)[] Parameters =
    [
        ("weight_ih", ModuleTensor.InputWeight, ModuleTensor.BackwardInputWeight),
        ("weight_hh", ModuleTensor.RecurrentWeight, ModuleTensor.BackwardRecurrentWeight),
        ("bias_ih", ModuleTensor.InputBias, ModuleTensor.BackwardInputBias),
        ("bias_hh", ModuleTensor.RecurrentBias, ModuleTensor.BackwardRecurrentBias),
    ];

    /// <param name="tensors">Receives the roles.</param>
    /// <param name="dict">The state dict, for messages.</param>
    /// <param name="module">The name of the recurrent layer; null where it has to be found.</param>
    /// <param name="isJordan">Whether the state is that of the labels.</param>
    public static void Take(ModuleTensors tensors, StateDict dict, string? module, bool isJordan)
    {
        if (FindLayer(tensors, dict, module) is var (prefix, suffix))
        {
            TakeLayer(tensors, prefix, suffix);
            RequireOneLayer(tensors, dict, prefix);
        }

        RequireBoth(tensors, dict, ModuleTensor.InputWeight, ModuleTensor.RecurrentWeight);
        if (tensors.IsBidirectional || tensors.Has(ModuleTensor.BackwardRecurrentWeight))
        {
            RequireBoth(
                tensors, dict, ModuleTensor.BackwardInputWeight, ModuleTensor.BackwardRecurrentWeight);
        }

        RequireOneGate(tensors, isJordan);
    }

    /// <summary>The prefix of the layer's names, and what they end in; null where the user named each tensor.</summary>
    private static (string Prefix, string Suffix)? FindLayer(ModuleTensors tensors, StateDict dict, string? module)
    {
        if (tensors[ModuleTensor.InputWeight] is { } named)
        {
            return Suffix(named) is { } own ? (named.Prefix, own) : null;
        }

        if (module is not null && !tensors.Left.Any(each => each.IsOf(module)))
        {
            throw tensors.NoModule(module);
        }

        StateDictTensor[] found =
            [.. tensors.Left.Where(each => Suffix(each) is not null && (module is null || each.IsOf(module)))];
        return found switch
        {
            [var only] => (only.Prefix, Suffix(only)!),
            [] => throw dict.Error(
                module is null ? "has no recurrent layer" : $"has no recurrent layer {module}",
                $"one tensor whose name ends in {WeightName}{FirstLayer}, or names for the roles of rnn "
                    + "(TensorNames, --map)"),
            _ => throw dict.Error(
                $"has {found.Length} recurrent layers: {string.Join(", ", found.Select(each => each.Name))}",
                "one, or its name for the role rnn (TensorNames, --map)"),
        };
    }

    private static string? Suffix(StateDictTensor tensor) => tensor.Leaf switch
    {
        WeightName => string.Empty,
        $"{WeightName}{FirstLayer}" => FirstLayer,
        _ => null,
    };

    private static void TakeLayer(ModuleTensors tensors, string prefix, string suffix)
    {
        foreach (var (name, forward, backward) in Parameters)
        {
            tensors.Take(forward, tensors.LeftNamed($"{prefix}{name}{suffix}"));
            tensors.Take(backward, tensors.LeftNamed($"{prefix}{name}{suffix}{Backward}"));
        }
    }

    private static void RequireOneLayer(ModuleTensors tensors, StateDict dict, string prefix)
    {
        StateDictTensor[] others = [.. tensors.Left.Where(each => each.Prefix == prefix)];
        foreach (var tensor in others)
        {
            if (tensor.Leaf.StartsWith("weight_hr", StringComparison.Ordinal))
            {
                throw tensor.Error("a projection of the hidden state is not read", "nn.RNN", "nn.LSTM with proj_size");
            }

            if (IsOfAnotherLayer(tensor.Leaf))
            {
                throw dict.Error("the recurrent layer has more than one layer", "num_layers=1");
            }
        }
    }

    /// <summary>Whether a name is such as weight_ih_l1: the layers are counted from 0.</summary>
    private static bool IsOfAnotherLayer(string leaf) => Parameters.Any(each =>
        leaf.StartsWith($"{each.Name}_l", StringComparison.Ordinal)
        && leaf[(each.Name.Length + 2)..] is [>= '1' and <= '9', ..]);

    private static void RequireBoth(ModuleTensors tensors, StateDict dict, params ModuleTensor[] roles)
    {
        foreach (var role in roles)
        {
            if (!tensors.Has(role))
            {
                throw dict.Error("the recurrent layer lacks a tensor", ModuleTensorNames.NameOf(role));
            }
        }
    }

    /// <summary>The weights of an LSTM have four, those of a GRU three times as many rows as there are units.</summary>
    private static void RequireOneGate(ModuleTensors tensors, bool isJordan)
    {
        var recurrent = tensors[ModuleTensor.RecurrentWeight]!;
        if (recurrent.Shape is not [var rows, var units] || isJordan || units == 0)
        {
            return;
        }

        var kind = (rows % units == 0 ? rows / units : 0) switch
        {
            3 => "the weights of an nn.GRU",
            4 => "the weights of an nn.LSTM",
            _ => null,
        };
        if (kind is not null)
        {
            throw recurrent.Error("it is not of an nn.RNN", $"[{units}, {units}]", $"{recurrent.ShapeText}: {kind}");
        }
    }
}
