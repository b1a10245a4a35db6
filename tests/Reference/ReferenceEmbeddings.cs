namespace FastElman.Reference;

/// <summary>The tutorial's <c>normalize()</c>.</summary>
public static class ReferenceEmbeddings
{
    /// <summary>
    /// Divides every row of the embeddings [vocabulary + 1, embedding], the padding word's too, by its Euclidean
    /// length. A row of zeros stays as it is, where the tutorial makes it NaN.
    /// </summary>
    public static void Normalize(double[] embeddings, int embeddingSize)
    {
        for (var row = 0; row < embeddings.Length; row += embeddingSize)
        {
            var length = Math.Sqrt(embeddings.Skip(row).Take(embeddingSize).Sum(value => value * value));
            for (var i = row; i < row + embeddingSize && length > 0; i++)
            {
                embeddings[i] /= length;
            }
        }
    }
}
