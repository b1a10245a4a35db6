using System.Text;
using System.Text.Json;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>The JSON in the metadata of a model file: written compactly, read with every claim checked.</summary>
internal static class MetadataJson
{
    /// <summary>
    /// The writer is flushed beyond this number of bytes, because the JSON of a vocabulary can have megabytes, which
    /// would otherwise be in memory twice.
    /// </summary>
    private const int BytesBuffered = 1 << 14;

    /// <summary>A JSON array of names.</summary>
    public static string List(IReadOnlyList<string> names) =>
        Write(writer => WriteList(writer, names), CapacityFor(names));

    /// <summary>The JSON that is written.</summary>
    /// <param name="write">Writes it.</param>
    /// <param name="capacity">Bytes that it will have, where that is known.</param>
    public static string Write(Action<Utf8JsonWriter> write, int capacity = 0)
    {
        using var buffer = new MemoryStream(capacity);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Parses a value of the metadata.</summary>
    /// <exception cref="ModelFormatException">It is not JSON, or of another kind.</exception>
    public static JsonDocument Parse(string json, string key, JsonValueKind expected, string? file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a property name that is not valid Unicode, found when names are compared.
            throw new ModelFormatException(
                $"{key} is not valid JSON", file, null, $"{expected}", MessageText.Sanitize(e.Message), e);
        }

        if (document.RootElement.ValueKind != expected)
        {
            using (document)
            {
                throw new ModelFormatException(
                    $"{key} is JSON of another kind", file, null, $"{expected}", $"{document.RootElement.ValueKind}");
            }
        }

        return document;
    }

    /// <summary>The names of a JSON array; null where the metadata lack the key.</summary>
    /// <exception cref="ModelFormatException">It is no list of sound names.</exception>
    public static TNames? ParseNames<TNames>(
        IReadOnlyDictionary<string, string> entries, string key, string? file, Func<IEnumerable<string>, TNames> make)
        where TNames : class
    {
        if (!entries.TryGetValue(key, out var json))
        {
            return null;
        }

        using var document = Parse(json, key, JsonValueKind.Array, file);
        var names = new string[document.RootElement.GetArrayLength()];
        var i = 0;
        foreach (var name in document.RootElement.EnumerateArray())
        {
            names[i++] = name.ValueKind == JsonValueKind.String
                ? Unescape(name, key, file)
                : throw new ModelFormatException($"{key} has an element at index {i - 1} that is not text", file);
        }

        try
        {
            return make(names);
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException($"{key} is invalid: {MessageText.Of(e)}", file, innerException: e);
        }
    }

    /// <summary>The text of a JSON string.</summary>
    /// <exception cref="ModelFormatException">It is not valid Unicode.</exception>
    public static string Unescape(JsonElement text, string key, string? file)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // JsonElement throws this for an escape that is half a character, such as \ud800.
            throw new ModelFormatException($"{key} has text that is not valid Unicode", file, innerException: e);
        }
    }

    /// <summary>
    /// Bytes of a JSON list of ASCII names. A buffer that has to grow would be in memory twice.
    /// </summary>
    private static int CapacityFor(IReadOnlyList<string> names) =>
        (int)Math.Min(names.Sum(name => name.Length + 3L) + 2, int.MaxValue / 2);

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteStartArray();
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
            if (writer.BytesPending > BytesBuffered)
            {
                writer.Flush();
            }
        }

        writer.WriteEndArray();
    }
}
