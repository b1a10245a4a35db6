using FastElman.Kernels;

namespace FastElman.Training.Embeddings;

/// <summary>
/// The words whose embeddings point in the most similar directions, which shows that training has placed similar words
/// together. The padding word is left out.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class NearestWords
{
    private readonly int _size;

    /// <summary>[vocabulary, embedding]: every row of L2 norm 1, or zeros.</summary>
    private readonly double[] _directions;

    public NearestWords(ElmanParameters parameters)
    {
        _size = parameters.Shape.EmbeddingSize;
        Count = parameters.Shape.VocabularySize;
        _directions = Array.ConvertAll(parameters.Embeddings[..(Count * _size)].ToArray(), value => (double)value);
        for (var word = 0; word < Count; word++)
        {
            var row = _directions.AsSpan(word * _size, _size);
            var length = Math.Sqrt(Dot(row, row));
            foreach (ref var value in row)
            {
                value = length > 0 ? value / length : 0;
            }
        }
    }

    /// <summary>The number of words.</summary>
    public int Count { get; }

    /// <summary>The words nearest to a word, without itself; of equals, the one with the smaller index first.</summary>
    /// <param name="word">The index of the word, 0 to <see cref="Count"/> − 1.</param>
    /// <param name="most">The largest number of results.</param>
    /// <returns>Words and cosines, the nearest first; a row of zeros has the cosine 0 with all.</returns>
    public (int Word, double Cosine)[] Of(int word, int most) =>
    [
        .. Enumerable.Range(0, Count)
            .Where(other => other != word)
            .Select(other => (Word: other, Cosine: Dot(Direction(word), Direction(other))))
            .OrderByDescending(each => each.Cosine)
            .Take(most),
    ];

    private ReadOnlySpan<double> Direction(int word) => _directions.AsSpan(word * _size, _size);

    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return sum;
    }
}
