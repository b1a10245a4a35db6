using FastElman.Model;
using FastElman.Training.Embeddings;
using FastElman.Validation;

namespace FastElman.Training.Runs;

/// <summary>
/// The models that teach a run: the mean of their label probabilities is a part of every word's target. They see the
/// sentences whole, whatever dropout hides from their pupil.
/// </summary>
internal sealed class Teachers
{
    private readonly List<(CorpusEncoding Encoding, CompiledModel Model, int[] Labels)> _members = [];
    private readonly List<ReadOnlyMemory<float>> _taught = [];

    private Teachers(Corpus corpus, TrainingData data, IReadOnlyList<ElmanModel> models)
    {
        if (data.Labels is not { } labels)
        {
            throw corpus.Refusal("a teacher labels words, and the corpus does not say what its indices stand for");
        }

        for (var i = 0; i < models.Count; i++)
        {
            var model = models[i];
            var name = FormattableString.Invariant($"teacher {i + 1} of {models.Count}");
            if (model is not { Vocabulary: not null, Labels: { } own })
            {
                throw corpus.Refusal($"{name} has no words or no labels");
            }

            if (own.Count != labels.Count || own.FirstOrDefault(label => !labels.TryGetIndex(label, out _)) is { })
            {
                var other = own.Except(labels, StringComparer.Ordinal)
                    .Concat(labels.Except(own, StringComparer.Ordinal));
                throw corpus.Refusal(
                    $"{name} has other labels than the corpus",
                    expected: FormattableString.Invariant($"the {labels.Count} labels of the corpus"),
                    found: FormattableString.Invariant(
                        $"{own.Count} labels; \"{MessageText.Sanitize(other.First())}\" only one of them has"));
            }

            // In the sentences of both trainings: the final one begins after hours.
            var reader = UnknownCorpusWords.AddTo(
                model,
                corpus,
                data.FinalTrain is null
                    ? [CorpusSet.Train]
                    : (CorpusSet[])[CorpusSet.Train, CorpusSet.Validation]);
            var encoding = corpus.CreateEncoding(reader.Vocabulary!, own);
            foreach (var sentence in data.FinalTrain ?? data.Train)
            {
                _ = encoding.GetWordIndices(sentence.Source);
            }

            _members.Add((
                encoding,
                reader.Compile(),
                [.. own.Select(label => labels.TryGetIndex(label, out var index) ? index : -1)]));
        }
    }

    /// <summary>The teachers of a run; null for none.</summary>
    /// <exception cref="CorpusFormatException">
    /// The corpus has no words, or a model has other labels, or a word is unknown to one that has no
    /// <c>&lt;UNK&gt;</c>.
    /// </exception>
    public static Teachers? Of(Corpus corpus, TrainingData data, TrainingOptions options)
    {
        var models = options.Recipe == TrainingRecipe.Regularized ? options.Regularization.Teachers : [];
        return models.Count == 0 ? null : new Teachers(corpus, data, models);
    }

    /// <summary>
    /// What they say about sentences. A sentence is labelled once: those of the final training begin with those of the
    /// first one.
    /// </summary>
    /// <param name="sentences">The sentences, those of an earlier call at the beginning.</param>
    /// <param name="stride">Floats from one word to the next, at least the labels; always the same.</param>
    /// <returns>[at least sentences]: [words, stride], 0 behind the labels.</returns>
    public IReadOnlyList<ReadOnlyMemory<float>> Label(ReadOnlySpan<TrainingSentence> sentences, int stride)
    {
        Tagger[] taggers = [.. _members.Select(member => new Tagger(member.Model))];
        for (var i = _taught.Count; i < sentences.Length; i++)
        {
            var sum = new float[checked(sentences[i].Words.Length * stride)];
            for (var member = 0; member < taggers.Length; member++)
            {
                var (encoding, _, labels) = _members[member];
                Add(taggers[member], encoding.GetWordIndices(sentences[i].Source), labels, sum, stride);
            }

            _taught.Add(sum);
        }

        return _taught;
    }

    private void Add(Tagger tagger, int[] words, int[] labels, Span<float> sum, int stride)
    {
        var probabilities = new float[words.Length * labels.Length];
        tagger.Tag(words, new int[words.Length], probabilities);
        for (var t = 0; t < words.Length; t++)
        {
            for (var label = 0; label < labels.Length; label++)
            {
                sum[(t * stride) + labels[label]] += probabilities[(t * labels.Length) + label] / _members.Count;
            }
        }
    }
}
