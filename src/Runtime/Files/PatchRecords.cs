using System.Globalization;
using System.Text.Json;

namespace FastElman.Files;

/// <summary>
/// The words that were added to a model without training, as its configuration records them:
/// <c>"patches":[{"date":"2026-11-28","before":"fingerprint","words":[["word","neighbour","neighbour"]]}]</c>. A word
/// without neighbours got its embedding from its letters.
/// </summary>
internal static class PatchRecords
{
    /// <summary>The key in the configuration; absent where there is no patch.</summary>
    public const string Key = "patches";

    private const string DateKey = "date";
    private const string BeforeKey = "before";
    private const string WordsKey = "words";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Writes the patches as a value of the configuration.</summary>
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<VocabularyPatch> patches)
    {
        writer.WriteStartArray(Key);
        foreach (var patch in patches)
        {
            writer.WriteStartObject();
            writer.WriteString(DateKey, patch.Date.ToString(DateFormat, CultureInfo.InvariantCulture));
            writer.WriteString(BeforeKey, patch.FingerprintBefore);
            writer.WriteStartArray(WordsKey);
            foreach (var added in patch.Words)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(added.Word);
                foreach (var neighbour in added.Neighbours)
                {
                    writer.WriteStringValue(neighbour);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads the patches of a configuration; none where it does not have the key.</summary>
    /// <param name="config">The configuration, an object.</param>
    /// <param name="configKey">The key of the metadata under which it stands, for messages.</param>
    /// <param name="vocabularySize">
    /// Words of the model: a record cannot add more, so that its memory is bounded as theirs is.
    /// </param>
    /// <param name="file">The name of the file for messages, or null.</param>
    /// <exception cref="ModelFormatException">What stands there is no record.</exception>
    public static IReadOnlyList<VocabularyPatch> Parse(
        JsonElement config, string configKey, int vocabularySize, string? file)
    {
        if (!config.TryGetProperty(Key, out var list))
        {
            return [];
        }

        var reader = new Reader(configKey, file);
        var patches = new List<VocabularyPatch>();
        var words = 0L;
        foreach (var patch in reader.Array(list, "a list of patches").EnumerateArray())
        {
            var added = reader.Array(reader.Member(patch, WordsKey), "a list of words");
            words += added.GetArrayLength();
            if (added.GetArrayLength() == 0 || words > vocabularySize)
            {
                throw reader.Problem($"from 1 to {vocabularySize} words", $"{words}");
            }

            patches.Add(new VocabularyPatch(
                reader.Date(reader.Member(patch, DateKey)),
                reader.Text(reader.Member(patch, BeforeKey)),
                reader.Words(added)));
        }

        return patches;
    }

    /// <summary>Reads parts of a record, and refuses what is none.</summary>
    private sealed class Reader(string configKey, string? file)
    {
        public ModelFormatException Problem(string expected, string found) =>
            new($"\"{Key}\" in {configKey} is no record of words that were added", file, null, expected, found);

        public JsonElement Member(JsonElement patch, string key)
        {
            JsonElement value = default;
            return patch.ValueKind == JsonValueKind.Object && patch.TryGetProperty(key, out value)
                ? value
                : throw Problem($"an object with \"{key}\"", $"{patch.ValueKind}");
        }

        public JsonElement Array(JsonElement value, string expected) =>
            value.ValueKind == JsonValueKind.Array ? value : throw Problem(expected, $"{value.ValueKind}");

        public string Text(JsonElement value) => value.ValueKind == JsonValueKind.String
            ? MetadataJson.Unescape(value, configKey, file)
            : throw Problem("text", $"{value.ValueKind}");

        public DateOnly Date(JsonElement value)
        {
            var text = Text(value);
            return DateOnly.TryParseExact(
                text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? date
                : throw Problem("a date as yyyy-MM-dd", text);
        }

        /// <summary>The words of a list. Loops take no memory beside what they make.</summary>
        public AddedWord[] Words(JsonElement list)
        {
            var words = new AddedWord[list.GetArrayLength()];
            var i = 0;
            foreach (var word in list.EnumerateArray())
            {
                words[i++] = Word(Array(word, "a word and its neighbours"));
            }

            return words;
        }

        private AddedWord Word(JsonElement texts)
        {
            var count = texts.GetArrayLength();
            var word = count >= 1 ? Text(texts[0]) : string.Empty;
            if (word.Length == 0)
            {
                throw Problem("a word and its neighbours", texts.GetRawText());
            }

            var neighbours = new string[count - 1];
            var i = -1;
            foreach (var text in texts.EnumerateArray())
            {
                if (i >= 0)
                {
                    neighbours[i] = Text(text);
                }

                i++;
            }

            return AddedWord.Adopt(word, neighbours);
        }
    }
}
