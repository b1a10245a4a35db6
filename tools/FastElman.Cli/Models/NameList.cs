using System.Text;
using FastElman.Cli.Terminal;
using FastElman.Validation;

namespace FastElman.Cli.Models;

/// <summary>
/// A text file with one name a line, the words or the labels of a dump. The line number, counted from 0, is the index.
/// </summary>
internal static class NameList
{
    /// <summary>What other programs call the word that stands for all unknown ones.</summary>
    private static readonly string[] OtherUnknownWords =
        ["unk", "<unk>", "[unk]", "_unk", "_unk_", "oov", "<oov>", "unknown", "<unknown>"];

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Vocabulary ReadWords(string path) => Read(path, names => new Vocabulary(names));

    public static LabelSet ReadLabels(string path) => Read(path, names => new LabelSet(names));

    /// <summary>
    /// The remark about a list of words without <c>&lt;UNK&gt;</c>: a model with it refuses every other word. Null
    /// where there is nothing to remark.
    /// </summary>
    public static string? FindProblem(Vocabulary words)
    {
        if (words.UnknownIndex is not null)
        {
            return null;
        }

        var meant = words.Select((word, index) => (Word: word, Line: index + 1)).FirstOrDefault(
            each => OtherUnknownWords.Contains(each.Word, StringComparer.OrdinalIgnoreCase));
        var advice = meant.Word is null
            ? string.Empty
            : $"; \"{meant.Word}\" in line {meant.Line} seems to be meant: write it {Vocabulary.UnknownWord}";
        return $"the words have no {Vocabulary.UnknownWord}: the model will refuse sentences with any other word"
            + advice;
    }

    private static T Read<T>(string path, Func<IEnumerable<string>, T> make)
    {
        try
        {
            return make(Lines(path));
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFormatException("the file is not UTF-8", path, innerException: e);
        }
        catch (ArgumentException e)
        {
            throw new ModelFormatException(MessageText.Of(e), path, innerException: e);
        }
    }

    private static IEnumerable<string> Lines(string path)
    {
        var number = 0;
        using var reader = new StreamReader(InputFile.Open(path), StrictUtf8);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                throw new ModelFormatException(
                    $"line {number} is empty: the list has one name a line in the order of the indices", path);
            }

            yield return line.Contains('\t', StringComparison.Ordinal)
                ? throw new ModelFormatException(
                    $"line {number}: a name has no tab in it: the list has one name a line in the order of the "
                        + "indices, without the indices",
                    path,
                    found: $"\"{line.Replace('\t', ' ')}\"",
                    expected: line[..line.IndexOf('\t', StringComparison.Ordinal)] is { Length: > 0 } name
                        ? $"\"{name}\""
                        : "a name alone")
                : line;
        }
    }
}
