namespace FastElman.Reference;

/// <summary>
/// The vectors of words that are made of subwords, in double precision: the own vector of row <c>Own</c>, and
/// Σ n-grams / √n + Σ shapes where there are any.
/// </summary>
/// <param name="words">What each word is made of.</param>
/// <param name="size">Values of a vector.</param>
public sealed class ReferenceSubwords(IReadOnlyList<ReferenceSubwords.Word> words, int size)
{
    /// <param name="Own">A row of the own vectors.</param>
    /// <param name="NGrams">Rows of the subwords; may repeat.</param>
    /// <param name="Shapes">Rows of the subwords.</param>
    public sealed record Word(int Own, IReadOnlyList<int> NGrams, IReadOnlyList<int> Shapes)
    {
        /// <summary>Each row of the subwords with its factor.</summary>
        internal IEnumerable<(int Row, double Factor)> Parts =>
        [
            .. NGrams.Select(row => (row, 1 / Math.Sqrt(NGrams.Count))),
            .. Shapes.Select(row => (row, 1.0)),
        ];
    }

    /// <summary>[words, size], of own vectors [rows, size] and subwords [rows, size].</summary>
    public double[] Compose(double[] own, double[] subwords)
    {
        var vectors = new double[words.Count * size];
        for (var i = 0; i < vectors.Length; i++)
        {
            var (word, column) = (words[i / size], i % size);
            vectors[i] = own[(word.Own * size) + column]
                + word.Parts.Sum(part => part.Factor * subwords[(part.Row * size) + column]);
        }

        return vectors;
    }

    /// <summary>Adds the gradients of own vectors and subwords that follow from those of the words.</summary>
    public void AddGradients(double[] vectors, double[] own, double[] subwords)
    {
        for (var i = 0; i < vectors.Length; i++)
        {
            var (word, column) = (words[i / size], i % size);
            own[(word.Own * size) + column] += vectors[i];
            foreach (var (row, factor) in word.Parts)
            {
                subwords[(row * size) + column] += factor * vectors[i];
            }
        }
    }
}
