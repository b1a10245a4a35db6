using System.Text;

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

    /// <summary>Whether a folder holds one of the two files.</summary>
    public static bool IsFolder(string folder) =>
        File.Exists(Path.Combine(folder, WordFile)) || File.Exists(Path.Combine(folder, LabelFile));

    /// <summary>Whether a path is that of one of the two files.</summary>
    public static bool IsFile(string path) => Path.GetFileName(path) is WordFile or LabelFile;

    /// <summary>Both files of a folder, whether or not they are there.</summary>
    public static IEnumerable<string> Files(string folder) =>
        [Path.Combine(folder, WordFile), Path.Combine(folder, LabelFile)];

    public static CorpusSentence[] ReadFolder(string folder, Encoding? encoding) =>
        [.. Read(PathOf(folder, WordFile), PathOf(folder, LabelFile), encoding)];

    private static string PathOf(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path)
            ? path
            : throw new CorpusFormatException(
                $"the folder has no {name}", folder, expected: $"{WordFile} and {LabelFile}");
    }

    private static IEnumerable<CorpusSentence> Read(string wordPath, string labelPath, Encoding? encoding)
    {
        using var wordLines = TextLines.ReadFile(wordPath, encoding).GetEnumerator();
        using var labelLines = TextLines.ReadFile(labelPath, encoding).GetEnumerator();
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
