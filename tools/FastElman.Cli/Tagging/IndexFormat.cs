using System.Globalization;
using FastElman.Training;
using FastElman.Training.Corpora;
using FastElman.Validation;

namespace FastElman.Cli.Tagging;

/// <summary>
/// Input: word indices, one sentence a line; an empty line is an empty sentence. Output: label indices, one sentence a
/// line.
/// </summary>
internal sealed class IndexFormat(ElmanShape shape) : TaggingFormat
{
    public override string Name => "indices";

    public override bool HasSentenceALine => true;

    public override IEnumerable<TaggingSentence> Read(IEnumerable<string> lines, string file, TextPlace before)
    {
        var number = before.LineCount;
        foreach (var line in lines)
        {
            number++;
            var indices = IndexedSentences.ParseWords(line, file, number);
            RequireInRange(indices, file, number);
            yield return new TaggingSentence(indices, []);
        }
    }

    public override void Write(TextWriter output, TaggingSentence sentence, ReadOnlySpan<int> labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (i > 0)
            {
                output.Write(' ');
            }

            output.Write(labels[i].ToString(CultureInfo.InvariantCulture));
        }

        output.WriteLine();
    }

    private void RequireInRange(int[] indices, string file, long line)
    {
        try
        {
            Guard.InVocabulary(indices, shape.PaddingRow);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new CorpusFormatException(e.Message, file, line, innerException: e);
        }
    }
}
