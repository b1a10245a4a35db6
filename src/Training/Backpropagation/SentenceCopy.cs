using System.Numerics;
using FastElman.Validation;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// A trainer's own copy of a sentence, checked: another thread may change the caller's memory, and a step that stops
/// half-way would leave parameters half changed.
/// </summary>
/// <param name="shape">The sizes of the network.</param>
/// <param name="lastRow">The last row that a word may have.</param>
internal sealed class SentenceCopy(ElmanShape shape, int lastRow)
{
    private const int FirstCapacity = 64;

    private int[] _words = new int[FirstCapacity];
    private int[] _labels = new int[FirstCapacity];

    /// <summary>Words of the longest sentence for which there is room now, a power of two.</summary>
    public int Capacity => _words.Length;

    /// <summary>Puts the copy in the place of a sentence, and checks it.</summary>
    /// <param name="words">[words], at least one.</param>
    /// <param name="labels">[words].</param>
    /// <exception cref="ArgumentException">There is no word, or the spans differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    public void Take(ref ReadOnlySpan<int> words, ref ReadOnlySpan<int> labels)
    {
        if (words.IsEmpty)
        {
            throw new ArgumentException("A sentence has at least one word.", nameof(words));
        }

        if (labels.Length != words.Length)
        {
            throw new ArgumentException(
                $"A sentence has one label a word: expected {words.Length}, found {labels.Length}.", nameof(labels));
        }

        if (words.Length > Capacity)
        {
            var capacity = (int)BitOperations.RoundUpToPowerOf2((uint)words.Length);
            (_words, _labels) = (new int[capacity], new int[capacity]);
        }

        words.CopyTo(_words);
        labels.CopyTo(_labels);
        words = _words.AsSpan(0, words.Length);
        labels = _labels.AsSpan(0, labels.Length);
        Guard.InVocabulary(words, lastRow);
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)shape.LabelCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    FormattableString.Invariant(
                        $"A label is a number from 0 to {shape.LabelCount - 1}, this is {label}."));
            }
        }
    }
}
