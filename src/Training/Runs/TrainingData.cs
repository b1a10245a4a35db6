using FastElman.Model;
using FastElman.Training.Backpropagation;
using FastElman.Training.Embeddings;
using FastElman.Training.Evaluation;
using FastElman.Training.Validation;
using FastElman.Validation;

namespace FastElman.Training.Runs;

/// <summary>A corpus prepared for a run: all sentences as indices in range, before the first update.</summary>
internal sealed class TrainingData
{
    private TrainingData(
        Corpus corpus, Vocabulary? vocabulary, LabelSet? labels, ElmanShape shape, TrainingOptions options)
    {
        if (options.EffectiveDecoding.FindProblem(shape, labels) is var (problem, expected, found))
        {
            throw corpus.Refusal(problem, expected, found);
        }

        Vocabulary = vocabulary;
        Labels = labels;
        Shape = shape;
        ScoredVocabulary = vocabulary;
        var training = corpus.GetSentences(CorpusSet.Train);
        var trainsSubwords = options.Regularization.Subwords > 0;
        if (vocabulary is null || labels is null)
        {
            if (trainsSubwords)
            {
                throw corpus.Refusal(
                    "subwords are parts of words, and the corpus does not say what its indices stand for");
            }

            if (options.ReplacesSlots)
            {
                throw corpus.Refusal(
                    "slots are read from the names of labels, and the corpus does not say what its indices stand for");
            }

            if (options.FinalTraining)
            {
                throw corpus.Refusal(
                    "a final training needs F1 on a validation set, and the corpus does not say what its indices "
                    + "stand for");
            }

            Train = [.. training.Select(sentence => Indexed(sentence, shape))];
            return;
        }

        if (options.ReplacesSlots && SlotReplacement.FindForeign(labels) is { } label)
        {
            throw corpus.Refusal(
                $"slots get other values where labels are IOB, and \"{MessageText.Sanitize(label)}\" is of another "
                + "scheme");
        }

        var encoding = corpus.CreateEncoding(vocabulary, labels);
        if (shape.SubwordCount > 0)
        {
            if (vocabulary.UnknownIndex is null)
            {
                throw corpus.Refusal(
                    $"subwords are for words that are unknown, and the vocabulary has no {Vocabulary.UnknownWord}");
            }

            UnknownWords = UnknownCorpusWords.Of(
                Enum.GetValues<CorpusSet>().Where(corpus.HasSet).SelectMany(corpus.GetSentences), encoding);
            ScoredVocabulary = UnknownCorpusWords.Append(vocabulary, UnknownWords);
        }

        Composed = trainsSubwords ? new ComposedWords(vocabulary, UnknownWords, shape.SubwordCount) : null;
        var scored = corpus.CreateEncoding(ScoredVocabulary!, labels);
        var read = Composed is null ? encoding : scored;
        Train = [.. training.Select(Encode)];
        Validation = SetOf(CorpusSet.Validation);
        Test = SetOf(CorpusSet.Test);
        if (options.FinalTraining)
        {
            FinalTrain = Validation is null
                ? throw corpus.Refusal("a final training adds the validation set, and the corpus has none")
                : [.. Train, .. corpus.GetSentences(CorpusSet.Validation).Select(Encode)];
        }

        TrainingSentence Encode(CorpusSentence sentence) =>
            new(RowsOf(read.GetWordIndices(sentence)), encoding.GetLabelIndices(sentence), sentence);

        // A corpus of one file is its own test set. It is not scored, because a score on the training set misleads.
        ScoredSet? SetOf(CorpusSet set) =>
            corpus.HasSet(set) && corpus.GetSentences(set) is { Count: > 0 } sentences
                && !ReferenceEquals(sentences, training)
                ? new ScoredSet(sentences, scored)
                : null;
    }

    /// <summary>The words; null for an indexed corpus that does not say what its indices stand for.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>The labels; null exactly where <see cref="Vocabulary"/> is null.</summary>
    public LabelSet? Labels { get; }

    /// <summary>The sizes of the network.</summary>
    public ElmanShape Shape { get; }

    /// <summary>What words are made of, where they are trained with subwords; else null.</summary>
    public ComposedWords? Composed { get; }

    /// <summary>
    /// The words of all sets that the vocabulary lacks and a network with subwords reads by their letters; empty for
    /// one without.
    /// </summary>
    public IReadOnlyList<string> UnknownWords { get; } = [];

    /// <summary>
    /// The words of the models that are scored: the vocabulary, and behind it <see cref="UnknownWords"/>.
    /// </summary>
    public Vocabulary? ScoredVocabulary { get; }

    /// <summary>
    /// The sentences to train on, in the order of the corpus. With <see cref="Composed"/> their words are its rows.
    /// </summary>
    public TrainingSentence[] Train { get; }

