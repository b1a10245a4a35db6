using FastElman.Interop;

namespace FastElman.Training.Corpora;

/// <summary>A fold pickle of the tutorial as a corpus.</summary>
internal static class FoldCorpus
{
    /// <summary>Reads a fold; a fold of three parts gives a corpus without a validation set.</summary>
    /// <exception cref="CorpusFormatException">The file is not a sound pickle, or does not hold a fold.</exception>
    public static Corpus Read(string path)
    {
        try
        {
            var fold = FoldPickle.Load(path);
            var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
            {
                [CorpusSet.Train] = Convert(fold.Train, path),
                [CorpusSet.Test] = Convert(fold.Test, path),
            };
            if (fold.Validation is not null)
            {
                sets[CorpusSet.Validation] = Convert(fold.Validation, path);
            }

            return new Corpus(path, sets, fold.Vocabulary, fold.Labels);
        }
        catch (FoldFormatException exception)
        {
            throw new CorpusFormatException(
                exception.Problem, path, line: null, exception.Expected, exception.Found, exception);
        }
    }

    private static CorpusSentence[] Convert(IReadOnlyList<FoldSentence> sentences, string path) =>
        [.. sentences.Select(each => new CorpusSentence(each.Words.Span, each.Labels.Span, path, line: null))];
}
