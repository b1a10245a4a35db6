using FastElman.Validation;

namespace FastElman.Training;

/// <summary>
/// A labelled sentence of a corpus: either textual (words and labels as strings) or indexed (both as numbers).
/// <see cref="CorpusEncoding"/> turns either into the indices of a model.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class CorpusSentence
{
    private readonly string[]? _words;
    private readonly string[]? _labels;
    private readonly int[]? _wordIndices;
    private readonly int[]? _labelIndices;
    private string[]? _sourceLabels;

    /// <summary>Makes a textual sentence.</summary>
    /// <param name="words">The words, at least one, none of them empty.</param>
    /// <param name="labels">The label of each word, not empty.</param>
    /// <exception cref="ArgumentException">
    /// There is no word, or not one label for each, or a word or label is null or empty.
    /// </exception>
    public CorpusSentence(IEnumerable<string> words, IEnumerable<string> labels)
        : this(words, labels, file: null, line: null)
    {
        RequireText(_words!, nameof(words));
        RequireText(_labels!, nameof(labels));
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
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(labels);
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

    /// <summary>Whether the sentence has indices instead of text.</summary>
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

    /// <summary>The file of the sentence; null for a sentence made in memory.</summary>
    public string? File { get; }

    /// <summary>The line at which it begins, counted from 1; null where the corpus has no lines.</summary>
    public long? Line { get; }

    /// <summary>The scheme in which the labels came; they are in IOB2 now.</summary>
    internal LabelScheme Scheme { get; private set; }

    /// <summary>[words]: the labels as they came; null where <see cref="Scheme"/> is IOB2.</summary>
    internal IReadOnlyList<string>? SourceLabels => _sourceLabels;

    /// <summary>The words with their labels.</summary>
    /// <returns>Such as <c>to/O oslo/B-city</c>.</returns>
    public override string ToString() => MessageText.Sanitize(string.Join(' ', IsIndexed
        ? _wordIndices!.Zip(_labelIndices!, (word, label) => FormattableString.Invariant($"{word}/{label}"))
        : _words!.Zip(_labels!, (word, label) => $"{word}/{label}")));

    /// <summary>A textual sentence with other labels in place of its own, which it remembers.</summary>
    internal CorpusSentence WithLabels(string[] labels, LabelScheme source) =>
        new(Words, labels, File, Line) { Scheme = source, _sourceLabels = _labels };

    /// <summary>
    /// The exception for a sentence that does not suit: about its place in a file, or, if it was made in memory, an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    internal Exception Refusal(
        string problem, string? expected = null, string? found = null, Exception? innerException = null) =>
        (File, Line) is (null, null)
            ? new InvalidOperationException(
                FormatProblem.Describe(problem, file: null, $"the sentence {this}", expected, found), innerException)
            : new CorpusFormatException(problem, File, Line, expected, found, innerException);

    private static void RequireText(string[] texts, string parameter)
    {
        var position = Array.FindIndex(texts, string.IsNullOrEmpty);
        if (position >= 0)
        {
            var kind = texts[position] is null ? "null" : "empty";
            throw new ArgumentException($"The text at position {position} is {kind}.", parameter);
        }
    }

    private static void CheckLengths(int words, int labels)
    {
        if (words == 0 || words != labels)
        {
            throw new ArgumentException(
                $"A sentence has at least one word and one label a word; here are {words} words and {labels} labels.");
        }
    }

    private static InvalidOperationException Indexed() => new("The sentence is indexed: it has numbers and no text.");

    private static InvalidOperationException Textual() =>
        new("The sentence is textual: its words have no indices before a vocabulary gives them.");
}
