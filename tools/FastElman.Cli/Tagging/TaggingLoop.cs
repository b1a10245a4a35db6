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
    private readonly WordBuffer? _words = tagger.Model.Vocabulary is null ? null : new WordBuffer(tagger.Model);

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
                format.Write(streams.RawOutput, sentence, Tag(sentence, probabilities));
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
            format.Write(output, sentence, Tag(sentence, probabilities: null));
        }
    }

    private int[] Tag(TaggingSentence sentence, NpyRowWriter? probabilities)
    {
        var labels = new int[sentence.Length];
        var rows = probabilities is null
            ? []
            : new float[checked(labels.Length * tagger.Model.Shape.LabelCount)];
        if (sentence.Words.Length > 0)
        {
            TagWords(sentence.Words, labels, rows);
        }
        else if (probabilities is null)
        {
            tagger.Tag(sentence.Indices, labels);
        }
        else
        {
            tagger.Tag(sentence.Indices, labels, rows);
        }

        probabilities?.Write(rows);
        return labels;
    }

    private void TagWords(string[] words, int[] labels, float[] rows)
    {
        _words!.Clear();
        foreach (var word in words)
        {
            _words.Add(word);
        }

        if (rows.Length > 0)
        {
            tagger.Tag(_words, labels, rows);
        }
        else
        {
            tagger.Tag(_words, labels);
        }
    }
}
