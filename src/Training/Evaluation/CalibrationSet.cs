using FastElman.Network;

namespace FastElman.Training.Evaluation;

/// <summary>Sentences to compare the confidence of models on, encoded once.</summary>
internal sealed class CalibrationSet
{
    private readonly CalibrationSentence[] _sentences;
    private readonly int _longest;

    private CalibrationSet(CalibrationSentence[] sentences)
    {
        _sentences = sentences;
        _longest = sentences.Length == 0 ? 0 : sentences.Max(sentence => sentence.Words.Length);
    }

    /// <summary>Whether there is nothing to compare on.</summary>
    public bool IsEmpty => _sentences.Length == 0;

    /// <param name="model">A model with words and labels; later ones have the same.</param>
    /// <param name="corpus">The corpus.</param>
    /// <param name="set">The set of it.</param>
    public static CalibrationSet Of(ElmanModel model, Corpus corpus, CorpusSet set)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(corpus);
        if (model is not { Vocabulary: { } vocabulary, Labels: { } labels })
        {
            throw new ArgumentException("The model has no words or no labels to read the corpus with.", nameof(model));
        }

        var encoding = corpus.CreateEncoding(vocabulary, labels);
        return new CalibrationSet([.. corpus.GetSentences(set).Select(Encode)]);

        CalibrationSentence Encode(CorpusSentence sentence)
        {
            var gold = encoding.GetGoldLabels(sentence);
            return new CalibrationSentence(
                encoding.GetWordIndices(sentence),
                Array.ConvertAll(gold, label => labels.TryGetIndex(label, out var index) ? index : -1),
                [.. SlotReader.Read(gold)]);
        }
    }

    /// <summary>The mean of −ln p over the tokens: <see cref="ConfidenceEvaluation.NegativeLogLikelihood"/>.</summary>
    /// <param name="model">A model with the words and labels of the set.</param>
    public double NegativeLogLikelihood(CompiledModel model)
    {
        var tagger = new Tagger(model);
        var (labels, probabilities) = (new int[_longest], new float[_longest]);
        var (sum, count) = (0.0, 0L);
        foreach (var (words, gold, _) in _sentences)
        {
            // The probability of any label that exists stands in for one that does not; it is not counted.
            var wanted = Array.ConvertAll(gold, label => Math.Max(label, 0));
            tagger.Tag(
                words, labels.AsSpan(0, words.Length), new LabelConfidence(probabilities, labels: wanted));
            for (var t = 0; t < words.Length; t++)
            {
                if (gold[t] >= 0)
                {
                    sum -= Math.Log(Math.Max(probabilities[t], float.Epsilon));
                    count++;
                }
            }
        }

        return sum / Math.Max(count, 1);
    }

    /// <summary>All figures of a model.</summary>
    /// <param name="model">A model with the words and labels of the set.</param>
    public ConfidenceEvaluation Evaluate(CompiledModel model)
    {
        var tagger = new Tagger(model);
        var (labels, words, continuations) = (new int[_longest], new float[_longest], new float[_longest]);
        var (tokenConfidence, tokenIsRight) = (new List<float>(), new List<bool>());
        var slots = new List<(float, bool)>();
        foreach (var sentence in _sentences)
        {
            var length = sentence.Words.Length;
            var found = labels.AsSpan(0, length);
            var confidence = new LabelConfidence(words.AsSpan(0, length), continuations.AsSpan(0, length));
            tagger.Tag(sentence.Words, found, confidence);
            for (var t = 0; t < length; t++)
            {
                tokenConfidence.Add(words[t]);
                tokenIsRight.Add(found[t] == sentence.Gold[t]);
            }

            var place = 0;
            while (model.Slots!.TryRead(found, ref place, out var slot))
            {
                slots.Add((confidence.OfSpan(slot.FirstToken, slot.TokenCount), sentence.Slots.Contains(slot)));
            }
        }

        return new ConfidenceEvaluation(
            model.Model.Temperature,
            NegativeLogLikelihood(model),
            new Reliability([.. tokenConfidence], [.. tokenIsRight]),
            slots,
            _sentences.Sum(sentence => (long)sentence.Slots.Length));
    }

    /// <param name="Words">[n]: the word indices.</param>
    /// <param name="Gold">[n]: the right label of each word; −1 where the model does not have it.</param>
    /// <param name="Slots">The right slots.</param>
    private sealed record CalibrationSentence(int[] Words, int[] Gold, SlotTokens[] Slots);
}
