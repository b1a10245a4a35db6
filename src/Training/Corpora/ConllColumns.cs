namespace FastElman.Training.Corpora;

/// <summary>
/// Text in CoNLL columns: a line for each word, its columns separated by tabs or spaces, the word first and the label
/// last, and a blank line between sentences. Lines that begin with <c>-DOCSTART-</c> separate sentences as well and are
/// skipped.
/// </summary>
internal static class ConllColumns
{
    private const string DocumentStart = "-DOCSTART-";

    private static readonly char[] Separators = [' ', '\t'];

    /// <summary>The labelled sentences of a file.</summary>
    public static CorpusSentence[] ReadFile(string path) => [.. ReadLabelled(Utf8Lines.ReadFile(path), path)];

    /// <summary>The labelled sentences of some lines; a word without a label is an error.</summary>
    public static IEnumerable<CorpusSentence> ReadLabelled(IEnumerable<string> lines, string? file) =>
        from sentence in ReadRows(lines)
        select new CorpusSentence(
            sentence.Select(row => row.Cells[0]),
            sentence.Select(row => row.Cells.Length > 1 ? row.Cells[^1] : throw NoLabel(row, file)),
            file,
            sentence[0].Line);

    /// <summary>
    /// The words of each sentence, whatever columns follow: the input of a tagger. Lines are read on demand.
    /// </summary>
    public static IEnumerable<string[]> ReadWords(IEnumerable<string> lines) =>
        ReadRows(lines).Select(sentence => sentence.Select(row => row.Cells[0]).ToArray());

    private static IEnumerable<List<Row>> ReadRows(IEnumerable<string> lines)
    {
        var sentence = new List<Row>();
        var number = 0L;
        foreach (var line in lines)
        {
            number++;
            var cells = line.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length > 0 && cells[0] != DocumentStart)
            {
                sentence.Add(new Row(number, cells));
            }
            else if (sentence.Count > 0)
            {
                yield return sentence;
                sentence = [];
            }
        }

        if (sentence.Count > 0)
        {
            yield return sentence;
        }
    }

    private static CorpusFormatException NoLabel(Row row, string? file) =>
        new(
            "the word has no label",
            file,
            row.Line,
            expected: "a word and a label",
            found: $"one column, \"{row.Cells[0]}\"");

    private readonly record struct Row(long Line, string[] Cells);
}
