using FastElman.Model;
using FastElman.Training.Validation;
using FastElman.Validation;

namespace FastElman.Training.Runs;

/// <summary>The shape of the network that a run trains on a corpus.</summary>
internal static class CorpusShape
{
    /// <summary>
    /// That of the initial parameters, with the subwords that they are to get; without initial parameters that which
    /// the options ask for.
    /// </summary>
    /// <param name="vocabulary">The words of the corpus.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="options">The options.</param>
    /// <param name="corpus">The corpus, for messages.</param>
    public static ElmanShape Of(
        Vocabulary vocabulary, LabelSet labels, TrainingOptions options, Corpus corpus)
    {
        var (words, labelCount) = (vocabulary.Count, labels.Count);
        if (options.InitialParameters is not { Shape: var shape })
        {
            return Make(options, labelCount, words, corpus);
        }

        if ((shape.VocabularySize, shape.LabelCount) != (words, labelCount))
        {
            throw corpus.Refusal(
                "the initial parameters are not of this corpus",
                expected: $"{shape.VocabularySize} words and {shape.LabelCount} labels",
                found: $"{words} words and {labelCount} labels");
        }

        RequireSame(options.InitialNames.Vocabulary, vocabulary, "word", corpus);
        RequireSame(options.InitialNames.Labels, labels, "label", corpus);
        if (options.Regularization.Subwords == 0)
        {
            return shape;
        }

        RequireSubwordRoom(options, shape.EmbeddingSize);
        return shape.WithSubwords(options.Regularization.SubwordCount);
    }

    /// <summary>The smallest shape that has all indices.</summary>
    public static ElmanShape OfIndices(
        IReadOnlyList<CorpusSentence> sentences, TrainingOptions options, Corpus corpus)
    {
        var (lastWord, lastLabel) = (-1, 0);
        foreach (var sentence in sentences)
        {
            foreach (var word in sentence.WordIndices)
            {
                lastWord = Math.Max(lastWord, word);
            }

            foreach (var label in sentence.LabelIndices)
            {
                lastLabel = Math.Max(lastLabel, label);
            }
        }

        const int Largest = ElmanShape.MaximumElementCount;
        return lastWord < Largest && lastLabel < Largest
            ? Make(options, lastLabel + 1, lastWord + 1, corpus)
            : throw corpus.Refusal(
                "the indices are too large for a network",
                expected: $"indices below {Largest}",
                found: $"{Math.Max(lastWord, lastLabel)}");
    }

    /// <summary>Tells apart whether the options or the corpus ask for an impossible size.</summary>
    public static ElmanShape Make(TrainingOptions options, int labels, int words, Corpus corpus)
    {
        var network = options.EffectiveNetwork;
        var subwords = options.Regularization.SubwordCount;
        OptionCheck.Sizes(options.HiddenSize, options.EmbeddingSize, options.WindowSize, network);
        RequireSubwordRoom(options, options.EmbeddingSize);
        try
        {
            return new ElmanShape(
                options.HiddenSize, labels, words, options.EmbeddingSize, options.WindowSize, network, subwords);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw corpus.Refusal(
                "the corpus has more words or labels than a network of these sizes can have",
                found: $"{words} words and {labels} labels",
                innerException: e);
        }
    }

    /// <summary>Refuses a corpus whose names are others than those of a model, or in another order.</summary>
    private static void RequireSame(
        IReadOnlyList<string>? expected, IReadOnlyList<string> found, string what, Corpus corpus)
    {
        for (var i = 0; i < expected?.Count; i++)
        {
            if (expected[i] != found[i])
            {
                throw corpus.Refusal(
                    "the initial parameters are not of this corpus",
                    expected: FormattableString.Invariant($"{what} {i} \"{MessageText.Sanitize(expected[i])}\""),
                    found: $"\"{MessageText.Sanitize(found[i])}\"");
            }
        }
    }

    private static void RequireSubwordRoom(TrainingOptions options, int embeddingSize) => OptionCheck.Require(
        (long)options.Regularization.SubwordCount * embeddingSize <= ElmanShape.MaximumElementCount,
        nameof(RegularizationOptions.Subwords),
        options.Regularization.Subwords,
        FormattableString.Invariant($"with embeddings of {embeddingSize} values a tensor has at most ")
        + FormattableString.Invariant($"{ElmanShape.MaximumElementCount}"));
}
