namespace FastElman.Training.Corpora;

/// <summary>
/// A folder with <c>seq.in</c> and <c>seq.out</c>: each line of the first has the words of a sentence, the same line of
/// the second their labels, separated by spaces.
/// </summary>
internal static class SequencePairs
{
    private const string WordFile = "seq.in";
    private const string LabelFile = "seq.out";

    private static readonly char[] Separators = [' ', '\t'];

    public static CorpusSentence[] ReadFolder(string folder) =>
        [.. Read(PathOf(folder, WordFile), PathOf(folder, LabelFile))];

    private static string PathOf(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new CorpusFormatException(
                $"the folder has no {name}", folder, expected: $"{WordFile} and {LabelFile}");
    }

    private static IEnumerable<CorpusSentence> Read(string wordPath, string labelPath)
    {
        using var wordLines = Utf8Lines.ReadFile(wordPath).GetEnumerator();
        using var labelLines = Utf8Lines.ReadFile(labelPath).GetEnumerator();
        for (var number = 1L; ; number++)
        {
            var hasWords = wordLines.MoveNext();
            var hasLabels = labelLines.MoveNext();
            if (hasWords != hasLabels)
            {
                throw new CorpusFormatException(
                    hasWords ? $"the file ends before {wordPath}" : $"the file continues after the end of {wordPath}",
                    labelPath,
                    number,
                    expected: hasWords ? "labels" : "the end",
                    found: hasWords ? "the end" : "labels");
            }

            if (!hasWords)
            {
                yield break;
            }

            var words = wordLines.Current.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            var labels = labelLines.Current.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != labels.Length)
            {
                throw new CorpusFormatException(
                    $"there is not one label for each word of {wordPath}",
                    labelPath,
                    number,
                    $"{words.Length}",
                    $"{labels.Length}");
            }

            if (words.Length > 0)
            {
                yield return new CorpusSentence(words, labels, wordPath, number);
            }
        }
    }
}
