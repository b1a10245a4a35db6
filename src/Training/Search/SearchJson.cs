using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FastElman.Files;

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
        AtomicFile.Write(path, stream => JsonFile.Write(stream, value, type));

    /// <summary>Writes a file where there is none yet.</summary>
    /// <returns>Whether there was none.</returns>
    public static bool TryCreate<T>(string path, T value, JsonTypeInfo<T> type) =>
        AtomicFile.TryCreate(path, stream => JsonFile.Write(stream, value, type));

    /// <exception cref="InvalidDataException">The file is not what a search writes.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class => JsonFile.Read(path, type, "search");
}
