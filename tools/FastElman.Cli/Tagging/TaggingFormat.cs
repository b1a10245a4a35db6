namespace FastElman.Cli.Tagging;

/// <summary>A form of input and the form of output that belongs to it.</summary>
internal abstract class TaggingFormat
{
    /// <summary>Makes sentences of lines, as the lines come.</summary>
    public abstract IEnumerable<TaggingSentence> Read(IEnumerable<string> lines, string file);

    /// <summary>Writes the answer to one sentence.</summary>
    public abstract void Write(TextWriter output, TaggingSentence sentence, ReadOnlySpan<int> labels);
}
