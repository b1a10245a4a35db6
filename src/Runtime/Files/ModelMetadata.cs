using System.Text.Json;
using FastElman.Model;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// What a model file says besides its tensors, in the <c>__metadata__</c> of safetensors, where every value is text:
/// <c>format</c>, <c>fastelman.version</c>, <c>fastelman.config</c>, <c>fastelman.vocabulary</c>,
/// <c>fastelman.labels</c>, and the checksum under <c>fastelman.crc32c</c>, or <c>fastelman.sha256</c> in a file of
/// version 1. A safetensors file of another program may lack all of them.
/// </summary>
internal sealed record ModelMetadata(
    Vocabulary? Vocabulary,
    LabelSet? Labels,
    ModelProvenance Provenance,
    LabelDecoding Decoding,
    TokenizerKind Tokenizer = TokenizerKind.Punctuation)
{
    private const string FormatKey = "format";
    private const string Format = "fastelman";
    private const string VersionKey = "fastelman.version";
    private const string ConfigKey = "fastelman.config";
    private const string VocabularyKey = "fastelman.vocabulary";
    private const string LabelsKey = "fastelman.labels";

    private const string NetworkKey = "network";
    private const string ActivationKey = "activation";
    private const string DecodingKey = "decoding";
    private const string TokenizerKey = "tokenizer";
    private const string TemperatureKey = "temperature";
    private const string SubwordsKey = "subwords";

    /// <summary>The version of the form of the file.</summary>
    public FormatVersion Version { get; init; } = FormatVersion.Crc32C;

    /// <summary>The version's checksum of the tensors, in hexadecimal; null where the file has none.</summary>
    public string? Checksum { get; init; }

    /// <summary>What the probabilities are made with; finite and positive.</summary>
    public float Temperature { get; init; } = 1f;

    /// <summary>Whether the entries call the file a model of ours.</summary>
    public static bool IsOurs(IReadOnlyDictionary<string, string> entries) =>
        entries.GetValueOrDefault(FormatKey) == Format;

    /// <summary>What a model says besides its tensors; without a checksum.</summary>
    public static ModelMetadata Of(ElmanModel model) => new(
        model.Vocabulary, model.Labels, model.Provenance, model.Decoding, model.Tokenizer)
    {
        Temperature = model.Temperature,
    };

    /// <summary>The same with the checksum of the parameters, of the latest version.</summary>
    public ModelMetadata WithChecksumOf(
        ElmanParameters parameters, SubwordPrecision subwordPrecision = SubwordPrecision.Float32) => this with
        {
            Version = FormatVersion.Crc32C,
            Checksum = TensorChecksum.Of(parameters, FormatVersion.Crc32C, subwordPrecision),
        };

    /// <summary>Refuses parameters that are not those that the checksum is of.</summary>
    /// <exception cref="ModelFormatException">They differ.</exception>
    public void RequireChecksum(ElmanParameters parameters, string? file, string advice = "")
    {
        var found = TensorChecksum.Of(parameters, Version);
        if (!found.Equals(Checksum, StringComparison.OrdinalIgnoreCase))
        {
            throw ChecksumDiffers(found, file, advice);
        }
    }

    /// <summary>The refusal of tensors with another checksum.</summary>
    public ModelFormatException ChecksumDiffers(string found, string? file, string advice = "") => new(
        $"the tensors were changed or damaged: their {TensorChecksum.NameOf(Version)} differs{advice}",
        file,
        null,
        string.IsNullOrEmpty(Checksum) ? "a checksum in the metadata" : Checksum,
        found);

    /// <summary>Keys and values in the order in which they are written.</summary>
    public IEnumerable<(string Key, string Value)> Compose(ElmanShape shape)
    {
        yield return (FormatKey, Format);
        yield return (VersionKey, TextOf(Version));
        yield return (ConfigKey, MetadataJson.Write(writer => WriteConfig(writer, shape)));
        if (Vocabulary is not null)
        {
            yield return (VocabularyKey, MetadataJson.List(Vocabulary));
        }

        if (Labels is not null)
        {
            yield return (LabelsKey, MetadataJson.List(Labels));
        }

        if (Checksum is not null)
        {
            yield return (ChecksumKey(Version), Checksum);
        }
    }

    /// <summary>
    /// The network variant and the default decoding that the entries of a model of ours state. The variant determines
    /// which tensors the file must have. It has learned transition scores if the decoding uses them.
    /// </summary>
    public static (NetworkVariant Variant, LabelDecoding Decoding) ParseVariant(
        IReadOnlyDictionary<string, string> entries, string? file)
    {
        RequireVersion(entries, file);
        using var document = MetadataJson.Parse(
            Required(entries, ConfigKey, file), ConfigKey, JsonValueKind.Object, file);
        var config = document.RootElement;
        var kind = VariantNames.Kinds.Parse(Text(config, NetworkKey, file) ?? "nothing", ConfigKey, file);
        var activation = Text(config, ActivationKey, file) is { } activationName
            ? VariantNames.Activations.Parse(activationName, ConfigKey, file)
            : HiddenActivation.Sigmoid;
        var decoding = Text(config, DecodingKey, file) is { } decodingName
            ? VariantNames.Decodings.Parse(decodingName, ConfigKey, file)
            : LabelDecoding.ArgMax;
        return (new NetworkVariant(kind, activation, decoding.UsesTransitions()), decoding);
    }

    /// <summary>Reads the entries and checks them against the shape of the tensors.</summary>
    public static ModelMetadata Parse(
        IReadOnlyDictionary<string, string> entries, ElmanShape shape, LabelDecoding decoding, string? file)
    {
        if (!IsOurs(entries))
        {
            return new ModelMetadata(null, null, new ModelProvenance(), decoding);
        }

        var version = RequireVersion(entries, file);
        var checksum = Required(entries, ChecksumKey(version), file);
        var (provenance, tokenizer, temperature) = ParseConfig(Required(entries, ConfigKey, file), shape, file);
        return new ModelMetadata(
            MetadataJson.ParseNames(entries, VocabularyKey, file, words => new Vocabulary(words)),
            MetadataJson.ParseNames(entries, LabelsKey, file, labels => new LabelSet(labels)),
            provenance,
            decoding,
            tokenizer)
        {
            Version = version,
            Checksum = checksum,
            Temperature = temperature,
        };
    }

    /// <summary>The version of the file; one that is not known is refused.</summary>
    private static FormatVersion RequireVersion(IReadOnlyDictionary<string, string> entries, string? file)
    {
        var found = Required(entries, VersionKey, file);
        return found == TextOf(FormatVersion.Crc32C) ? FormatVersion.Crc32C
            : found == TextOf(FormatVersion.Sha256) ? FormatVersion.Sha256
            : throw new ModelFormatException(
                $"the file is of another version of the format: {VersionKey}",
                file,
                null,
                $"{TextOf(FormatVersion.Sha256)} or {TextOf(FormatVersion.Crc32C)}",
                found);
    }

    private static string TextOf(FormatVersion version) => version == FormatVersion.Sha256 ? "1" : "2";

    private static string ChecksumKey(FormatVersion version) =>
        version == FormatVersion.Sha256 ? "fastelman.sha256" : "fastelman.crc32c";

    private void WriteConfig(Utf8JsonWriter writer, ElmanShape shape)
    {
        writer.WriteStartObject();
        writer.WriteString(NetworkKey, VariantNames.Kinds.Of(shape.Variant.Kind));

        // The tutorial's values are left out, so that the file of such a model keeps the bytes that it always had.
        if (shape.Variant.Activation != HiddenActivation.Sigmoid)
        {
            writer.WriteString(ActivationKey, VariantNames.Activations.Of(shape.Variant.Activation));
        }

        if (Decoding != LabelDecoding.ArgMax)
        {
            writer.WriteString(DecodingKey, VariantNames.Decodings.Of(Decoding));
        }

        if (Tokenizer != TokenizerKind.Punctuation)
        {
            writer.WriteString(TokenizerKey, VariantNames.Tokenizers.Of(Tokenizer));
        }

        if (Temperature != 1f)
        {
            writer.WriteNumber(TemperatureKey, Temperature);
        }

        foreach (var (key, size) in Sizes(shape))
        {
            writer.WriteNumber(key, size);
        }

        if (Provenance.Recipe is not null)
        {
            writer.WriteString("recipe", Provenance.Recipe);
        }

        if (Provenance.Origin is not null)
        {
            writer.WriteString("origin", Provenance.Origin);
        }

        if (Provenance.Patches.Count > 0)
        {
            PatchRecords.Write(writer, Provenance.Patches);
        }

        writer.WriteEndObject();
    }

    private static (string Key, int Size)[] Sizes(ElmanShape shape) =>
    [
        ("hidden", shape.HiddenSize),
        ("labels", shape.LabelCount),
        ("vocabulary", shape.VocabularySize),
        ("embedding", shape.EmbeddingSize),
        ("window", shape.WindowSize),
        .. shape.SubwordCount > 0 ? [(SubwordsKey, shape.SubwordCount)] : Array.Empty<(string, int)>(),
    ];

    private static (ModelProvenance Provenance, TokenizerKind Tokenizer, float Temperature) ParseConfig(
        string json, ElmanShape shape, string? file)
    {
        using var document = MetadataJson.Parse(json, ConfigKey, JsonValueKind.Object, file);
        var config = document.RootElement;
        foreach (var (key, size) in Sizes(shape))
        {
            if (!config.TryGetProperty(key, out var value) || value.ValueKind != JsonValueKind.Number
                || !value.TryGetInt32(out var found) || found != size)
            {
                throw new ModelFormatException(
                    $"{ConfigKey} and the tensors differ in the size \"{key}\"",
                    file,
                    null,
                    $"{size}",
                    value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.GetRawText());
            }
        }

        if (shape.SubwordCount == 0 && config.TryGetProperty(SubwordsKey, out var subwords))
        {
            throw new ModelFormatException(
                $"{ConfigKey} and the tensors differ in the size \"{SubwordsKey}\"",
                file,
                ElmanTensor.Subwords.FileName(),
                "no vectors of subwords",
                subwords.GetRawText());
        }

        var tokenizer = Text(config, TokenizerKey, file) is { } name
            ? VariantNames.Tokenizers.Parse(name, ConfigKey, file)
            : TokenizerKind.Punctuation;
        var provenance = new ModelProvenance(Text(config, "recipe", file), Text(config, "origin", file))
        {
            Patches = PatchRecords.Parse(config, ConfigKey, shape.VocabularySize, file),
        };
        return (provenance, tokenizer, ParseTemperature(config, file));
    }

    private static float ParseTemperature(JsonElement config, string? file)
    {
        if (!config.TryGetProperty(TemperatureKey, out var value))
        {
            return 1f;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var temperature)
            && Guard.IsTemperature(temperature)
            ? temperature
            : throw new ModelFormatException(
                $"\"{TemperatureKey}\" in {ConfigKey} is no temperature",
                file,
                expected: "a finite and positive number",
                found: value.GetRawText());
    }

    private static string? Text(JsonElement config, string key, string? file)
    {
        if (!config.TryGetProperty(key, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? MetadataJson.Unescape(value, ConfigKey, file)
            : throw new ModelFormatException($"\"{key}\" in {ConfigKey} is not text", file);
    }

    private static string Required(IReadOnlyDictionary<string, string> entries, string key, string? file) =>
        entries.TryGetValue(
            key, out var value) ? value : throw new ModelFormatException($"the metadata lacks {key}", file);
}
