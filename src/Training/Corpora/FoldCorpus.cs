using System.Text;
using FastElman.Interop;

namespace FastElman.Training.Corpora;

/// <summary>A pickle as a corpus: a fold of the tutorial, or the pickle of a notebook.</summary>
internal static class FoldCorpus
{
    /// <summary>
    /// Reads a pickle. A fold of three parts gives a corpus without a validation set; the pickle of a notebook is one
    /// set.
    /// </summary>
    /// <param name="stream">The file, which can seek.</param>
    /// <param name="name">Its name for messages, or null.</param>
    /// <param name="encoding">The encoding of byte strings; null for UTF-8 or Latin-1.</param>
    /// <exception cref="CorpusFormatException">It is not a sound pickle, or does not hold a fold.</exception>
    public static CorpusContent Read(Stream stream, string? name, Encoding? encoding)
    {
        try
        {
            var fold = FoldPickle.Load(stream, name, encoding);
            var train = Convert(fold.Train, name);
            if (ReferenceEquals(fold.Train, fold.Test))
            {
                return CorpusContent.OfOneSet(train, fold.Vocabulary, fold.Labels);
            }

            var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
            {
                [CorpusSet.Train] = train,
                [CorpusSet.Test] = Convert(fold.Test, name),
            };
            if (fold.Validation is not null)
            {
                sets[CorpusSet.Validation] = Convert(fold.Validation, name);
            }

            return new CorpusContent(sets, fold.Vocabulary, fold.Labels);
        }
        catch (FoldFormatException exception)
        {
            throw new CorpusFormatException(
                exception.Problem, name, line: null, exception.Expected, exception.Found, exception);
        }
    }

    private static CorpusSentence[] Convert(IReadOnlyList<FoldSentence> sentences, string? name) =>
        [.. sentences.Select(each => new CorpusSentence(each.Words.Span, each.Labels.Span, name, line: null))];
}
