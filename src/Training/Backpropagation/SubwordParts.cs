using System.Numerics;
using System.Runtime.CompilerServices;
using FastElman.Model.Subwords;
using FastElman.Simd;
using FastElman.Training.Randomness;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The subwords that a batch has of some words, with the factors of <see cref="SubwordEmbedding"/>: all of them, or
/// those that dropout leaves. What it leaves is scaled up, so that the trained network needs no factor.
/// </summary>
/// <param name="words">Rows of words.</param>
/// <param name="dropout">The share of subwords that is left out, 0 to below 1.</param>
internal sealed class SubwordParts(int words, double dropout)
{
    private readonly float _kept = (float)(1 / (1 - dropout));

    // Of each word the place of its first part and behind its last.
    private readonly (int First, int End)[] _places = new (int, int)[words];

    private int[] _rows = new int[1 << 14];
    private float[] _factors = new float[1 << 14];
    private int _count;

    /// <summary>Draws which subwords of a word count.</summary>
    /// <param name="word">The row of the word.</param>
    /// <param name="subwords">All its subwords: n-grams, then shapes; or none.</param>
    /// <param name="random">Gives one number for each; none without dropout.</param>
    [MethodImpl(HotPath.Compiled)]
    public void Draw(int word, ReadOnlySpan<int> subwords, SplitMix64 random)
    {
        if (_count + subwords.Length > _rows.Length)
        {
            Array.Resize(ref _rows, 2 * _rows.Length);
            Array.Resize(ref _factors, _rows.Length);
        }

        var first = _count;
        var ngrams = subwords.Length - SubwordRows.ShapeRowsOfWord;
        var scale = subwords.IsEmpty ? 0 : SubwordEmbedding.ScaleOf(subwords.Length);
        for (var i = 0; i < subwords.Length; i++)
        {
            if (dropout == 0 || random.Uniform(0, 1) >= dropout)
            {
                _rows[_count] = subwords[i];
                _factors[_count++] = _kept * (i < ngrams ? scale : 1);
            }
        }

        _places[word] = (first, _count);
    }

    /// <summary>The subwords of a word that count.</summary>
    public ReadOnlySpan<int> RowsOf(int word) => _rows.AsSpan(_places[word].First.._places[word].End);

    /// <summary>vector += Σ factor · subword.</summary>
    /// <param name="word">The row of the word.</param>
    /// <param name="table">[subwords, embedding].</param>
    /// <param name="vector">[embedding].</param>
    public void AddTo(int word, ReadOnlySpan<float> table, Span<float> vector)
    {
        var (first, end) = _places[word];
        for (var part = first; part < end; part++)
        {
            AddScaled(table.Slice(_rows[part] * vector.Length, vector.Length), _factors[part], vector);
        }
    }

    /// <summary>∂subword += factor · ∂; a row that comes more than once gets it as often.</summary>
    /// <param name="word">The row of the word.</param>
    /// <param name="gradient">[embedding]: ∂, that of the word.</param>
    /// <param name="table">[subwords, embedding]: the gradients of all subwords.</param>
    public void AddGradient(int word, ReadOnlySpan<float> gradient, Span<float> table)
    {
        var (first, end) = _places[word];
        for (var part = first; part < end; part++)
        {
            AddScaled(gradient, _factors[part], table.Slice(_rows[part] * gradient.Length, gradient.Length));
        }
    }

    /// <summary>Forgets all words.</summary>
    public void Clear() => _count = 0;

    /// <summary>
    /// target += factor · values. Every element is a sum of its own, so that the width of registers changes no bit.
    /// </summary>
    [MethodImpl(HotPath.Compiled)]
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
