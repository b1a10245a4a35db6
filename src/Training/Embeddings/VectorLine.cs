using System.Buffers;
using System.Globalization;
using System.Text;

namespace FastElman.Training.Embeddings;

/// <summary>
/// A line of a word and its values, separated by spaces or tabs. A word may have spaces in it: the values are the last
/// parts of the line.
/// </summary>
internal static class VectorLine
{
    /// <summary>Without blanks at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line) => line.Trim(" \t\r"u8);

    /// <summary>Without blanks at the end, which word2vec writes behind every value.</summary>
    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) => line.TrimEnd(" \t\r"u8);

    /// <summary>Splits a line before its last parts.</summary>
    /// <param name="line">Without blanks at its end.</param>
    /// <param name="size">Parts that are values.</param>
    /// <param name="word">What stands before them; empty where there is nothing.</param>
    /// <param name="values">The values.</param>
    /// <returns>False where there are fewer parts.</returns>
    public static bool TrySplit(
        ReadOnlySpan<byte> line, int size, out ReadOnlySpan<byte> word, out ReadOnlySpan<byte> values)
    {
        var start = line.Length;
        for (var part = 0; part < size; part++)
        {
            if (start < 0)
            {
                word = values = default;
                return false;
            }

            // Several blanks part two values as one does.
            start = TrimEnd(line[..start]).LastIndexOfAny((byte)' ', (byte)'\t');
        }

        word = start < 0 ? default : TrimEnd(line[..start]);
        values = line[(start + 1)..];

        // As many parts as values: the word is missing, unless the first part is a word and a value is missing.
        return !values.IsEmpty && (start >= 0 || IsNumber(values[..EndOfPart(values)]));
    }

    /// <summary>The parts at the end of a line that are numbers, without the first part, which is a word.</summary>
    public static int CountNumbers(ReadOnlySpan<byte> line)
    {
        var count = 0;
        for (int blank; (blank = line.LastIndexOfAny((byte)' ', (byte)'\t')) >= 0; line = TrimEnd(line[..blank]))
        {
            if (!IsNumber(line[(blank + 1)..]))
            {
                break;
            }

            count++;
        }

        return count;
    }

    /// <summary>Whether a word has no character but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> word)
    {
        while (!word.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(word, out var rune, out var length) != OperationStatus.Done
                || !Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            word = word[length..];
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static int EndOfPart(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)' ', (byte)'\t') is >= 0 and var end ? end : text.Length;

    /// <summary>
    /// Whether a byte is not one of printable ASCII or white space, of which decimal numbers are made.
    /// </summary>
    public static bool HasOtherThanPrintableAscii(ReadOnlySpan<byte> bytes)
    {
        foreach (var each in bytes)
        {
            if (each is >= 0x7F or < (byte)' ' and not ((byte)'\t' or (byte)'\r'))
            {
                return true;
            }
        }

        return false;
    }
}
