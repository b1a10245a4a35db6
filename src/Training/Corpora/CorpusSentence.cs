namespace FastElman.Training;

/// <summary>
/// A labelled sentence of a corpus: either textual (words and labels as strings) or indexed (both as numbers).
/// <see cref="CorpusEncoding"/> turns either into what a model reads.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class CorpusSentence
{
    private readonly string[]? _words;
    private readonly string[]? _labels;
    private readonly int[]? _wordIndices;
    private readonly int[]? _labelIndices;

    /// <summary>Makes a textual sentence.</summary>
    /// <param name="words">The words, at least one.</param>
    /// <param name="labels">The label of each word.</param>
    /// <exception cref="ArgumentException">There is no word, or not one label for each.</exception>
    public CorpusSentence(IEnumerable<string> words, IEnumerable<string> labels)
        : this(words, labels, file: null, line: null)
    {
    }

    /// <summary>Makes an indexed sentence.</summary>
    /// <param name="wordIndices">The index of each word, at least one; −1 is the padding word.</param>
    /// <param name="labelIndices">The index of the label of each word.</param>
    /// <exception cref="ArgumentException">There is no word, or not one label for each.</exception>
    public CorpusSentence(ReadOnlySpan<int> wordIndices, ReadOnlySpan<int> labelIndices)
        : this(wordIndices, labelIndices, file: null, line: null)
    {
    }

    internal CorpusSentence(IEnumerable<string> words, IEnumerable<string> labels, string? file, long? line)
    {
        _words = [.. words];
        _labels = [.. labels];
        (File, Line) = (file, line);
        CheckLengths(_words.Length, _labels.Length);
    }

    internal CorpusSentence(ReadOnlySpan<int> wordIndices, ReadOnlySpan<int> labelIndices, string? file, long? line)
    {
        _wordIndices = wordIndices.ToArray();
        _labelIndices = labelIndices.ToArray();
        (File, Line) = (file, line);
        CheckLengths(_wordIndices.Length, _labelIndices.Length);
    }

    /// <summary>Whether the sentence is numbers and not text.</summary>
    public bool IsIndexed => _wordIndices is not null;

    /// <summary>The number of words, at least 1.</summary>
    public int Length => _words?.Length ?? _wordIndices!.Length;

    /// <summary>The words of a textual sentence.</summary>
    /// <exception cref="InvalidOperationException">The sentence is indexed.</exception>
    public IReadOnlyList<string> Words => _words ?? throw Indexed();

    /// <summary>The label of each word of a textual sentence.</summary>
    /// <exception cref="InvalidOperationException">The sentence is indexed.</exception>
    public IReadOnlyList<string> Labels => _labels ?? throw Indexed();

    /// <summary>The index of each word of an indexed sentence; −1 is the padding word.</summary>
    /// <exception cref="InvalidOperationException">The sentence is textual.</exception>
    public ReadOnlySpan<int> WordIndices => _wordIndices ?? throw Textual();

    /// <summary>The index of the label of each word of an indexed sentence.</summary>
    /// <exception cref="InvalidOperationException">The sentence is textual.</exception>
    public ReadOnlySpan<int> LabelIndices => _labelIndices ?? throw Textual();

    /// <summary>The file the sentence stands in, or null.</summary>
    public string? File { get; }

    /// <summary>The line it begins at, counted from 1; null where there are no lines.</summary>
    public long? Line { get; }

    private static void CheckLengths(int words, int labels)
    {
        if (words == 0 || words != labels)
        {
            throw new ArgumentException($"A sentence needs a word and one label for each word; here are {words} words and {labels} labels.");
        }
    }

    private static InvalidOperationException Indexed() => new("The sentence is indexed: it has numbers and no text.");

    private static InvalidOperationException Textual() => new("The sentence is textual: its words have no numbers before a vocabulary gives them.");
}
