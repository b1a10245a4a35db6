using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FastElman.Files;
using FastElman.Validation;

namespace FastElman.Cli.Shards;

/// <summary>The JSON files of a folder of shards. Missing, unknown and repeated properties are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(ShardSettings))]
[JsonSerializable(typeof(BlockRecord))]
[JsonSerializable(typeof(InputEnd))]
[JsonSerializable(typeof(BlockCounts))]
internal sealed partial class ShardJson : JsonSerializerContext
{
    /// <summary>Bytes of the largest of these files; a larger one is not read.</summary>
    private const long LargestFile = 64L << 20;

    public static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }

    /// <exception cref="InvalidDataException">The file is not what shards write.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            using var stream = ReplacedFile.OpenRead(path);
            if (stream.Length > LargestFile)
            {
                throw new JsonException($"it has {stream.Length} bytes");
            }

            return JsonSerializer.Deserialize(stream, type) ?? throw new JsonException("it says null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            var message = FormatProblem.Describe(
                "the file was not written by a shard",
                path,
                null,
                "what a shard wrote, as JSON",
                MessageText.Sanitize(e.Message));
            throw new InvalidDataException(message, e);
        }
    }
}
