namespace FastElman.Training.Corpora;

/// <summary>
/// The text format of CNTK (<c>.ctf</c>), in which its tutorial has ATIS: a line for each word, which begins with the
/// number of its sentence; behind <c>|S0</c> the word and behind <c>|S2</c> its label, each in a comment that begins
/// with <c>|#</c>. The words BOS and EOS around a sentence are left out.
/// </summary>
internal static class CntkText
{
    private const string WordField = "S0";
    private const string LabelField = "S2";

    /// <summary>Whether a line is one of a word and its label.</summary>
    public static bool IsLine(string line) =>
        line.Contains($"|{WordField} ", StringComparison.Ordinal) && TryParse(line, out _);

    /// <summary>The labelled sentences of some lines.</summary>
    public static IEnumerable<CorpusSentence> Read(IEnumerable<string> lines, string? file)
    {
        var (words, labels) = (new List<string>(), new List<string>());
        var (sentence, start, number) = (string.Empty, 0L, 0L);
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (!TryParse(line, out var row))
            {
                throw new CorpusFormatException(
                    "this is not a line of a word and its label in CNTK's text format",
                    file,
                    number,
                    $"|{WordField} and |{LabelField}, each with a comment |#");
            }

            if (row.Sentence != sentence)
            {
                if (words.Count > 0)
                {
                    yield return new CorpusSentence(words, labels, file, start);
                }

                (words, labels) = ([], []);
                (sentence, start) = (row.Sentence, number);
            }

            if (row.Word is not ("BOS" or "EOS"))
            {
                words.Add(row.Word);
                labels.Add(row.Label);
            }
        }

        if (words.Count > 0)
        {
            yield return new CorpusSentence(words, labels, file, start);
        }
    }

    private static bool TryParse(string line, out (string Sentence, string Word, string Label) row)
    {
        var fields = line.Split('|', StringSplitOptions.TrimEntries);
        row = (fields[0], CommentBehind(fields, WordField), CommentBehind(fields, LabelField));
        return row.Word.Length > 0 && row.Label.Length > 0;
    }

    /// <summary>The comment behind a field: what <c>178:1</c> stands for.</summary>
    private static string CommentBehind(string[] fields, string name)
    {
        var place = Array.FindIndex(fields, field => field.StartsWith(name + " ", StringComparison.Ordinal));
        return place >= 0 && place + 1 < fields.Length && fields[place + 1].StartsWith('#')
            ? fields[place + 1][1..].Trim()
            : string.Empty;
    }
}
