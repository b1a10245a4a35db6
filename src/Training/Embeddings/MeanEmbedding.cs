namespace FastElman.Training.Embeddings;

/// <summary>The embedding of a word that is like others: their mean, brought to the mean of their lengths.</summary>
internal static class MeanEmbedding
{
    /// <summary>
    /// Writes the embedding. Computed in double precision. Where embeddings cancel each other out it is zero.
    /// </summary>
    /// <param name="embeddings">[words, <paramref name="row"/>'s length].</param>
    /// <param name="words">The words that it is like, at least one.</param>
    /// <param name="row">Receives it.</param>
    public static void Write(ReadOnlySpan<float> embeddings, ReadOnlySpan<int> words, Span<float> row)
    {
        var mean = new double[row.Length];
        var length = 0.0;
        foreach (var word in words)
        {
            var embedding = embeddings.Slice(word * row.Length, row.Length);
            var squares = 0.0;
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += (double)embedding[i] / words.Length;
                squares += (double)embedding[i] * embedding[i];
            }

            length += Math.Sqrt(squares) / words.Length;
        }

        var lengthOfMean = Math.Sqrt(mean.Sum(value => value * value));
        var scale = lengthOfMean > 0 ? length / lengthOfMean : 1;
        for (var i = 0; i < mean.Length; i++)
        {
            row[i] = (float)(mean[i] * scale);
        }
    }
}
