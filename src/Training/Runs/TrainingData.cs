using FastElman.Model;
using FastElman.Training.Evaluation;
using FastElman.Validation;

namespace FastElman.Training.Runs;

/// <summary>A corpus prepared for a run: all sentences as indices in range, before the first update.</summary>
internal sealed class TrainingData
{
    private TrainingData(
        Corpus corpus, Vocabulary? vocabulary, LabelSet? labels, ElmanShape shape, LabelDecoding decoding)
    {
        if (decoding.FindProblem(shape, labels) is var (problem, expected, found))
        {
            throw new CorpusFormatException(problem, corpus.Path, expected: expected, found: found);
        }

        Vocabulary = vocabulary;
        Labels = labels;
        Shape = shape;
        var training = corpus.GetSentences(CorpusSet.Train);
        if (vocabulary is null || labels is null)
        {
            Train = [.. training.Select(sentence => Indexed(sentence, shape))];
            return;
        }

        var encoding = corpus.CreateEncoding(vocabulary, labels);
        Train = [.. training.Select(sentence =>
            new TrainingSentence(encoding.GetWordIndices(sentence), encoding.GetLabelIndices(sentence), sentence))];
        Validation = SetOf(CorpusSet.Validation);
        Test = SetOf(CorpusSet.Test);

        // A corpus of one file is its own test set. It is not scored, because a score on the training set misleads.
        ScoredSet? SetOf(CorpusSet set) =>
            corpus.HasSet(set) && corpus.GetSentences(set) is { Count: > 0 } sentences
                && !ReferenceEquals(sentences, training)
                ? new ScoredSet(sentences, encoding)
                : null;
    }

    /// <summary>The words; null for an indexed corpus that does not say what its indices stand for.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>The labels; null exactly where <see cref="Vocabulary"/> is null.</summary>
    public LabelSet? Labels { get; }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape { get; }

    /// <summary>The sentences to train on, in the order of the corpus.</summary>
    public TrainingSentence[] Train { get; }

    /// <summary>The set that decides which epoch is best; null without one.</summary>
    public ScoredSet? Validation { get; }

    /// <summary>The set whose score is reported besides; null without one.</summary>
    public ScoredSet? Test { get; }

    /// <summary>
    /// Prepares a corpus. A textual one without a vocabulary gets words and labels from
    /// <see cref="VocabularyBuilder"/>.
    /// </summary>
    public static TrainingData Of(Corpus corpus, TrainingOptions options)
    {
        var training = corpus.GetSentences(CorpusSet.Train);
        if (training.Count == 0)
        {
            throw new CorpusFormatException("the training set is empty", corpus.Path);
        }

        var hasNames = corpus is { Vocabulary: not null, Labels: not null };
        if (!hasNames && training.Any(sentence => sentence.IsIndexed))
        {
            var shape = options.InitialParameters?.Shape ?? ShapeOfIndices(training, options, corpus.Path);
            return new TrainingData(corpus, null, null, shape, options.EffectiveDecoding);
        }

        var vocabulary = WordsOf(corpus);
        var labels = hasNames
            ? corpus.Labels!
            : VocabularyBuilder.BuildLabels(
                Enum.GetValues<CorpusSet>().Where(corpus.HasSet).SelectMany(corpus.GetSentences));
        return new TrainingData(
            corpus,
            vocabulary,
            labels,
            ShapeFor(vocabulary.Count, labels.Count, options, corpus.Path),
            options.EffectiveDecoding);
    }

    /// <summary>The words of a network trained on a corpus: its own, or those of its training set.</summary>
    /// <exception cref="CorpusFormatException">The corpus has indices and does not say of what.</exception>
    public static Vocabulary WordsOf(Corpus corpus)
    {
        if (corpus.Vocabulary is { } vocabulary)
        {
            return vocabulary;
        }

        var training = corpus.GetSentences(CorpusSet.Train);
        return training.Any(sentence => sentence.IsIndexed)
            ? throw new CorpusFormatException("the corpus has indices without the words behind them", corpus.Path)
            : VocabularyBuilder.BuildVocabulary(training);
    }

    /// <summary>The SHA-256 of everything that a run reads of the corpus.</summary>
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
            AddTo(fingerprint, set);
        }

        return fingerprint.Complete();

        static void AddTo(Fingerprint fingerprint, ScoredSet? set)
        {
            if (set is not null)
            {
                fingerprint.Add(set.Words);
                fingerprint.Add(set.Lengths);
                foreach (var labels in set.Gold)
                {
                    fingerprint.Add(labels);
                }
            }
        }
    }

    private static ElmanShape ShapeFor(int words, int labels, TrainingOptions options, string? path)
    {
        if (options.InitialParameters is not { Shape: var shape })
        {
            return MakeShape(options, labels, words, path);
        }

        return (shape.VocabularySize, shape.LabelCount) == (words, labels)
            ? shape
            : throw new CorpusFormatException(
                "the initial parameters are not of this corpus",
                path,
                expected: $"{shape.VocabularySize} words and {shape.LabelCount} labels",
                found: $"{words} words and {labels} labels");
    }

    /// <summary>The smallest shape that has all indices.</summary>
    private static ElmanShape ShapeOfIndices(
        IReadOnlyList<CorpusSentence> sentences, TrainingOptions options, string? path)
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
            ? MakeShape(options, lastLabel + 1, lastWord + 1, path)
            : throw new CorpusFormatException(
                "the indices are too large for a network",
                path,
                expected: $"indices below {Largest}",
                found: $"{Math.Max(lastWord, lastLabel)}");
    }

    /// <summary>Tells apart whether the options or the corpus ask for an impossible size.</summary>
    private static ElmanShape MakeShape(TrainingOptions options, int labels, int words, string? path)
    {
        _ = new ElmanShape(
            options.HiddenSize,
            labelCount: 1,
            vocabularySize: 0,
            options.EmbeddingSize,
            options.WindowSize,
            options.Network);
        try
        {
            return new ElmanShape(
                options.HiddenSize, labels, words, options.EmbeddingSize, options.WindowSize, options.Network);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new CorpusFormatException(
                "the corpus has more words or labels than a network of these sizes can have",
                path,
                found: $"{words} words and {labels} labels",
                innerException: e);
        }
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
                throw new CorpusFormatException(
                    "the label index is out of range",
                    sentence.File,
                    sentence.Line,
                    $"0 to {shape.LabelCount - 1}",
                    $"{label}");
            }
        }

        return new TrainingSentence(sentence.WordIndices.ToArray(), sentence.LabelIndices.ToArray(), sentence);
    }
}
