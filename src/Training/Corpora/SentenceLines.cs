namespace FastElman.Training.Corpora;

/// <summary>
/// The formats with a sentence a line: <see cref="CorpusFormat.IobLines"/>, as JointSLU publishes ATIS and SNIPS
/// (words, a tab, labels and the intent; <c>BOS</c> and <c>EOS</c> around the words), and
/// <see cref="CorpusFormat.WordSlotPairs"/> (<c>flights:O to:O boston:B-city &lt;=&gt; intent</c>). Intents, and the
/// words BOS and EOS with their labels, are left out.
/// </summary>
internal static class SentenceLines
{
    private const string IntentMark = "<=>";

    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly string[] Beginnings = ["BOS", "<BOS>", "<s>"];
    private static readonly string[] Ends = ["EOS", "<EOS>", "</s>"];

    /// <summary>The sentences of lines of words, a tab, and labels.</summary>
    public static IEnumerable<CorpusSentence> ReadIobLines(IEnumerable<string> lines, string? file) =>
        Read(lines, file, SplitIobLine);

    /// <summary>The sentences of lines of pairs.</summary>
    public static IEnumerable<CorpusSentence> ReadPairs(IEnumerable<string> lines, string? file) =>
        Read(lines, file, SplitPairs);

    /// <summary>Whether a line is words, a tab, and a label for each.</summary>
    /// <param name="line">A line that is not blank.</param>
    /// <param name="wordCount">Words in it.</param>
    public static bool IsIobLine(string line, out int wordCount)
    {
        var parts = SplitIobLine(line);
        wordCount = parts.Words.Length;
        return HasLabels(parts);
    }

    /// <summary>Whether a line is pairs of a word and a label of an IOB scheme.</summary>
    public static bool IsLineOfPairs(string line) => HasLabels(SplitPairs(line));

    private static IEnumerable<CorpusSentence> Read(
        IEnumerable<string> lines, string? file, Func<string, Parts> split)
    {
        var number = 0L;
        foreach (var line in lines)
        {
            number++;
            if (line.AsSpan().Trim(Blanks).IsEmpty)
            {
                continue;
            }

            var (words, labels, problem, expected, found) = split(line);
            if (problem is not null)
            {
                throw new CorpusFormatException(problem, file, number, expected, found);
            }

            var start = words.Length > 0 && Beginnings.Contains(words[0]) ? 1 : 0;
            var end = words.Length > start && Ends.Contains(words[^1]) ? words.Length - 1 : words.Length;
            if (end > start)
            {
                yield return new CorpusSentence(words[start..end], labels[start..end], file, number);
            }
        }
    }

    /// <summary>
    /// Splits a line at its tabs. Words and labels are neighbours; before them or behind them there may be an intent.
    /// </summary>
    private static Parts SplitIobLine(string line)
    {
        var fields = line.Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length is < 2 or > 3)
        {
            return new Parts(
                [], [], "this is not a line of words, a tab, and labels", "one or two tabs", $"{line.Count('\t')}");
        }

        var first = PairUp(fields[0], fields[1]);
        if (fields.Length == 2 || HasLabels(first))
        {
            return first;
        }

        var second = PairUp(fields[1], fields[2]);
        return HasLabels(second) ? second : first;
    }

    private static Parts PairUp(string wordField, string labelField)
    {
        var words = wordField.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var labels = labelField.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        // The intent stands behind the labels. Where the words end with EOS it may stand in the place of its label.
        if (labels.Length == words.Length + 1)
        {
            labels = labels[..^1];
        }
        else if (labels.Length == words.Length && Ends.Contains(words[^1]))
        {
            (words, labels) = (words[..^1], labels[..^1]);
        }

        return labels.Length == words.Length
            ? new Parts(words, labels)
            : new Parts([], [], "there is not one label for each word", $"{words.Length}", $"{labels.Length}");
    }

    private static bool HasLabels(Parts parts) =>
        parts.Problem is null && parts.Words.Length > 0
        && parts.Labels.All(label => Schemes.SchemeLabel.IsLabel(label));

    private static Parts SplitPairs(string line)
    {
        var end = line.IndexOf(IntentMark, StringComparison.Ordinal);
        var pairs = (end < 0 ? line : line[..end]).Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        var words = new string[pairs.Length];
        var labels = new string[pairs.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            // A word may have a colon, a label has none.
            var colon = pairs[i].LastIndexOf(':');
            if (colon <= 0 || colon == pairs[i].Length - 1)
            {
                return new Parts([], [], "this is not a pair of a word and a label", "word:label", $"\"{pairs[i]}\"");
            }

            (words[i], labels[i]) = (pairs[i][..colon], pairs[i][(colon + 1)..]);
        }

        return new Parts(words, labels);
    }

    private sealed record Parts(
        string[] Words, string[] Labels, string? Problem = null, string? Expected = null, string? Found = null);
}
