using FastElman.Kernels;

namespace FastElman.Files;

/// <summary>
/// The words for the variants of a network and its tokenizer, in model files and on the command line.
/// </summary>
/// <typeparam name="TValue">What they name.</typeparam>
/// <param name="noun">What that is, for messages.</param>
/// <param name="names">A word for each value.</param>
internal sealed class VariantNames<TValue>(string noun, params (string Name, TValue Value)[] names)
    where TValue : struct
{
    /// <summary>All words.</summary>
    public IEnumerable<string> All => names.Select(each => each.Name);

    /// <summary>The word for a value.</summary>
    public string Of(TValue value) => names.First(each => each.Value.Equals(value)).Name;

    /// <summary>The value of a word, or null where nothing is called so.</summary>
    public TValue? Find(string name) =>
        names.Where(each => each.Name == name).Select(each => (TValue?)each.Value).FirstOrDefault();

    /// <summary>The value of a word in a file.</summary>
    /// <exception cref="ModelFormatException">Nothing is called so.</exception>
    public TValue Parse(string name, string where, string? file) =>
        Find(name) ?? throw new ModelFormatException(
            $"{where} names another {noun}", file, null, string.Join(", ", All), name);
}

/// <inheritdoc cref="VariantNames{TValue}"/>
internal static class VariantNames
{
    public static VariantNames<NetworkKind> Kinds { get; } = new(
        "network", (
            "elman", NetworkKind.Elman), ("jordan", NetworkKind.Jordan), ("bidirectional", NetworkKind.Bidirectional));

    public static VariantNames<HiddenActivation> Activations { get; } = new(
        "activation", (
            "sigmoid", HiddenActivation.Sigmoid), ("tanh", HiddenActivation.Tanh), ("relu", HiddenActivation.Relu));

    public static VariantNames<LabelDecoding> Decodings { get; } = new(
        "decoding",
        ("argmax", LabelDecoding.ArgMax),
        ("iob", LabelDecoding.Iob),
        ("transitions", LabelDecoding.Transitions),
        ("iob+transitions", LabelDecoding.IobTransitions));

    public static VariantNames<TokenizerKind> Tokenizers { get; } = new(
        "tokenizer", ("punctuation", TokenizerKind.Punctuation), ("whitespace", TokenizerKind.WhiteSpace));
}
