using System.Globalization;
using System.Text.Json;
using FastElman.Cli.Terminal;

namespace FastElman.Cli.Models;

/// <summary>The record of words that were added to a model, as <c>info</c> shows it.</summary>
internal static class PatchRecord
{
    /// <summary>Words of a patch that the text names; JSON has all.</summary>
    private const int WordsNamed = 10;

    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>A line for each patch; none where there is none.</summary>
    public static void WriteText(TextWriter output, IReadOnlyList<VocabularyPatch> patches)
    {
        foreach (var patch in patches)
        {
            var words = patch.Words.Take(WordsNamed);
            var more = patch.Words.Count > WordsNamed
                ? string.Create(CultureInfo.InvariantCulture, $" and {patch.Words.Count - WordsNamed} more")
                : string.Empty;
            var date = patch.Date.ToString(DateFormat, CultureInfo.InvariantCulture);
            output.WriteLine(ShownText.Escape(
                $"patch {date,-12}{string.Join(", ", words)}{more}; fingerprint before {patch.FingerprintBefore}"));
        }
    }

    /// <summary>An array of objects with date, fingerprint before, and the words with their neighbours.</summary>
    public static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<VocabularyPatch> patches)
    {
        writer.WriteStartArray();
        foreach (var patch in patches)
        {
            writer.WriteStartObject();
            writer.WriteString("date", patch.Date.ToString(DateFormat, CultureInfo.InvariantCulture));
            writer.WriteString("fingerprintBefore", patch.FingerprintBefore);
            writer.WriteStartArray("words");
            foreach (var added in patch.Words)
            {
                writer.WriteStartObject();
                writer.WriteString("word", added.Word);
                writer.WriteStartArray("neighbours");
                foreach (var neighbour in added.Neighbours)
                {
                    writer.WriteStringValue(neighbour);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
