namespace FastElman.Soak;

/// <summary>
/// A few small random models for the same sentences: of several kinds of network, decodings and precisions. No two
/// answer alike.
/// </summary>
internal static class KnownModels
{
    private const int VocabularySize = 200;

    private const int SlotKinds = 6;

    /// <summary>An outside label, and two for each kind of slot.</summary>
    private const int LabelCount = 1 + (2 * SlotKinds);

    /// <summary>Weights of the tutorial's range would give all words nearly the same label.</summary>
    private const float WeightRange = 1f;

    public static KnownModel[] Make()
    {
        var sentences = new Sentences(VocabularySize, new Random(7));
        return
        [
            Make(sentences, 1, LabelDecoding.ArgMax),
            Make(sentences, 2, LabelDecoding.Iob),
            Make(sentences, 3, LabelDecoding.Transitions),
            Make(sentences, 4, LabelDecoding.ArgMax, NetworkKind.Jordan),
            Make(sentences, 5, LabelDecoding.Iob, precision: WeightPrecision.Int16),
            Make(sentences, 6, LabelDecoding.ArgMax, NetworkKind.Bidirectional),
        ];
    }

    private static KnownModel Make(
        Sentences sentences,
        int number,
        LabelDecoding decoding,
        NetworkKind kind = NetworkKind.Elman,
        WeightPrecision precision = WeightPrecision.Float32)
    {
        var hasTransitions = decoding == LabelDecoding.Transitions;
        var shape = new ElmanShape(
            hiddenSize: 20 + (8 * number),
            LabelCount,
            VocabularySize,
            embeddingSize: 10,
            windowSize: 5,
            new NetworkVariant(kind, HiddenActivation.Sigmoid, hasTransitions));
        var random = new Random(number);
        var parameters = new ElmanParameters(shape);
        foreach (var tensor in shape.Tensors)
        {
            foreach (ref var value in parameters[tensor])
            {
                value = ((random.NextSingle() * 2) - 1) * WeightRange;
            }
        }

        // Names of slots tell the models apart: an answer that mixes two of them has names of both.
        var labels = new LabelSet(Enumerable.Range(0, LabelCount).Select(
            label => label == 0 ? LabelSet.Outside : $"{"IB"[label % 2]}-model{number}.{(label - 1) / 2}"));
        var model = ElmanModel.Create(parameters, sentences.Vocabulary, labels, decoding: decoding);
        return new KnownModel(model, new CompileOptions { Precision = precision }, sentences);
    }
}
