using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FastElman.Validation;

namespace FastElman.Files;

/// <summary>A JSON file that one of our own programs wrote, and reads again.</summary>
internal static class JsonFile
{
    /// <summary>Writes a value, and the end of its last line.</summary>
    public static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        JsonSerializer.Serialize(stream, value, type);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="type">What it says.</param>
    /// <param name="writer">Who has written it, for messages.</param>
    /// <param name="longest">Bytes of the largest file; a larger one is not read.</param>
    /// <exception cref="InvalidDataException">The file is not what that writes.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type, string writer, long longest = long.MaxValue)
        where T : class
    {
        try
        {
            using var stream = ReplacedFile.OpenRead(path);
            if (stream.Length > longest)
            {
                throw new JsonException($"it has {stream.Length} bytes");
            }

            return JsonSerializer.Deserialize(stream, type)
                ?? throw new InvalidDataException(FormatProblem.Describe("the file says null", path, null, null, null));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            var message = FormatProblem.Describe(
                $"the file was not written by a {writer}",
                path,
                null,
                $"what a {writer} wrote, as JSON",
                MessageText.Sanitize(e.Message));
            throw new InvalidDataException(message, e);
        }
    }
}
