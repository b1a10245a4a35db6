using System.Text;
using FastElman.Training.Corpora;

namespace FastElman.Training.Evaluation;

/// <summary>
/// A drop-in for the scoring script <c>conlleval.pl</c>, as the tutorial ships it (version 2018-03-09): the same input
/// and options give the same bytes on standard output, the same messages and the same exit code.
/// </summary>
/// <remarks>
/// A line has fields divided by the delimiter, by default one space, the same number in all lines; the last two are the
/// right and the predicted label. An empty line, or one whose first field is <c>-X-</c>, ends a sentence. Bytes are
/// passed through unchanged, whatever their encoding. Warnings of Perl itself ("uninitialized value") are not repeated.
/// </remarks>
internal static class ConllScript
{
    /// <summary>The exit code where the input was scored.</summary>
    public const int Success = 0;

    /// <summary>The exit code where a line has another number of fields than the first.</summary>
    public const int FieldCountDiffers = 1;

    /// <summary>The exit code where the lines have fewer than two fields: that of a Perl script that dies.</summary>
    public const int TooFewFields = 255;

    private const string Boundary = "-X-";

    /// <summary>Scores predictions.</summary>
    /// <param name="input">Read to its end, or to the first bad line; a line at a time is held in memory.</param>
    /// <param name="output">Receives the table; nothing if the input is malformed.</param>
    /// <param name="error">Receives a one-line message if the input is malformed.</param>
    /// <returns><see cref="Success"/>, <see cref="FieldCountDiffers"/> or <see cref="TooFewFields"/>.</returns>
    public static int Run(Stream input, Stream output, Stream error) =>
        Run(input, output, error, new ConllScriptOptions());

    /// <inheritdoc cref="Run(Stream, Stream, Stream)"/>
    /// <param name="input">Read to its end, or to the first bad line; a line at a time is held in memory.</param>
    /// <param name="output">Gets the table, and nothing where the input is bad.</param>
    /// <param name="error">Gets the message where the input is bad, one line.</param>
    /// <param name="options">The options of the script.</param>
    /// <exception cref="ArgumentException">The delimiter is no regular expression.</exception>
    public static int Run(Stream input, Stream output, Stream error, ConllScriptOptions options)
    {
        var evaluation = new ConllEvaluation();
        var splitter = new ConllFields(options.Delimiter);
        var lines = new ByteLines(input, SentenceBlocks.LongestLine);
        var characters = Array.Empty<char>();
        var expectedFields = 0;
        while (TryRead(lines, ref characters, out var line))
        {
            var fieldCount = splitter.Split(line, out var fields);
            if (fieldCount == 0)
            {
                evaluation.EndSentence();
                continue;
            }

            expectedFields = expectedFields == 0 ? fieldCount : expectedFields;
            if (fieldCount != expectedFields)
            {
                Write(error, $"unexpected number of features: {fieldCount} ({expectedFields})\n");
                return FieldCountDiffers;
            }

            if (fields.First is Boundary)
            {
                evaluation.EndSentence();
                continue;
            }

            if (fieldCount < 2)
            {
                Write(error, $"conlleval: unexpected number of features in line {line}\n");
                return TooFewFields;
            }

            if (options.Raw)
            {
                evaluation.AddToken(Prefixed(fields.Gold, options), Prefixed(fields.Predicted, options));
            }
            else
            {
                evaluation.AddToken(fields.Gold, fields.Predicted);
            }
        }

        var table = new StringWriter();
        if (options.Latex)
        {
            ConllLatexTable.Write(evaluation.GetResult(), table);
        }
        else
        {
            evaluation.GetResult().Write(table);
        }

        Write(output, table.ToString());
        return Success;
    }

    /// <summary>The label of a word by itself: B and its raw label as the slot, or O.</summary>
    private static string Prefixed(ReadOnlySpan<char> raw, ConllScriptOptions options) =>
        raw.SequenceEqual(options.OutsideTag) || raw is LabelSet.Outside ? LabelSet.Outside : $"B-{raw}";

    /// <summary>Reads a line, every byte as the character of the same number.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="characters">Memory that grows with the longest line.</param>
    /// <param name="line">The line; valid until the next call.</param>
    private static bool TryRead(ByteLines lines, ref char[] characters, out ReadOnlySpan<char> line)
    {
        var found = lines.TryReadLine(out var bytes);
        if (characters.Length < bytes.Length)
        {
            characters = new char[2 * bytes.Length];
        }

        line = characters.AsSpan(0, Encoding.Latin1.GetChars(bytes, characters));
        return found;
    }

    private static void Write(Stream stream, string text) => stream.Write(Encoding.Latin1.GetBytes(text));
}
