using FastElman.Cli.Models;
using FastElman.Training;

namespace FastElman.Cli.Evaluation;

/// <summary>Words and labels of a corpus for models without them.</summary>
internal static class CorpusNames
{
    /// <summary>Adds the words and labels of a fold pickle to a model without them, such as one from a dump.</summary>
    public static ElmanModel WithNamesOf(this ElmanModel model, Corpus corpus, string path)
    {
        if (model is { Vocabulary: not null, Labels: not null })
        {
            return model;
        }

        var vocabulary = model.Vocabulary ?? corpus.Vocabulary;
        var labels = model.Labels ?? corpus.Labels;
        return vocabulary is not null && labels is not null
            ? model.WithNames(vocabulary, labels, path)
            : throw new ModelFormatException(
                "neither the model nor the corpus says what words and labels the indices stand for: convert the model "
                    + "with --vocabulary, or with --words and --labels",
                path);
    }
}