    /// <summary>
    /// The sentences of the final training: the training set and after it the validation set; null unless one is asked
    /// for.
    /// </summary>
    public TrainingSentence[]? FinalTrain { get; }

    /// <summary>The number of sentences of a final training, whether one is asked for or not.</summary>
    public int FinalSentenceCount => Train.Length + (Validation?.Lengths.Length ?? 0);

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
            throw corpus.Refusal("the training set is empty");
        }

        if (options.Names is var (words, names))
        {
            return new TrainingData(corpus, words, names, options.InitialParameters!.Shape, options);
        }

        var hasNames = corpus is { Vocabulary: not null, Labels: not null };
        if (!hasNames && training.Any(sentence => sentence.IsIndexed))
        {
            var shape = options.InitialParameters?.Shape ?? CorpusShape.OfIndices(training, options, corpus);
            return new TrainingData(corpus, null, null, shape, options);
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
            CorpusShape.Of(vocabulary, labels, options, corpus),
            options);
    }

    /// <summary>The words of a network trained on a corpus: its own, or those of its training set.</summary>
    /// <exception cref="CorpusFormatException">
    /// The corpus has indices and does not say of what; of a corpus made in memory
    /// <see cref="InvalidOperationException"/>.
    /// </exception>
    public static Vocabulary WordsOf(Corpus corpus)
    {
        if (corpus.Vocabulary is { } vocabulary)
        {
            return vocabulary;
        }

        var training = corpus.GetSentences(CorpusSet.Train);
        return training.Any(sentence => sentence.IsIndexed)
            ? throw corpus.Refusal("the corpus has indices without the words behind them")
            : VocabularyBuilder.BuildVocabulary(training);
    }

    /// <summary>What the options ask for and this corpus has nothing for: a phrase for each.</summary>
    public IReadOnlyList<string> FindIdleOptions(TrainingOptions options)
    {
        var idle = new List<string>();
        if (options.Recipe == TrainingRecipe.Regularized
            && options.Regularization.WordDropout > 0
            && Vocabulary?.UnknownIndex is null)
        {
            idle.Add($"the words have no {Vocabulary.UnknownWord}: none is hidden behind it");
        }

        if (options.ReplacesSlots && !SlotReplacement.HasSlots(Labels!))
        {
            idle.Add("the labels make no slots: none gets another value");
        }

        return idle;
    }

    /// <summary>Parameters as a model holds them: composed, where training has own vectors and subwords.</summary>
    public ElmanParameters Compose(ElmanParameters parameters) => Composed?.Compose(parameters) ?? parameters;

    /// <summary>The SHA-256 of everything that a run reads of the corpus.</summary>
    public string ComputeHash()
    {
        using var hash = new RunHash();
        hash.Add(Vocabulary ?? (IReadOnlyList<string>)[]);
        hash.Add(Labels ?? (IReadOnlyList<string>)[]);
        if (Shape.SubwordCount > 0)
        {
            hash.Add(UnknownWords);
        }

        hash.Add(Train.Length);
        foreach (var sentence in Train)
        {
            hash.Add(sentence.Words);
            hash.Add(sentence.Labels);
        }

        foreach (var set in (ScoredSet?[])[Validation, Test])
        {
            hash.Add(set is null ? 0 : 1);
            AddTo(hash, set);
        }

        return hash.Complete();

        static void AddTo(RunHash hash, ScoredSet? set)
        {
            if (set is not null)
            {
                hash.Add(set.Words);
                hash.Add(set.Lengths);
                foreach (var labels in set.Gold)
                {
                    hash.Add(labels);
                }
            }
        }
    }

    /// <summary>Refuses sizes that no network of the words and labels of a corpus can have.</summary>
    public void RequireShape(TrainingOptions options, Corpus corpus) =>
        CorpusShape.Make(options, Shape.LabelCount, Shape.VocabularySize, corpus);

    /// <summary>The rows of <see cref="Composed"/> for indices of <see cref="ScoredVocabulary"/>.</summary>
    private int[] RowsOf(int[] words)
    {
        if (Composed is { } composed)
        {
            foreach (ref var word in words.AsSpan())
            {
                word = word < Vocabulary!.Count ? word : composed.MissingRowOf(word - Vocabulary.Count);
            }
        }

        return words;
    }

    private static TrainingSentence Indexed(CorpusSentence sentence, ElmanShape shape)
    {
        try
        {
            Guard.InVocabulary(sentence.WordIndices, shape.PaddingRow);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw sentence.Refusal(e.Message, innerException: e);
        }

        foreach (var label in sentence.LabelIndices)
        {
            if ((uint)label >= (uint)shape.LabelCount)
            {
                throw sentence.Refusal(
                    "the label index is out of range",
                    $"0 to {shape.LabelCount - 1}",
                    FormattableString.Invariant($"{label}"));
            }
        }

        return new TrainingSentence(sentence.WordIndices.ToArray(), sentence.LabelIndices.ToArray(), sentence);
    }
}
