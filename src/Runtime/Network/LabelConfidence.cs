using FastElman.Kernels;

namespace FastElman.Network;

/// <summary>
/// Receives the probability of the labels of a sentence of n words, in the distribution over its label sequences that
/// the decoding seeks the best of: words by themselves, or a chain (see <see cref="ForwardBackward"/>).
/// </summary>
/// <param name="words">[n]: receives the probability of each word's label; or empty.</param>
/// <param name="continuations">
/// [n]: receives the probability of each word's label given the label of the word before; or empty, as all are where
/// <paramref name="words"/> is. The same as that of the word where words are labelled by themselves.
/// </param>
/// <param name="labels">
/// [n]: the labels whose probability is wanted, such as the right ones; empty for those that are found. Batches in
/// lockstep know the latter only.
/// </param>
internal readonly ref struct LabelConfidence(
    Span<float> words, Span<float> continuations = default, ReadOnlySpan<int> labels = default)
{
    private readonly ReadOnlySpan<int> _labels = labels;

    public Span<float> Words { get; } = words;

    public Span<float> Continuations { get; } = continuations;

    /// <summary>Whether nothing is wanted.</summary>
    public bool IsEmpty => Words.IsEmpty;

    /// <summary>A part of it.</summary>
    /// <param name="start">The first word.</param>
    /// <param name="length">Words.</param>
    public LabelConfidence Slice(int start, int length) => IsEmpty
        ? default
        : new LabelConfidence(
            Words.Slice(start, length),
            Continuations.IsEmpty ? default : Continuations.Slice(start, length),
            _labels.IsEmpty ? default : _labels.Slice(start, length));

    /// <summary>Gives a word that is labelled by itself its probability.</summary>
    /// <param name="word">The word.</param>
    /// <param name="probability">The probability of its label.</param>
    public void SetIndependent(int word, float probability)
    {
        Words[word] = probability;
        if (!Continuations.IsEmpty)
        {
            Continuations[word] = probability;
        }
    }

    /// <summary>The label of a word whose probability is wanted; −1 for the one that is found.</summary>
    /// <param name="word">The word.</param>
    public int WantedAt(int word) => _labels.IsEmpty ? -1 : _labels[word];

    /// <summary>[n]: the labels whose probability is wanted.</summary>
    /// <param name="found">[n]: the labels that are found.</param>
    public ReadOnlySpan<int> LabelsAmong(ReadOnlySpan<int> found) => _labels.IsEmpty ? found : _labels;

    /// <summary>The probability that some words in a row all carry their labels.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">The number of them, at least 1.</param>
    public float OfSpan(int first, int count)
    {
        // P(y_a … y_b) = P(y_a) · Π P(y_t | y_{t−1}): the labels are independent, or a Markov chain.
        var probability = Words[first];
        foreach (var continuation in Continuations.Slice(first + 1, count - 1))
        {
            probability *= continuation;
        }

        return probability;
    }
}
