namespace FastElman.Training.Embeddings;

/// <summary>Parameters of a larger vocabulary.</summary>
internal static class VocabularyRows
{
    /// <summary>Parameters with rows for more words, to be written yet, before that of the padding word.</summary>
    /// <param name="parameters">The parameters; they do not change.</param>
    /// <param name="count">Words more.</param>
    /// <returns>A copy with the rows.</returns>
    public static ElmanParameters Insert(ElmanParameters parameters, int count)
    {
        var shape = parameters.Shape;
        var words = shape.VocabularySize * shape.EmbeddingSize;
        var larger = ElmanParameters.Uninitialized(new ElmanShape(
            shape.HiddenSize,
            shape.LabelCount,
            shape.VocabularySize + count,
            shape.EmbeddingSize,
            shape.WindowSize,
            shape.Variant,
            shape.SubwordCount));
        foreach (var tensor in shape.Tensors.Where(tensor => tensor != ElmanTensor.Embeddings))
        {
            parameters[tensor].CopyTo(larger[tensor]);
        }

        parameters.Embeddings[..words].CopyTo(larger.Embeddings);
        parameters.Embeddings[words..].CopyTo(larger.Embeddings[(words + (count * shape.EmbeddingSize))..]);
        return larger;
    }
}
