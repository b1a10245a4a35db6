using System.Text;

namespace FastElman.Training.Evaluation;

/// <summary>
/// A drop-in for the scoring script <c>conlleval.pl</c> without options, as the tutorial ships it (version 2018-03-09):
/// the same input gives the same bytes on standard output, the same messages and the same exit code.
/// </summary>
/// <remarks>
/// A line has fields with one space between them, the same number in all lines; the last two are the right and the
/// predicted label. An empty line, or one whose first field is <c>-X-</c>, ends a sentence. Bytes are passed through
/// unchanged, whatever their encoding. Warnings of Perl itself ("uninitialized value") are not repeated.
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
    public static int Run(Stream input, Stream output, Stream error)
    {
        var evaluation = new ConllEvaluation();
        using var lines = new ByteLineReader(input);
        var expectedFields = 0;
        while (lines.TryRead(out var line))
        {
            // Empty fields at the end of a line do not count, so neither do the spaces before them.
            var fields = line.TrimEnd(' ');
            if (fields.IsEmpty)
            {
                evaluation.EndSentence();
                continue;
            }

            var fieldCount = fields.Count(' ') + 1;
            expectedFields = expectedFields == 0 ? fieldCount : expectedFields;
            if (fieldCount != expectedFields)
            {
                Write(error, $"unexpected number of features: {fieldCount} ({expectedFields})\n");
                return FieldCountDiffers;
            }

            if (fields.StartsWith(Boundary) && (fields.Length == Boundary.Length || fields[Boundary.Length] == ' '))
            {
                evaluation.EndSentence();
                continue;
            }

            if (fieldCount < 2)
            {
                Write(error, $"conlleval: unexpected number of features in line {line}\n");
                return TooFewFields;
            }

            var beforePredicted = fields.LastIndexOf(' ');
            var beforeGold = fields[..beforePredicted].LastIndexOf(' ');
            evaluation.AddToken(fields[(beforeGold + 1)..beforePredicted], fields[(beforePredicted + 1)..]);
        }

        var table = new StringWriter();
        evaluation.GetResult().Write(table);
        Write(output, table.ToString());
        return Success;
    }

    private static void Write(Stream stream, string text) => stream.Write(Encoding.Latin1.GetBytes(text));
}
