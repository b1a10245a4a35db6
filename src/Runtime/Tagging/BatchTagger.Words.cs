using FastElman.Network;
using FastElman.Validation;

namespace FastElman;

/// <content>The forms that take words by name, and give labels by index.</content>
public sealed partial class BatchTagger
{
    /// <summary>Labels sentences of words by name that follow one another.</summary>
    /// <param name="words">The words of all sentences, of this tagger's model.</param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word, in the order of the words.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not one label a word, or the words are of another
    /// compiled model; nothing was written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative; nothing was written.</exception>
    public void Tag(WordBuffer words, ReadOnlySpan<int> lengths, Span<int> labels) =>
        Run(WordBuffer.Require(words, Model), words.UnknownWords, lengths, labels, default, default);

    /// <summary>Labels sentences of words by name, and gives the probability of every label.</summary>
    /// <param name="words">The words, as in <see cref="Tag(WordBuffer, ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word.</param>
    /// <param name="probabilities">Receives the probabilities [words, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not room for one label and one row a word, labels and
    /// probabilities share memory, or the words are of another compiled model; nothing was written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative; nothing was written.</exception>
    public void Tag(WordBuffer words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> probabilities)
    {
        var indices = WordBuffer.Require(words, Model);
        Guard.ProbabilityMatrix(indices.Length, _shape.LabelCount, probabilities.Length);
        Run(indices, words.UnknownWords, lengths, labels, probabilities, default);
    }

    /// <summary>Labels sentences of words by name, and gives the probability of each word's label.</summary>
    /// <param name="words">The words, as in <see cref="Tag(WordBuffer, ReadOnlySpan{int}, Span{int})"/>.</param>
    /// <param name="lengths">The number of words of each sentence; 0 is allowed.</param>
    /// <param name="labels">Receives the label indices, one a word.</param>
    /// <param name="confidence">
    /// Receives the probability of each label, 0 to 1, one a word, as in
    /// <see cref="Tagger.TagWithConfidence(WordBuffer, Span{int}, Span{float})"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The lengths do not add up to the number of words, there is not room for one label and one probability a word,
    /// labels and confidence share memory, or the words are of another compiled model; nothing was written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is negative; nothing was written.</exception>
    public void TagWithConfidence(
        WordBuffer words, ReadOnlySpan<int> lengths, Span<int> labels, Span<float> confidence)
    {
        var indices = WordBuffer.Require(words, Model);
        Guard.OneConfidencePerWord(indices.Length, confidence.Length);
        Guard.NoOverlap<float, int>(confidence, labels);
        Run(indices, words.UnknownWords, lengths, labels, default, new LabelConfidence(confidence));
    }

    /// <summary>Checks what is written to against indices that were read once, and runs these.</summary>
    private void Run(
        ReadOnlySpan<int> indices,
        UnknownWords? unknownWords,
        ReadOnlySpan<int> lengths,
        Span<int> labels,
        Span<float> probabilities,
        LabelConfidence confidence)
    {
        Guard.OneLabelPerWord(indices.Length, labels.Length);
        Guard.NoOverlap<float, int>(probabilities, labels);
        RunChecked(indices, lengths, labels, probabilities, confidence, unknownWords);
    }
}
