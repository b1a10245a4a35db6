using Primitives = System.Numerics.Tensors.TensorPrimitives;

namespace FastElman.Benchmarks.Peers;

/// <summary>
/// x_t·wx + bh as a sum of rows: embedding · the window place's block of wx, worked out for every word and place
/// [window, vocabulary + 1, hidden]. The bias is added to the rows of the first place, of which every window has one.
/// </summary>
internal static class ProjectedTable
{
    /// <summary>Bytes that the table takes.</summary>
    public static long Bytes(ElmanShape shape) =>
        (shape.VocabularySize + 1L) * shape.WindowSize * shape.HiddenSize * sizeof(float);

    public static float[] Of(ElmanParameters parameters)
    {
        var shape = parameters.Shape;
        var words = shape.VocabularySize + 1;
        var table = new float[shape.WindowSize * words * shape.HiddenSize];
        for (var row = 0; row < shape.WindowSize * words; row++)
        {
            var (place, word) = Math.DivRem(row, words);
            var sum = table.AsSpan(row * shape.HiddenSize, shape.HiddenSize);
            if (place == 0)
            {
                parameters.HiddenBias.CopyTo(sum);
            }

            var embedding = parameters.Embeddings.Slice(word * shape.EmbeddingSize, shape.EmbeddingSize);
            for (var i = 0; i < shape.EmbeddingSize; i++)
            {
                var weights = parameters.InputWeights.Slice(
                    ((place * shape.EmbeddingSize) + i) * shape.HiddenSize, shape.HiddenSize);
                Primitives.MultiplyAdd(weights, embedding[i], sum, sum);
            }
        }

        return table;
    }
}
