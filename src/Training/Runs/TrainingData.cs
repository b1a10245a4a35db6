using FastElman.Validation;

namespace FastElman.Training.Runs;

/// <summary>A corpus made ready for a run: everything as indices, and checked, before the first step.</summary>
internal sealed class TrainingData
{
    private TrainingData(Corpus corpus, Vocabulary? vocabulary, LabelSet? labels, ElmanShape shape)
    {
        Vocabulary = vocabulary;
        Labels = labels;
        Shape = shape;
        var training = corpus.Sentences(CorpusSet.Train);
        if (vocabulary is null || labels is null)
        {
            Train = [.. training.Select(sentence => Indexed(sentence, shape))];
            return;
        }

        var encoding = corpus.EncodingFor(vocabulary, labels);
        Train = [.. training.Select(sentence => new TrainingSentence(encoding.Words(sentence), encoding.LabelIndices(sentence), sentence))];
        Validation = SetOf(CorpusSet.Validation);
        Test = SetOf(CorpusSet.Test);

        // A score on what was learned from would only mislead, so a corpus without sets has none.
        ScoredSet? SetOf(CorpusSet set) => corpus.Has(set) && corpus.Sentences(set) is { Count: > 0 } sentences && !ReferenceEquals(sentences, training)
            ? new ScoredSet(sentences, encoding)
            : null;
    }

    /// <summary>The words, or null where the corpus has indices that it gives no meaning.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>The labels, or null where there is no vocabulary either.</summary>
    public LabelSet? Labels { get; }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape { get; }

    /// <summary>The sentences to train on, in the order of the corpus.</summary>
    public TrainingSentence[] Train { get; }

    /// <summary>What decides; null where there is none.</summary>
    public ScoredSet? Validation { get; }

    /// <summary>What is reported; null where there is none.</summary>
    public ScoredSet? Test { get; }

    /// <summary>Makes a corpus ready. Text gets vocabulary and labels by the rules of <see cref="VocabularyBuilder"/>.</summary>
    public static TrainingData Of(Corpus corpus, TrainingOptions options)
    {
        var training = corpus.Sentences(CorpusSet.Train);
        if (training.Count == 0)
        {
            throw new CorpusFormatException("the training set is empty", corpus.Path);
        }

        if (corpus is { Vocabulary: { } vocabulary, Labels: { } labels })
        {
            return new TrainingData(corpus, vocabulary, labels, ShapeFor(vocabulary.Count, labels.Count, options, corpus.Path));
        }

        if (training.Any(sentence => sentence.IsIndexed))
        {
            return new TrainingData(corpus, null, null, options.InitialParameters?.Shape ?? ShapeOfIndices(training, options, corpus.Path));
        }

        var builtVocabulary = VocabularyBuilder.BuildVocabulary(training);
        var builtLabels = VocabularyBuilder.BuildLabels(Enum.GetValues<CorpusSet>().Where(corpus.Has).SelectMany(corpus.Sentences));
        return new TrainingData(corpus, builtVocabulary, builtLabels, ShapeFor(builtVocabulary.Count, builtLabels.Count, options, corpus.Path));
    }

    /// <summary>SHA-256 of all that a run reads of the corpus.</summary>
    public string Fingerprint()
    {
        using var fingerprint = new Fingerprint();
        fingerprint.Add(Vocabulary ?? (IReadOnlyList<string>)[]);
        fingerprint.Add(Labels ?? (IReadOnlyList<string>)[]);
        fingerprint.Add(Train.Length);
        foreach (var sentence in Train)
        {
            fingerprint.Add(sentence.Words);
            fingerprint.Add(sentence.Labels);
        }

        foreach (var set in (ScoredSet?[])[Validation, Test])
        {
            fingerprint.Add(set is null ? 0 : 1);
            set?.AddTo(fingerprint);
        }

        return fingerprint.Complete();
    }

    private static ElmanShape ShapeFor(int words, int labels, TrainingOptions options, string path)
    {
        if (options.InitialParameters is not { Shape: var shape })
        {
            return new ElmanShape(options.HiddenSize, labels, words, options.EmbeddingSize, options.WindowSize, options.Network);
        }

        return (shape.VocabularySize, shape.LabelCount) == (words, labels)
            ? shape
            : throw new CorpusFormatException(
                "the initial parameters are not of this corpus",
                path,
                expected: $"{shape.VocabularySize} words and {shape.LabelCount} labels",
                found: $"{words} words and {labels} labels");
    }

    /// <summary>As large as the indices ask for.</summary>
    private static ElmanShape ShapeOfIndices(IReadOnlyList<CorpusSentence> sentences, TrainingOptions options, string path)
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

        // At least the sizes that the options name are possible: what is not, is the corpus's.
        const int Largest = ElmanShape.MaximumElementCount;
        _ = new ElmanShape(options.HiddenSize, labelCount: 1, vocabularySize: 0, options.EmbeddingSize, options.WindowSize);
        return lastWord < Largest && lastLabel < Largest
            ? ElmanShape.OfFile(options.HiddenSize, lastLabel + 1, lastWord + 1, options.EmbeddingSize, options.WindowSize, path, options.Network)
            : throw new CorpusFormatException("the indices ask for an impossible network", path, null, $"indices below {Largest}", $"{Math.Max(lastWord, lastLabel)}");
    }

    private static TrainingSentence Indexed(CorpusSentence sentence, ElmanShape shape)
    {
        try
        {
            Guard.InVocabulary(sentence.WordIndices, shape.PaddingRow);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new CorpusFormatException(e.Message, sentence.File, sentence.Line, innerException: e);
        }

        foreach (var label in sentence.LabelIndices)
        {
            if ((uint)label >= (uint)shape.LabelCount)
            {
                throw new CorpusFormatException("the label index is out of range", sentence.File, sentence.Line, $"0 to {shape.LabelCount - 1}", $"{label}");
            }
        }

        return new TrainingSentence(sentence.WordIndices.ToArray(), sentence.LabelIndices.ToArray(), sentence);
    }
}
