namespace FastElman.Text;

/// <summary>The tokens of a text that have been found so far, written into the caller's memory.</summary>
/// <param name="vocabulary">The words of the model.</param>
/// <param name="text">The text.</param>
/// <param name="tokens">Receives the place of each token.</param>
/// <param name="words">Receives the word index of each token; or empty.</param>
internal ref struct TokenList(
    Vocabulary vocabulary, ReadOnlySpan<char> text, Span<Range> tokens, Span<int> words)
{
    private readonly Span<Range> _tokens = tokens;
    private readonly Span<int> _words = words;

    public Vocabulary Vocabulary { get; } = vocabulary;

    public ReadOnlySpan<char> Text { get; } = text;

    /// <summary>The number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>The number of tokens that the vocabulary does not have.</summary>
    public int UnknownCount { get; private set; }

    /// <summary>Adds a token that the vocabulary has.</summary>
    /// <param name="start">Its first character.</param>
    /// <param name="end">The character behind its last.</param>
    /// <param name="index">Its word index.</param>
    public void Add(int start, int end, int index)
    {
        if ((uint)Count >= (uint)_tokens.Length)
        {
            throw new ArgumentException(
                $"The text has more tokens than there is room for: found room for {_tokens.Length}; "
                + "room for one token a code unit of the text is always enough.");
        }

        _tokens[Count] = new Range(start, end);
        if (!_words.IsEmpty)
        {
            _words[Count] = index;
        }

        Count++;
    }

    /// <summary>Adds a token that the vocabulary does not have.</summary>
    /// <param name="start">Its first character.</param>
    /// <param name="end">The character behind its last.</param>
    public void AddUnknown(int start, int end)
    {
        Add(start, end, _words.IsEmpty ? 0 : Vocabulary.UnknownIndexFor(Text[start..end]));
        UnknownCount++;
    }

    /// <summary>Adds a token if the vocabulary has it.</summary>
    /// <param name="start">Its first character.</param>
    /// <param name="end">The character behind its last.</param>
    /// <returns>Whether it was added.</returns>
    public bool TryAdd(int start, int end)
    {
        var isKnown = Vocabulary.TryGetIndex(Text[start..end], out var index);
        if (isKnown)
        {
            Add(start, end, index);
        }

        return isKnown;
    }
}
