using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FastElman.Files;
using FastElman.Validation;

namespace FastElman.Training.Search;

/// <summary>The JSON files of a search. Missing, unknown and repeated properties are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SearchIdentity))]
[JsonSerializable(typeof(SearchTrial))]
[JsonSerializable(typeof(TrialClaim))]
internal sealed partial class SearchJson : JsonSerializerContext
{
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.Write(path, stream => WriteTo(stream, value, type));

    /// <summary>Writes a file where there is none yet.</summary>
    /// <returns>Whether there was none.</returns>
    public static bool TryCreate<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.TryCreate(path, stream => WriteTo(stream, value, type));

    /// <exception cref="InvalidDataException">The file is not what a search writes.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var stream = ReplacedFile.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type)
                ?? throw new InvalidDataException(FormatProblem.Describe("the file says null", path, null, null, null));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            var message = FormatProblem.Describe(
                "the file was not written by a search",
                path,
                null,
                "what a search wrote, as JSON",
                MessageText.Sanitize(e.Message));
            throw new InvalidDataException(message, e);
        }
    }

    private static void WriteTo<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }
}
