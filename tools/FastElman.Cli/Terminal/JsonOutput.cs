using System.Text.Json;

namespace FastElman.Cli.Terminal;

/// <summary>A JSON object on standard output.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>Writes an object and a line feed.</summary>
    /// <param name="streams">Standard output.</param>
    /// <param name="writeProperties">Writes the properties of the object.</param>
    public static void WriteObject(StandardStreams streams, Action<Utf8JsonWriter> writeProperties)
    {
        streams.Flush();
        using (var writer = new Utf8JsonWriter(streams.OutputBytes, Options))
        {
            writer.WriteStartObject();
            writeProperties(writer);
            writer.WriteEndObject();
        }

        streams.Output.WriteLine();
    }
}
