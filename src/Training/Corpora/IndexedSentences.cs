using System.Globalization;

namespace FastElman.Training.Corpora;

/// <summary>
/// A file <c>.ids</c>: a sentence a line: word indices, a tab, label indices, the indices separated by spaces. They are
/// those of the model that the file is used with; the word −1 is padding.
/// </summary>
internal static class IndexedSentences
{
    private const int Padding = -1;

    /// <summary>The labelled sentences of some lines; blank lines are skipped.</summary>
    public static CorpusSentence[] Read(IEnumerable<string> lines, string? file)
    {
        var sentences = new List<CorpusSentence>();
        var number = 0L;
        foreach (var line in lines)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                sentences.Add(Parse(line, file, number));
            }
        }

        return [.. sentences];
    }

    /// <summary>The word indices of one line; none where it is blank.</summary>
    public static int[] ParseWords(ReadOnlySpan<char> text, string? file, long line) =>
        Parse(text, "word", Padding, file, line);

    private static CorpusSentence Parse(string text, string? path, long line)
    {
        var tab = text.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0)
        {
            throw new CorpusFormatException(
                "the line has no tab", path, line, expected: "word indices, a tab, label indices");
        }

        var words = ParseWords(text.AsSpan(0, tab), path, line);
        var labels = Parse(text.AsSpan(tab + 1), "label", smallest: 0, path, line);
        return words.Length == labels.Length
            ? new CorpusSentence(words, labels, path, line)
            : throw new CorpusFormatException(
                "there is not one label for each word",
                path,
                line,
                words.Length == 0 ? "a word" : $"{words.Length} labels",
                words.Length == 0 ? "none" : $"{labels.Length}");
    }

    private static int[] Parse(ReadOnlySpan<char> text, string kind, int smallest, string? file, long line)
    {
        var indices = new List<int>();
        foreach (var range in text.Split(' '))
        {
            var part = text[range];
            if (part.IsEmpty)
            {
                continue;
            }

            if (
                !int.TryParse(
                    part,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var index) || index < smallest)
            {
                throw new CorpusFormatException(
                    $"this is no {kind} index", file, line, $"a whole number from {smallest}", $"\"{part}\"");
            }

            indices.Add(index);
        }

        return [.. indices];
    }
}
