namespace FastElman.Interop.PyTorch;

/// <summary>
/// Finds the parameters of the embedding and of the output layer by their shapes: an embedding has as many columns as
/// the recurrent layer has inputs, the output layer as many as it has units. Where these are the same number, the
/// output layer is the one with a bias, or the one whose name does not say embedding.
/// </summary>
internal static class FeedForwardTensors
{
    private static readonly string[] InitialStateNames = ["initial_state", "initial_hidden", "h0", "h_0", "hx"];

    /// <param name="tensors">Has the recurrent layer; receives the roles.</param>
    /// <param name="dict">The state dict, for messages.</param>
    /// <param name="names">What the user named.</param>
    /// <param name="window">Words in the window.</param>
    public static void Take(
        ModuleTensors tensors, StateDict dict, IReadOnlyDictionary<string, string> names, int window)
    {
        tensors.Take(ModuleTensor.InitialState, OnlyNamed(tensors, InitialStateNames));
        tensors.Take(ModuleTensor.Transitions, OnlyNamed(tensors, "transitions"));
        var (hidden, inputs) = tensors[ModuleTensor.InputWeight]!.RequireMatrix("[hidden, inputs]");
        var units = (long)hidden * tensors.Directions;
        if (names.TryGetValue("output", out var named) && !tensors.Has(ModuleTensor.OutputWeight))
        {
            tensors.Take(ModuleTensor.OutputWeight, FindOutput(tensors, dict, named, units));
        }

        var embedding = tensors[ModuleTensor.EmbeddingWeight]
            ?? FindEmbedding(tensors, dict, names.GetValueOrDefault("embedding"), inputs, window, units);
        tensors.Take(ModuleTensor.EmbeddingWeight, embedding);
        var output = tensors[ModuleTensor.OutputWeight] ?? FindOutput(tensors, dict, module: null, units);
        tensors.Take(ModuleTensor.OutputWeight, output);
        tensors.Take(ModuleTensor.OutputBias, BiasOf(output, tensors));
    }

    private static StateDictTensor FindEmbedding(
        ModuleTensors tensors, StateDict dict, string? module, long inputs, int window, long units)
    {
        var candidates = Matrices(tensors, module, columns => columns * window == inputs);
        StateDictTensor[] plain = [.. candidates.Where(each => BiasOf(each, tensors) is null)];
        StateDictTensor[] named = [.. plain.Where(SaysEmbedding)];
        var isAmbiguous = inputs == units * window && plain.Length > 1;
        return plain.Length == 1 ? plain[0]
            : named.Length == 1 ? named[0]
            : throw (plain.Length == 0
                ? dict.Error(
                    "has no embedding that fits the recurrent layer",
                    $"one tensor [words, {(inputs % window == 0 ? $"{inputs / window}" : $"{inputs} / {window}")}]")
                : dict.Error(
                    isAmbiguous
                        ? "has embedding and output layer of the same width without a bias"
                        : "has more than one embedding that fits the recurrent layer",
                    "one, or its name for the role embedding (TensorNames, --map)"));
    }

    private static StateDictTensor FindOutput(ModuleTensors tensors, StateDict dict, string? module, long units)
    {
        var candidates = Matrices(tensors, module, columns => columns == units);
        StateDictTensor[] biased = [.. candidates.Where(each => BiasOf(each, tensors) is not null)];
        return candidates.Length == 1 ? candidates[0]
            : biased.Length == 1 ? biased[0]
            : throw (candidates.Length == 0
                ? dict.Error("has no output layer that fits the recurrent layer", $"one tensor [labels, {units}]")
                : dict.Error(
                    "has more than one output layer that fits the recurrent layer",
                    "one, or its name for the role output (TensorNames, --map)"));
    }

    private static StateDictTensor[] Matrices(ModuleTensors tensors, string? module, Func<long, bool> hasColumns)
    {
        StateDictTensor[] own = [.. tensors.Left.Where(each => module is null || each.IsOf(module))];
        return own.Length > 0 || module is null
            ? [.. own.Where(each => each.Shape is [_, var columns] && hasColumns(columns))]
            : throw tensors.NoModule(module);
    }

    /// <summary>The bias beside a weight: a vector of as many values as it has rows.</summary>
    private static StateDictTensor? BiasOf(StateDictTensor weight, ModuleTensors tensors) =>
        tensors.LeftNamed($"{weight.Prefix}bias") is { } bias && bias.Shape.SequenceEqual([weight.Shape[0]])
            ? bias
            : null;

    /// <summary>
    /// Whether a word of the name begins with emb: word_embedding, tok.emb, charEmbed, but not unembed.
    /// </summary>
    private static bool SaysEmbedding(StateDictTensor tensor)
    {
        for (var i = tensor.Name.IndexOf("emb", StringComparison.OrdinalIgnoreCase); i >= 0;
            i = tensor.Name.IndexOf("emb", i + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (i == 0 || !char.IsLetter(tensor.Name[i - 1])
                || (char.IsUpper(tensor.Name[i]) && char.IsLower(tensor.Name[i - 1])))
            {
                return true;
            }
        }

        return false;
    }

    private static StateDictTensor? OnlyNamed(ModuleTensors tensors, params string[] leaves)
    {
        StateDictTensor[] found = [.. tensors.Left.Where(each => leaves.Contains(each.Leaf))];
        return found is [var only] ? only : null;
    }
}
