using System.Text;
using FastElman.Cli.Terminal;
using FastElman.Interop.Numpy;
using FastElman.Training.Corpora;

namespace FastElman.Cli.Tagging;

/// <summary>Reads sentences, tags each as it comes, and writes its labels before it waits for more input.</summary>
/// <param name="tagger">The model.</param>
/// <param name="format">How input is read and output written.</param>
/// <param name="encoding">The encoding of the input; null for UTF-8.</param>
/// <param name="streams">Standard input, output and error.</param>
internal sealed class TaggingLoop(Tagger tagger, TaggingFormat format, Encoding? encoding, StandardStreams streams)
{
    /// <param name="path">The file; null or - for standard input.</param>
    /// <param name="probabilities">Receives the probabilities [words, labels]; or null.</param>
    public void Run(string? path, NpyRowWriter? probabilities) => TaggingInput.Read(
        path, streams, hasProgress: !streams.OutputIsTerminal, (input, name, advance) =>
        {
            using var answering = new AnsweringInput(input, streams.Flush);
            var lines = input is DecompressedInput
                ? SentenceLimit.Watch(
                    TextLines.Read(answering, name, encoding, SentenceBlocks.LongestLine),
                    name,
                    TextPlace.Beginning,
                    format.HasSentenceALine)
                : TextLines.Read(answering, name, encoding);
            foreach (var sentence in format.Read(lines, name, TextPlace.Beginning))
            {
                format.Write(streams.RawOutput, sentence, Tag(sentence.Indices, probabilities));
                advance?.Invoke();
            }

            streams.Flush();
        });

    /// <summary>Tags a part of an input.</summary>
    /// <param name="lines">Its lines.</param>
    /// <param name="name">The name of the input for messages.</param>
    /// <param name="before">What of the input stands before the part.</param>
    /// <param name="output">Receives what follows the output for what stands before.</param>
    public void Run(IEnumerable<string> lines, string name, TextPlace before, TextWriter output)
    {
        var limited = SentenceLimit.Watch(lines, name, before, format.HasSentenceALine);
        foreach (var sentence in format.Read(limited, name, before))
        {
            format.Write(output, sentence, Tag(sentence.Indices, probabilities: null));
        }
    }

    private int[] Tag(int[] words, NpyRowWriter? probabilities)
    {
        var labels = new int[words.Length];
        if (probabilities is null)
        {
            tagger.Tag(words, labels);
            return labels;
        }

        var rows = new float[checked(words.Length * tagger.Model.Shape.LabelCount)];
        tagger.Tag(words, labels, rows);
        probabilities.Write(rows);
        return labels;
    }
}
