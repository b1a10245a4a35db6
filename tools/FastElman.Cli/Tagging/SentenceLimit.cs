using FastElman.Training;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Tagging;

/// <summary>
/// Refuses a sentence that is longer than any can be, where memory has to be bounded whatever the input is: a small
/// compressed file can hold an endless one.
/// </summary>
internal static class SentenceLimit
{
    /// <summary>Characters of the longest sentence, its columns and comments with it.</summary>
    public const int Characters = 1 << 22;

    /// <summary>The same lines, counted on their way.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="file">The file for messages.</param>
    /// <param name="before">What of the file stands before them.</param>
    /// <param name="hasSentenceALine">Whether every line is a sentence.</param>
    /// <exception cref="CorpusFormatException">A sentence is too long.</exception>
    public static IEnumerable<string> Watch(
        IEnumerable<string> lines, string file, TextPlace before, bool hasSentenceALine)
    {
        var number = before.LineCount;
        var length = 0;
        foreach (var line in lines)
        {
            number++;
            length = hasSentenceALine ? line.Length : ConllColumns.IsSeparator(line) ? 0 : length + line.Length;
            if (length > Characters)
            {
                throw new CorpusFormatException(
                    "the sentence is too long", file, number, $"at most {Characters} characters", "more");
            }

            yield return line;
        }
    }
}
