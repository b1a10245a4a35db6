using System.Buffers.Binary;
using System.Text.Json;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>
/// The header of a safetensors file (https://github.com/huggingface/safetensors): eight bytes of length, little-endian,
/// then JSON that names every tensor and its place in the file. Nothing is allocated before a claim of the header is
/// checked against the length of the file.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Longest header that is read, in bytes.</summary>
    public const int MaximumLength = 16 << 20;

    /// <summary>Bytes before the header: its length.</summary>
    public const int PrefixLength = sizeof(ulong);

    private const string MetadataKey = "__metadata__";

    private SafetensorsHeader(Dictionary<string, string> metadata, List<TensorEntry> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>The entries of <c>__metadata__</c>; empty where there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors in the order in which they lie in the file, without gaps or overlaps.</summary>
    public IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Reads the header and leaves the stream at the first byte of the data.</summary>
    public static SafetensorsHeader Read(Stream stream, string? file)
    {
        var available = stream.Length - stream.Position;
        if (available < PrefixLength)
        {
            throw new ModelFormatException(
                "the file is too short", file, null, $"at least {PrefixLength} bytes", $"{available}");
        }

        Span<byte> prefix = stackalloc byte[PrefixLength];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        available -= PrefixLength;
        if (length > MaximumLength || length > (ulong)available)
        {
            stream.Position -= PrefixLength;
            throw FileSignature.Explain(stream, "a safetensors file", FileKind.Safetensors) is { } problem
                ? new ModelFormatException(problem, file)
                : new ModelFormatException(
                    "the file is not in the safetensors format or is cut short: its header has an impossible length",
                    file, null, $"at most {Math.Min(MaximumLength, available)} bytes", $"{length}");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        try
        {
            var header = Parse(json, file);
            header.RequireContiguous(available - (long)length, file);
            return header;
        }
        catch (JsonException e)
        {
            throw new ModelFormatException(
                "the header is not valid JSON", file, null, "a JSON object", MessageText.Sanitize(e.Message), e);
        }
        catch (InvalidOperationException e)
        {
            // Utf8JsonReader throws this for text that is not valid UTF-8, and for a value of another type than the
            // one asked for.
            throw new ModelFormatException(
                "the header is not valid JSON", file, null, "a JSON object of tensors", MessageText.Sanitize(
                    e.Message), e);
        }
    }

    private static SafetensorsHeader Parse(ReadOnlySpan<byte> json, string? file)
    {
        var reader = new Utf8JsonReader(json);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new List<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Require(
            reader.Read() && reader.TokenType == JsonTokenType.StartObject, "the header is not a JSON object", file);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            Require(names.Add(name), $"the header has the key \"{name}\" twice", file);
            if (!reader.Read() || (name == MetadataKey && reader.TokenType == JsonTokenType.Null))
            {
                continue;
            }

            Require(reader.TokenType == JsonTokenType.StartObject, $"the entry \"{name}\" is not a JSON object", file);
            if (name == MetadataKey)
            {
                ParseMetadata(ref reader, metadata, file);
            }
            else
            {
                tensors.Add(ParseTensor(ref reader, name, file));
            }
        }

        // Only blanks may follow; the reader throws at anything else.
        Require(!reader.Read(), "the JSON object of the header is followed by other text", file);
        return new SafetensorsHeader(metadata, tensors);
    }

    private static void ParseMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata, string? file)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Require(
                reader.Read() && reader.TokenType == JsonTokenType.String, $"the metadata \"{key}\" is not text", file);
            Require(metadata.TryAdd(key, reader.GetString()!), $"the metadata has the key \"{key}\" twice", file);
        }
    }

    private static TensorEntry ParseTensor(ref Utf8JsonReader reader, string name, string? file)
    {
        string? elementType = null;
        long[]? dimensions = null;
        long[]? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when elementType is null:
                    elementType = reader.GetString();
                    break;
                case "shape" when dimensions is null:
                    dimensions = ParseNumbers(ref reader, name, key, file);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ParseNumbers(ref reader, name, key, file);
                    break;
                default:
                    throw new ModelFormatException(
                        $"the key \"{key}\" is unknown or repeated",
                        file,
                        name,
                        "dtype, shape and data_offsets",
                        key);
            }
        }

        if (elementType is null || dimensions is null || offsets is not [var begin, var end] || begin > end)
        {
            throw new ModelFormatException(
                "the entry is incomplete", file, name, "dtype, shape and two ascending data_offsets");
        }

        return new TensorEntry(name, elementType, dimensions, begin, end);
    }

    /// <summary>
    /// An array of up to eight whole numbers from 0 on. The tensors of a network have one or two dimensions; others may
    /// have more.
    /// </summary>
    private static long[] ParseNumbers(ref Utf8JsonReader reader, string name, string key, string? file)
    {
        var numbers = new List<long>();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        while (isArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            isArray = reader.TokenType == JsonTokenType.Number && numbers.Count < 8
                && reader.TryGetInt64(out var number) && number >= 0;
            if (isArray)
            {
                numbers.Add(reader.GetInt64());
            }
        }

        if (!isArray)
        {
            throw new ModelFormatException($"{key} is not an array of whole numbers from 0 on", file, name);
        }

        return [.. numbers];
    }

    /// <summary>
    /// Sorts the tensors by their places, and refuses gaps, overlaps, and bytes that belong to no tensor.
    /// </summary>
    private void RequireContiguous(long dataLength, string? file)
    {
        ((List<TensorEntry>)Tensors).Sort((one, other) => (one.Begin, one.End).CompareTo((other.Begin, other.End)));
        var position = 0L;
        foreach (var tensor in Tensors)
        {
            if (tensor.Begin != position)
            {
                throw new ModelFormatException(
                    tensor.Begin < position ? "it overlaps the tensor before it" : "there is a gap before it",
                    file, tensor.Name, $"data from byte {position} on", $"{tensor.Begin}");
            }

            position = tensor.End;
        }

        if (position != dataLength)
        {
            throw new ModelFormatException(
                position > dataLength ? "the file is cut short" : "there are bytes after the last tensor",
                file, null, $"{position} bytes of data", $"{dataLength}");
        }
    }

    private static void Require(bool condition, string problem, string? file)
    {
        if (!condition)
        {
            throw new ModelFormatException(problem, file);
        }
    }
}
