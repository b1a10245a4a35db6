namespace FastElman.Cli.Tagging;

/// <summary>A format of input, with the format of its output.</summary>
internal abstract class TaggingFormat
{
    /// <summary>Reads sentences from lines, each as soon as it is complete.</summary>
    public abstract IEnumerable<TaggingSentence> Read(IEnumerable<string> lines, string file);

    /// <summary>Writes the labels of one sentence.</summary>
    public abstract void Write(TextWriter output, TaggingSentence sentence, ReadOnlySpan<int> labels);
}
