using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Model.Subwords;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The gradients of subwords from that of a word: <see cref="SubwordEmbedding"/> the other way round. Every element is
/// a sum of its own, so that the width of registers changes no bit.
/// </summary>
internal static class SubwordGradient
{
    /// <summary>∂n-gram += ∂ / √n, ∂shape += ∂; a row that comes more than once gets it as often.</summary>
    /// <param name="rows">The rows of a word, at least one n-gram.</param>
    /// <param name="gradient">[embedding]: ∂, that of the word.</param>
    /// <param name="table">[subwords, embedding]: the gradients of all subwords.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<int> rows, ReadOnlySpan<float> gradient, Span<float> table)
    {
        var size = gradient.Length;
        var scale = SubwordEmbedding.ScaleOf(rows.Length);
        var ngrams = rows.Length - SubwordRows.ShapeRowsOfWord;
        for (var i = 0; i < rows.Length; i++)
        {
            AddScaled(gradient, i < ngrams ? scale : 1, table.Slice(rows[i] * size, size));
        }
    }

    /// <summary>target += factor · values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ReadOnlySpan<float> values, float factor, Span<float> target)
    {
        var column = 0;
        for (; column <= values.Length - Vector<float>.Count; column += Vector<float>.Count)
        {
            var place = target.Slice(column, Vector<float>.Count);
            (new Vector<float>(place) + (factor * new Vector<float>(values[column..]))).CopyTo(place);
        }

        for (; column < values.Length; column++)
        {
            target[column] += factor * values[column];
        }
    }
}
