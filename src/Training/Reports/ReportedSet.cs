namespace FastElman.Training.Reports;

/// <summary>The sentences of a set as a model labels them.</summary>
/// <param name="Set">Which set.</param>
/// <param name="Sentences">All its sentences, in the order of the corpus.</param>
/// <param name="Score">conlleval's figures, as the command <c>evaluate</c> gives them.</param>
internal sealed record ReportedSet(CorpusSet Set, IReadOnlyList<TaggedSentence> Sentences, ConllResult Score)
{
    /// <summary>
    /// The test set; without one the validation set; null where the corpus has neither, or gives its indices no
    /// meaning. A set that was learned from is none: its score would only mislead.
    /// </summary>
    public static ReportedSet? Of(Corpus corpus, ElmanModel model)
    {
        if (model is not { Vocabulary: { } vocabulary, Labels: { } labels })
        {
            return null;
        }

        foreach (var set in (CorpusSet[])[CorpusSet.Test, CorpusSet.Validation])
        {
            if (corpus.HasSet(set)
                && corpus.GetSentences(set) is { Count: > 0 } sentences
                && !ReferenceEquals(sentences, corpus.GetSentences(CorpusSet.Train)))
            {
                return Tag(set, sentences, corpus, new Tagger(model.Compile()), vocabulary, labels);
            }
        }

        return null;
    }

    private static ReportedSet Tag(
        CorpusSet set,
        IReadOnlyList<CorpusSentence> sentences,
        Corpus corpus,
        Tagger tagger,
        Vocabulary vocabulary,
        LabelSet labels)
    {
        var encoding = corpus.CreateEncoding(vocabulary, labels);
        var evaluation = new ConllEvaluation();
        var tagged = new TaggedSentence[sentences.Count];
        for (var i = 0; i < tagged.Length; i++)
        {
            var indices = encoding.GetWordIndices(sentences[i]);
            var predicted = new int[indices.Length];
            tagger.Tag(indices, predicted);
            tagged[i] = new TaggedSentence(
                WordsOf(sentences[i], corpus.Vocabulary ?? vocabulary),
                Array.ConvertAll(indices, index => index == vocabulary.UnknownIndex),
                encoding.GetGoldLabels(sentences[i]),
                Array.ConvertAll(predicted, label => labels[label]));
            evaluation.AddSentence(tagged[i].Gold, tagged[i].Predicted, withBoundaryTokens: true);
        }

        return new ReportedSet(set, tagged, evaluation.GetResult());
    }

    /// <summary>As the corpus writes them, also where the model does not know them.</summary>
    private static string[] WordsOf(CorpusSentence sentence, Vocabulary vocabulary) => sentence.IsIndexed
        ? Array.ConvertAll(sentence.WordIndices.ToArray(), index => index < 0 ? "(padding)" : vocabulary[index])
        : [.. sentence.Words];
}
