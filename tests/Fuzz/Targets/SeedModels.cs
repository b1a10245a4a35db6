using FastElman.Fixtures;
using FastElman.Model;
using FastElman.Training;

namespace FastElman.Fuzz.Targets;

/// <summary>Small models of every kind, to make other inputs of.</summary>
internal static class SeedModels
{
    /// <summary>
    /// Each kind of network, activation, decoding and tokenizer at least once, one with a word that was added, one with
    /// subwords in each precision.
    /// </summary>
    public static IEnumerable<ElmanModel> All =>
    [
        Of(default, HiddenActivation.Sigmoid, LabelDecoding.ArgMax, TokenizerKind.Punctuation),
        Of(NetworkKind.Jordan, HiddenActivation.Tanh, LabelDecoding.ArgMax, TokenizerKind.WhiteSpace),
        Of(NetworkKind.Bidirectional, HiddenActivation.Relu, LabelDecoding.IobTransitions, TokenizerKind.Punctuation),
        Of(default, HiddenActivation.Sigmoid, LabelDecoding.Iob, TokenizerKind.Punctuation).WithTemperature(1.5f),
        ElmanModel.Create(RandomModel.Parameters(new ElmanShape(2, 3, 4, 2, 1), seed: 3)),
        VocabularyPatching.Apply(Usual, [new AddedWord("rome", ["oslo", "to"])], new DateOnly(2026, 11, 28)),
        WithSubwords,
        WithSubwords.WithSubwordPrecision(SubwordPrecision.Float16),
    ];

    /// <summary>The model that the targets of running use.</summary>
    public static ElmanModel Usual =>
        Of(default, HiddenActivation.Sigmoid, LabelDecoding.ArgMax, TokenizerKind.Punctuation);

    /// <summary>A model whose unknown words have embeddings of their own.</summary>
    public static ElmanModel WithSubwords
    {
        get
        {
            var usual = Usual;
            var shape = new ElmanShape(5, 3, 6, 2, 3, NetworkVariant.Tutorial, subwordCount: 20);
            return ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), usual.Vocabulary, usual.Labels);
        }
    }

    /// <summary>The file of a model.</summary>
    public static byte[] Bytes(ElmanModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static ElmanModel Of(
        NetworkKind kind, HiddenActivation activation, LabelDecoding decoding, TokenizerKind tokenizer)
    {
        var variant = new NetworkVariant(kind, activation, decoding.UsesTransitions());
        var shape = new ElmanShape(
            hiddenSize: 5, labelCount: 3, vocabularySize: 6, embeddingSize: 2, windowSize: 3, variant);
        return ElmanModel.Create(
            RandomModel.Parameters(shape, seed: 1),
            new Vocabulary(["<UNK>", "from", "DIGIT", "oslo", "to", "ä."]),
            new LabelSet(["B-city", "I-city", "O"]),
            decoding: decoding,
            tokenizer: tokenizer);
    }
}
