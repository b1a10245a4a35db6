using System.Text.RegularExpressions;

namespace FastElman.Training.Corpora;

/// <summary>
/// Recognises the format of a corpus in one text file by its content, and by its name where that is left open.
/// </summary>
internal static partial class TextFormat
{
    /// <summary>Lines that are looked at.</summary>
    private const int SampleSize = 100;

    /// <summary>The format of a file.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="name">The name, or null.</param>
    public static CorpusFormat Recognize(IEnumerable<string> lines, string? name)
    {
        string[] sample = [.. lines.Where(line => !string.IsNullOrWhiteSpace(line)).Take(SampleSize)];
        var isNamedIndices = name?.EndsWith(".ids", StringComparison.OrdinalIgnoreCase) == true;
        if (sample.Length == 0)
        {
            return isNamedIndices ? CorpusFormat.Indices : CorpusFormat.Columns;
        }

        if (Array.TrueForAll(sample, line => IndexLine().IsMatch(line)))
        {
            return CorpusFormat.Indices;
        }

        if (Array.TrueForAll(sample, SentenceLines.IsLineOfPairs))
        {
            return CorpusFormat.WordSlotPairs;
        }

        if (Array.TrueForAll(sample, CntkText.IsLine))
        {
            return CorpusFormat.Cntk;
        }

        var longest = 0;
        var areIobLines = Array.TrueForAll(sample, line =>
        {
            var isIobLine = SentenceLines.IsIobLine(line, out var wordCount);
            longest = Math.Max(longest, wordCount);
            return isIobLine;
        });

        // One word and its label in a line are columns.
        return areIobLines && longest > 1 ? CorpusFormat.IobLines
            : isNamedIndices ? CorpusFormat.Indices
            : CorpusFormat.Columns;
    }

    [GeneratedRegex(@"^ *-?[0-9]+( +-?[0-9]+)* *\t *[0-9]+( +[0-9]+)* *$", RegexOptions.NonBacktracking)]
    private static partial Regex IndexLine();
}
