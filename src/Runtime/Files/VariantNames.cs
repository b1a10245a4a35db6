namespace FastElman.Files;

/// <summary>
/// The names of the variants of a network and of its tokenizer in model files and on the command line, and of what else
/// a command names in the same way.
/// </summary>
/// <typeparam name="TValue">The enumeration that is named.</typeparam>
/// <param name="noun">What a value is called in messages, such as <c>activation</c>.</param>
/// <param name="names">A name for each value.</param>
internal sealed class VariantNames<TValue>(string noun, params (string Name, TValue Value)[] names)
    where TValue : struct
{
    /// <summary>All names.</summary>
    public IEnumerable<string> All => names.Select(each => each.Name);

    /// <summary>The name of a value.</summary>
    public string Of(TValue value) => names.First(each => each.Value.Equals(value)).Name;

    /// <summary>The value with a name; null if there is none.</summary>
    public TValue? Find(string name) =>
        names.Where(each => each.Name == name).Select(each => (TValue?)each.Value).FirstOrDefault();

    /// <summary>The value with a name that was read from a file.</summary>
    /// <exception cref="ModelFormatException">No value has this name.</exception>
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

    public static VariantNames<SubwordPrecision> SubwordPrecisions { get; } = new(
        "precision", ("float32", SubwordPrecision.Float32), ("float16", SubwordPrecision.Float16));
}
