using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FastElman.Files;

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

    /// <exception cref="InvalidDataException">The file is not what shards write.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class => JsonFile.Read(path, type, "shard", LargestFile);
}
