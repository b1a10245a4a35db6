using FastElman.Training.Corpora;

namespace FastElman.Cli.Tagging;

/// <summary>A format of input, with the format of its output.</summary>
internal abstract class TaggingFormat
{
    /// <summary>What it is called where the input of a run is recorded.</summary>
    public abstract string Name { get; }

    /// <summary>Whether every line is a sentence.</summary>
    public abstract bool HasSentenceALine { get; }

    /// <summary>Reads sentences from lines, each as soon as it is complete.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="file">The file for messages.</param>
    /// <param name="before">What of the file stands before them.</param>
    public abstract IEnumerable<TaggingSentence> Read(IEnumerable<string> lines, string file, TextPlace before);

    /// <summary>Writes the labels of one sentence, in the order in which they are read.</summary>
    public abstract void Write(TextWriter output, TaggingSentence sentence, ReadOnlySpan<int> labels);
}
