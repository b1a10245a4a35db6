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
    public void Run(string? path, NpyRowWriter? probabilities)
    {
        if (path is null or "-")
        {
            Run(streams.InputBytes, "standard input", probabilities, afterSentence: null);
            return;
        }

        using var file = InputFile.Open(path);
        if (streams.OutputIsTerminal || !file.CanSeek)
        {
            Run(file, path, probabilities, afterSentence: null);
            return;
        }

        Progress.Run(streams, "Tagging", file.Length, counter =>
        {
            Run(file, path, probabilities, () => counter.Done = file.Position);
            return true;
        });
    }

    private void Run(Stream input, string name, NpyRowWriter? probabilities, Action? afterSentence)
    {
        using var answering = new AnsweringInput(input, streams.Flush);
        foreach (var sentence in format.Read(TextLines.Read(answering, name, encoding), name))
        {
            format.Write(streams.RawOutput, sentence, Tag(sentence.Indices, probabilities));
            afterSentence?.Invoke();
        }

        streams.Flush();
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
