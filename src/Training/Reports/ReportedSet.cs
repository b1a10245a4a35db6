using FastElman.Training.Embeddings;

namespace FastElman.Training.Reports;

/// <summary>The sentences of a set with the labels of a model.</summary>
/// <param name="Set">The set.</param>
/// <param name="Sentences">All its sentences, in the order of the corpus.</param>
/// <param name="Score">conlleval's figures, the same as those of the command <c>evaluate</c>.</param>
/// <param name="Confidence">How far the confidence of the model can be trusted on the set.</param>
internal sealed record ReportedSet(
    CorpusSet Set, IReadOnlyList<TaggedSentence> Sentences, ConllResult Score, ConfidenceEvaluation Confidence)
{
    /// <summary>
    /// The test set, without one the validation set; null if the corpus has neither or does not say what its indices
    /// stand for. What the model learned from is not reported: its score would mislead.
    /// </summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="model">The model.</param>
    /// <param name="knowsValidation">Whether the model learned from the validation set, in a final training.</param>
    public static ReportedSet? Of(Corpus corpus, ElmanModel model, bool knowsValidation)
    {
        if (model is not { Vocabulary: { } vocabulary, Labels: { } labels })
        {
            return null;
        }

        foreach (var set in knowsValidation ? (CorpusSet[])[CorpusSet.Test] : [CorpusSet.Test, CorpusSet.Validation])
        {
            if (corpus.HasSet(set)
                && corpus.GetSentences(set) is { Count: > 0 } sentences
                && !ReferenceEquals(sentences, corpus.GetSentences(CorpusSet.Train)))
            {
                var reader = UnknownCorpusWords.AddTo(model, corpus, set);
                return Tag(set, sentences, corpus, new Tagger(reader.Compile()), vocabulary, labels);
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
        var encoding = corpus.CreateEncoding(tagger.Model.Vocabulary!, labels);
        var evaluation = new ConllEvaluation();
        var tagged = new TaggedSentence[sentences.Count];
        for (var i = 0; i < tagged.Length; i++)
        {
            var indices = encoding.GetWordIndices(sentences[i]);
            var predicted = new int[indices.Length];
            tagger.Tag(indices, predicted);
            tagged[i] = new TaggedSentence(
                WordsOf(sentences[i], corpus.Vocabulary ?? vocabulary),
                Array.ConvertAll(indices, index => index == vocabulary.UnknownIndex || index >= vocabulary.Count),
                encoding.GetGoldLabels(sentences[i]),
                Array.ConvertAll(predicted, label => labels[label]));
            evaluation.AddSentence(tagged[i].Gold, tagged[i].Predicted, withBoundaryTokens: true);
        }

        return new ReportedSet(
            set, tagged, evaluation.GetResult(), ConfidenceEvaluation.Evaluate(tagger.Model, corpus, set));
    }

    /// <summary>The words as the corpus has them, including those that the model does not know.</summary>
    private static string[] WordsOf(CorpusSentence sentence, Vocabulary vocabulary) => sentence.IsIndexed
        ? Array.ConvertAll(sentence.WordIndices.ToArray(), index => index < 0 ? "(padding)" : vocabulary[index])
        : [.. sentence.Words];
}
