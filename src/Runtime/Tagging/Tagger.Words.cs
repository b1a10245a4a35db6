using System.Runtime.CompilerServices;
using FastElman.Network;
using FastElman.Simd;
using FastElman.Validation;

namespace FastElman;

/// <content>The forms that take words by name, and give labels by index.</content>
public sealed partial class Tagger
{
    /// <summary>Labels a sentence of words by name. Allocates nothing.</summary>
    /// <param name="words">The words [n] of one sentence, of this tagger's model.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <exception cref="ArgumentException">
    /// There is not one label a word, or the words are of another compiled model; nothing was written.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void Tag(WordBuffer words, Span<int> labels)
    {
        var indices = Validate(words, labels);
        Run(indices, new ForwardOutput(labels), words.UnknownWords);
    }

    /// <summary>Labels a sentence of words by name, and gives the probability of every label.</summary>
    /// <param name="words">The words [n], as in <see cref="Tag(WordBuffer, Span{int})"/>.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="probabilities">Receives the probabilities [n, labels], row by row; the rows sum to 1.</param>
    /// <exception cref="ArgumentException">
    /// The spans do not fit the words in length, or share memory, or the words are of another compiled model; nothing
    /// was written.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void Tag(WordBuffer words, Span<int> labels, Span<float> probabilities)
    {
        var indices = Validate(words, labels);
        Guard.ProbabilityMatrix(indices.Length, _shape.LabelCount, probabilities.Length);
        Guard.NoOverlap<float, int>(probabilities, labels);
        Run(indices, new ForwardOutput(labels, probabilities), words.UnknownWords);
    }

    /// <summary>Labels a sentence of words by name, and gives the probability of each word's label.</summary>
    /// <param name="words">The words [n], as in <see cref="Tag(WordBuffer, Span{int})"/>.</param>
    /// <param name="labels">Receives the label indices [n].</param>
    /// <param name="confidence">
    /// Receives the probability of each label [n], as in
    /// <see cref="TagWithConfidence(ReadOnlySpan{int}, Span{int}, Span{float})"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The spans do not fit the words in length, or share memory, or the words are of another compiled model; nothing
    /// was written.
    /// </exception>
    [MethodImpl(HotPath.Compiled)]
    public void TagWithConfidence(WordBuffer words, Span<int> labels, Span<float> confidence)
    {
        var indices = Validate(words, labels);
        Guard.OneConfidencePerWord(indices.Length, confidence.Length);
        Guard.NoOverlap<float, int>(confidence, labels);
        if (!indices.IsEmpty)
        {
            RunWithConfidence(indices, labels, new LabelConfidence(confidence), words.UnknownWords);
        }
    }

    /// <returns>The indices of the words, read once: another thread may add words meanwhile.</returns>
    private ReadOnlySpan<int> Validate(WordBuffer words, Span<int> labels)
    {
        var indices = WordBuffer.Require(words, Model);
        Guard.OneLabelPerWord(indices.Length, labels.Length);
        SequenceWorkspace.Require(indices.Length, Model.Network);
        return indices;
    }
}
