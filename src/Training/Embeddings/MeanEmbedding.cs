namespace FastElman.Training.Embeddings;

/// <summary>The embedding of a word that is like others: their mean, as long as it is.</summary>
internal static class MeanEmbedding
{
    /// <summary>Writes the mean, which is computed in double precision: that of one word is its embedding.</summary>
    /// <param name="embeddings">[words, <paramref name="row"/>'s length].</param>
    /// <param name="words">The words that it is like, at least one.</param>
    /// <param name="row">Receives it.</param>
    public static void Write(ReadOnlySpan<float> embeddings, ReadOnlySpan<int> words, Span<float> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var sum = 0.0;
            foreach (var word in words)
            {
                sum += embeddings[(word * row.Length) + i];
            }

            row[i] = (float)(sum / words.Length);
        }
    }
}
