using FastElman.Files;
using FastElman.Interop.Layouts;
using FastElman.Model;

namespace FastElman.Interop.PyTorch;

/// <summary>Makes a model of a state dict.</summary>
internal static class ModuleReader
{
    /// <exception cref="ModelFormatException">It is no tagger.</exception>
    public static ElmanModel Read(StateDict dict, PyTorchLoadOptions options)
    {
        var own = StateDictMetadata.Find(dict);
        var (stated, decoding) = own is null
            ? (NetworkVariant.Tutorial, (LabelDecoding?)null)
            : ModelMetadata.ParseVariant(own, dict.File);
        var window = options.WindowSize ?? (own is null ? 1 : StateDictMetadata.WindowOf(own, dict.File));
        var kind = own is null && JordanTensors.Are(dict) ? NetworkKind.Jordan : stated.Kind;
        var tensors = ModuleTensors.Find(
            dict, options.TensorNames.AsReadOnly(), window, kind == NetworkKind.Jordan);
        var variant = new NetworkVariant(
            tensors.IsBidirectional ? NetworkKind.Bidirectional
                : kind == NetworkKind.Jordan ? NetworkKind.Jordan : NetworkKind.Elman,
            options.Activation ?? (own is null ? HiddenActivation.Tanh : stated.Activation),
            tensors.Has(ModuleTensor.Transitions));
        if (own is not null && (stated.Kind != variant.Kind || stated.HasTransitions != variant.HasTransitions))
        {
            throw dict.Error("the tensors are of another network than the metadata say", $"{stated}");
        }

        var shape = ShapeOf(tensors, variant, window, own is not null, options, dict.File);
        RequireShapes(tensors, shape);
        var metadata = own is null ? null : ModelMetadata.Parse(own, shape, decoding!.Value, dict.File);
        var parameters = ReadParameters(tensors, shape, options.PaddingIndex);
        metadata?.RequireChecksum(parameters, dict.File, "; after more training, save without the old metadata");
        return ElmanModel.Adopt(
            parameters,
            options.Vocabulary ?? metadata?.Vocabulary,
            options.Labels ?? metadata?.Labels,
            metadata?.Provenance ?? new ModelProvenance(Origin: $"PyTorch {Path.GetFileName(dict.File)}"),
            decoding,
            allowNonFinite: false,
            dict.File,
            metadata?.Tokenizer ?? TokenizerKind.Punctuation,
            metadata?.Temperature ?? 1f);
    }

    private static ElmanShape ShapeOf(
        ModuleTensors tensors, NetworkVariant variant, int window, bool isOwn, PyTorchLoadOptions options, string file)
    {
        var embedding = tensors[ModuleTensor.EmbeddingWeight]!;
        var (rows, embeddingSize) = embedding.RequireMatrix("[words, embedding]");
        var (labels, _) = tensors[ModuleTensor.OutputWeight]!.RequireMatrix("[labels, units]");
        var (hidden, _) = tensors[ModuleTensor.InputWeight]!.RequireMatrix("[hidden, inputs]");
        if (options.PaddingIndex >= rows)
        {
            throw embedding.Error("it has no such padding row", $"0 to {rows - 1}", $"{options.PaddingIndex}");
        }

        var isLastPadding = options.PaddingIndex is { } padding ? padding == rows - 1 : isOwn;
        return ElmanShape.OfFile(hidden, labels, rows - (isLastPadding ? 1 : 0), embeddingSize, window, file, variant);
    }

    /// <summary>Compares all shapes before any value is read.</summary>
    private static void RequireShapes(ModuleTensors tensors, ElmanShape shape)
    {
        var hidden = shape.HiddenSize;
        Require(tensors[ModuleTensor.OutputWeight], shape.LabelCount, shape.OutputDepth);
        Require(tensors[ModuleTensor.OutputBias], shape.LabelCount);
        Require(tensors[ModuleTensor.Transitions], shape.LabelCount + 1, shape.LabelCount);
        foreach (var layer in ModuleLayer.Of(shape.Variant.Kind))
        {
            Require(tensors[layer.InputWeight], hidden, shape.InputSize);
            Require(tensors[layer.RecurrentWeight], hidden, shape.RecurrentSize);
            Require(tensors[layer.InputBias], hidden);
            Require(tensors[layer.RecurrentBias], hidden);
        }

        // [hidden], [1, hidden], or [1, 1, hidden] as PyTorch takes it: the values are the same.
        var states = (long)shape.RecurrentSize * tensors.Directions;
        if (tensors[ModuleTensor.InitialState] is { } initial
            && initial.Shape.Aggregate((Int128)1, (product, size) => product * size) != states)
        {
            throw initial.Error(
                "it has another shape", $"[{tensors.Directions}, {shape.RecurrentSize}]", initial.ShapeText);
        }
    }

