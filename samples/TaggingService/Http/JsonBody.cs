using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FastElman.Samples.TaggingService.Http;

/// <summary>
/// Bodies of JSON in one piece: read when all of it is there, and written with its length. That takes half the time of
/// the ways for bodies of any length, and tells the caller what is wrong with a request, and where.
/// </summary>
internal static class JsonBody
{
    /// <summary>Bytes. What a large answer took is given back.</summary>
    private const int LargestBufferToKeep = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Reads a request. Where that fails, its answer says so already.</summary>
    /// <param name="context">The request, and its answer.</param>
    /// <param name="type">What is expected.</param>
    /// <param name="example">What it looks like, for the caller.</param>
    /// <returns>The request; null where it was answered.</returns>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, string example)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            await Problem(context, StatusCodes.Status415UnsupportedMediaType, "The body is to be application/json.");
            return null;
        }

        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        var isRead = TryDeserialize(read.Buffer, type, out var value, out var problem);
        reader.AdvanceTo(read.Buffer.End);
        if (!isRead)
        {
            await Problem(context, StatusCodes.Status400BadRequest, $"{problem} Expected: {example}");
        }

        return value;
    }

    /// <summary>Writes an answer.</summary>
    public static void Write<T>(HttpContext context, T value, JsonTypeInfo<T> type)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        var response = context.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = buffer.WrittenCount;
        response.BodyWriter.Write(buffer.WrittenSpan);
        if (buffer.Capacity > LargestBufferToKeep)
        {
            (_buffer, _writer) = (null, null);
        }
    }

    /// <summary>Answers with problem details.</summary>
    public static Task Problem(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);

    private static bool TryDeserialize<T>(
        in ReadOnlySequence<byte> body,
        JsonTypeInfo<T> type,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out string? problem)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            value = JsonSerializer.Deserialize(ref reader, type);
            reader.Read(); // throws where anything but white space follows
            problem = value is null ? "The body is null." : null;
        }
        catch (JsonException e)
        {
            value = null;
            var place = e.Path is null or "$" ? "" : $" at {e.Path}";
            problem = $"The body is not of the form that is expected{place}, line {e.LineNumber + 1}, "
                + $"byte {e.BytePositionInLine + 1}.";
        }

        return value is not null;
    }
}
