using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Simd;

namespace FastElman.Model.Subwords;

/// <summary>
/// What the subwords of a word add to its embedding: Σ n-grams / √n + Σ shapes, where n is the number of its n-grams.
/// Without the root a long word would have a longer vector than a short one.
/// </summary>
/// <remarks>
/// Every element is a sum of its own, in the order of the rows, so that the width of registers changes no bit.
/// </remarks>
internal static class SubwordEmbedding
{
    /// <summary>embedding += Σ n-grams / √n + Σ shapes.</summary>
    /// <param name="rows">What <see cref="SubwordRows.Find"/> gave.</param>
    /// <param name="table">[subwords, embedding]: the tensor.</param>
    /// <param name="embedding">[embedding]: the vector of the word itself, or of the unknown word.</param>
    [MethodImpl(HotPath.Compiled)]
    public static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> table, Span<float> embedding)
    {
        var size = embedding.Length;
        var ngrams = rows[..^SubwordRows.ShapeRowsOfWord];
        var shapes = rows[ngrams.Length..];
        var scale = ScaleOf(rows.Length);
        var column = 0;
        for (; column <= size - Vector<float>.Count; column += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            foreach (var row in ngrams)
            {
                sum += new Vector<float>(table.Slice((row * size) + column, Vector<float>.Count));
            }

            sum *= scale;
            foreach (var row in shapes)
            {
                sum += new Vector<float>(table.Slice((row * size) + column, Vector<float>.Count));
            }

            var target = embedding.Slice(column, Vector<float>.Count);
            (new Vector<float>(target) + sum).CopyTo(target);
        }

        for (; column < size; column++)
        {
            var sum = 0f;
            foreach (var row in ngrams)
            {
                sum += table[(row * size) + column];
            }

            sum *= scale;
            foreach (var row in shapes)
            {
                sum += table[(row * size) + column];
            }

            embedding[column] += sum;
        }
    }

    /// <summary>What the n-grams of a word are multiplied with: 1 / √n.</summary>
    /// <param name="rows">Rows of the word, those of its shape included.</param>
    public static float ScaleOf(int rows) => 1 / MathF.Sqrt(rows - SubwordRows.ShapeRowsOfWord);
}