    private static void Require(StateDictTensor? tensor, params ReadOnlySpan<long> shape)
    {
        if (tensor is not null && !shape.SequenceEqual(tensor.Shape))
        {
            throw tensor.Error("it has another shape", $"[{string.Join(", ", shape.ToArray())}]", tensor.ShapeText);
        }
    }

    private static ElmanParameters ReadParameters(ModuleTensors tensors, ElmanShape shape, int? padding)
    {
        // Zeros are what a module without a bias or an initial state has.
        var parameters = new ElmanParameters(shape);
        ReadEmbeddings(tensors[ModuleTensor.EmbeddingWeight]!, parameters, padding);
        ReadTransposed(tensors[ModuleTensor.OutputWeight]!, parameters.OutputWeights);
        tensors[ModuleTensor.OutputBias]?.ReadFinite(parameters.OutputBias);
        tensors[ModuleTensor.Transitions]?.ReadFinite(parameters[ElmanTensor.Transitions]);
        foreach (var layer in ModuleLayer.Of(shape.Variant.Kind))
        {
            ReadTransposed(tensors[layer.InputWeight]!, parameters[layer.Target.InputWeights]);
            ReadTransposed(tensors[layer.RecurrentWeight]!, parameters[layer.Target.RecurrentWeights]);
            if (layer.IsBackward)
            {
                var weights = parameters[layer.Target.InputWeights];
                Matrices.ReverseWindow(weights, shape).CopyTo(weights);
            }

            ReadBias(tensors[layer.InputBias], tensors[layer.RecurrentBias], parameters[layer.Target.Bias]);
        }

        if (tensors[ModuleTensor.InitialState] is { } initial)
        {
            var states = new float[shape.RecurrentSize * tensors.Directions];
            initial.ReadFinite(states);
            states.AsSpan(0, shape.RecurrentSize).CopyTo(parameters.InitialState);
            states.AsSpan(shape.RecurrentSize).CopyTo(parameters[ElmanTensor.BackwardInitialState]);
        }

        return parameters;
    }

    private static void ReadEmbeddings(StateDictTensor tensor, ElmanParameters parameters, int? padding)
    {
        var shape = parameters.Shape;
        var rows = (int)tensor.Shape[0];
        tensor.ReadFinite(parameters.Embeddings[..(rows * shape.EmbeddingSize)]);
        if (padding is { } row && rows == shape.VocabularySize)
        {
            parameters.Embeddings.Slice(row * shape.EmbeddingSize, shape.EmbeddingSize).CopyTo(
                parameters.Embeddings[(rows * shape.EmbeddingSize)..]);
        }
    }

    /// <summary>PyTorch's layers have a row for each unit, ours a column.</summary>
    private static void ReadTransposed(StateDictTensor tensor, Span<float> values)
    {
        var (rows, columns) = ((int)tensor.Shape[0], (int)tensor.Shape[1]);
        var read = new float[values.Length];
        tensor.ReadFinite(read);
        Matrices.Transpose(read, rows, columns, values);
    }

    /// <summary>
    /// The sum of both. A value of one is kept with its bits where the other is zero: −0 + 0 would be +0.
    /// </summary>
    private static void ReadBias(StateDictTensor? input, StateDictTensor? recurrent, Span<float> bias)
    {
        input?.ReadFinite(bias);
        if (recurrent is null)
        {
            return;
        }

        var other = new float[bias.Length];
        recurrent.ReadFinite(other);
        for (var i = 0; i < bias.Length; i++)
        {
            bias[i] = other[i] == 0 ? bias[i] : bias[i] + other[i];
        }
    }
}
