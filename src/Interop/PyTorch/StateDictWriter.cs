using FastElman.Files;
using FastElman.Interop.Layouts;
using FastElman.Model;

namespace FastElman.Interop.PyTorch;

/// <summary>
/// Writes a model as the state dict of the module of <see cref="ModuleSource"/>, in the safetensors form. The tensors
/// are made one after the other as they are written.
/// </summary>
internal static class StateDictWriter
{
    public static void Write(ElmanModel model, Stream stream)
    {
        Parameter[] parameters = [.. ParametersOf(model.Parameters)];
        stream.Write(SafetensorsWriter.Header(StateDictMetadata.Compose(model), Entries(parameters)).Span);
        foreach (var parameter in parameters)
        {
            stream.Write(LittleEndian.BytesOf(parameter.MakeValues()));
        }
    }

    private static IEnumerable<Parameter> ParametersOf(ElmanParameters parameters)
    {
        var shape = parameters.Shape;
        var layers = ModuleLayer.Of(shape.Variant.Kind);
        yield return new(
            ModuleTensor.EmbeddingWeight,
            [shape.VocabularySize + 1L, shape.EmbeddingSize],
            () => parameters.Embeddings.ToArray());
        foreach (var parameter in layers.SelectMany(layer => ParametersOf(layer, parameters)))
        {
            yield return parameter;
        }

        yield return new(
            ModuleTensor.OutputWeight,
            [shape.LabelCount, shape.OutputDepth],
            () => Transposed(parameters.OutputWeights, shape.OutputDepth));
        yield return new(ModuleTensor.OutputBias, [shape.LabelCount], () => parameters.OutputBias.ToArray());
        yield return new(
            ModuleTensor.InitialState,
            [layers.Length, shape.RecurrentSize],
            () => [.. parameters.InitialState, .. parameters[ElmanTensor.BackwardInitialState]]);
        if (shape.Variant.HasTransitions)
        {
            yield return new(
                ModuleTensor.Transitions,
                [shape.LabelCount + 1L, shape.LabelCount],
                () => parameters[ElmanTensor.Transitions].ToArray());
        }
    }

    private static IEnumerable<Parameter> ParametersOf(ModuleLayer layer, ElmanParameters parameters)
    {
        var shape = parameters.Shape;
        yield return new(
            layer.InputWeight, [shape.HiddenSize, shape.InputSize], () => InputWeights(layer, parameters));
        yield return new(
            layer.RecurrentWeight,
            [shape.HiddenSize, shape.RecurrentSize],
            () => Transposed(parameters[layer.Target.RecurrentWeights], shape.RecurrentSize));
        yield return new(layer.InputBias, [shape.HiddenSize], () => parameters[layer.Target.Bias].ToArray());
        yield return new(layer.RecurrentBias, [shape.HiddenSize], () => new float[shape.HiddenSize]);
    }

    private static float[] InputWeights(ModuleLayer layer, ElmanParameters parameters)
    {
        ReadOnlySpan<float> weights = parameters[layer.Target.InputWeights];
        return Transposed(
            layer.IsBackward ? Matrices.ReverseWindow(weights, parameters.Shape) : weights, parameters.Shape.InputSize);
    }

    private static float[] Transposed(ReadOnlySpan<float> matrix, int rows)
    {
        var transposed = new float[matrix.Length];
        Matrices.Transpose(matrix, rows, matrix.Length / rows, transposed);
        return transposed;
    }

    private static IEnumerable<TensorEntry> Entries(IEnumerable<Parameter> parameters)
    {
        var position = 0L;
        foreach (var (tensor, shape, _) in parameters)
        {
            var end = position + shape.Aggregate((long)sizeof(float), (product, size) => product * size);
            yield return new TensorEntry(
                ModuleTensorNames.NameOf(tensor), TensorValues.Float32, shape, position, end);
            position = end;
        }
    }

    /// <summary>A parameter of the module, whose values are made when they are written.</summary>
    private sealed record Parameter(ModuleTensor Tensor, long[] Shape, Func<float[]> MakeValues);
}
