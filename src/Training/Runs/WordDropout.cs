using FastElman.Training.Backpropagation;
using FastElman.Training.Randomness;

namespace FastElman.Training.Runs;

/// <summary>
/// Puts <c>&lt;UNK&gt;</c> in the place of words now and then, of rare ones more often: so the network learns to label
/// a word by its neighbours. A word that the training set has n times is replaced with the probability α / (α + n) (E.
/// Kiperwasser and Y. Goldberg, 2016).
/// </summary>
internal sealed class WordDropout
{
    private readonly int _unknown;
    private readonly ComposedWords? _composed;
    private readonly double[] _probabilities;

    /// <param name="strength">α, above 0.</param>
    /// <param name="unknown">The index of <c>&lt;UNK&gt;</c>.</param>
    /// <param name="vocabularySize">Words of the vocabulary.</param>
    /// <param name="sentences">The training set.</param>
    /// <param name="composed">
    /// What words are made of, where they keep their subwords; null where they are <c>&lt;UNK&gt;</c> and no more.
    /// </param>
    public WordDropout(
        double strength,
        int unknown,
        int vocabularySize,
        TrainingSentence[] sentences,
        ComposedWords? composed = null)
    {
        _unknown = unknown;
        _composed = composed;
        var counts = new long[vocabularySize];
        foreach (var sentence in sentences)
        {
            foreach (var word in sentence.Words)
            {
                // The padding word may stand in a corpus of indices, and words with letters that are unknown anyway.
                if ((uint)word < (uint)counts.Length)
                {
                    counts[word]++;
                }
            }
        }

        _probabilities = Array.ConvertAll(counts, count => strength / (strength + count));
    }

    /// <summary>Replaces words of a sentence.</summary>
    /// <param name="words">[words]: indices, changed in place.</param>
    /// <param name="random">One number is drawn for each word.</param>
    public void Apply(Span<int> words, SplitMix64 random)
    {
        foreach (ref var word in words)
        {
            var drawn = random.Uniform(0, 1);
            if ((uint)word < (uint)_probabilities.Length && drawn < _probabilities[word])
            {
                word = _composed?.DroppedRowOf(word) ?? _unknown;
            }
        }
    }
}
