using FastElman.Model;

namespace FastElman.Training.Embeddings;

/// <summary>Whether words can be added to a vocabulary; finds the neighbours of those that can.</summary>
internal sealed class AddedWordCheck
{
    /// <summary>Tokens that a message names.</summary>
    private const int TokensNamed = 4;

    private readonly Vocabulary _vocabulary;
    private readonly Tokenizer _tokenizer;
    private readonly bool _hasCapitals;
    private readonly bool _hasSubwords;
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);

    /// <param name="vocabulary">The words of the model.</param>
    /// <param name="tokenizer">How the model divides text.</param>
    /// <param name="hasSubwords">Whether the model has subwords, of which words without neighbours are made.</param>
    public AddedWordCheck(Vocabulary vocabulary, TokenizerKind tokenizer, bool hasSubwords)
    {
        _vocabulary = vocabulary;
        _hasSubwords = hasSubwords;
        _tokenizer = new Tokenizer(vocabulary, tokenizer);
        _hasCapitals = vocabulary.Any(
            word => word != Vocabulary.UnknownWord && WrittenWord.Of(word, lowerCase: true) != word);
    }

    /// <summary>The indices of the neighbours of a word that can be added.</summary>
    /// <exception cref="ArgumentException">It cannot be added, and has no place in a file.</exception>
    /// <exception cref="CorpusFormatException">It cannot be added, and has one.</exception>
    public int[] FindNeighbours(AddedWord added)
    {
        RequireNew(added);
        RequireToken(added);
        if (added.Neighbours.Count == 0 && !_hasSubwords)
        {
            throw Refusal(
                added, $"the word \"{added.Word}\" has no neighbours", "a word and words that it is like");
        }

        var indices = new int[added.Neighbours.Count];
        for (var i = 0; i < indices.Length; i++)
        {
            var neighbour = added.Neighbours[i];
            if (!_vocabulary.TryGetIndex(neighbour, out indices[i]))
            {
                throw Refusal(
                    added, $"the model does not know the word \"{neighbour}\", which \"{added.Word}\" is to be like");
            }

            if (indices.AsSpan(0, i).Contains(indices[i]))
            {
                throw Refusal(added, $"the neighbour \"{neighbour}\" of \"{added.Word}\" is given twice");
            }
        }

        return indices;
    }

    private void RequireNew(AddedWord added)
    {
        var word = added.Word;
        if (word.Length == 0)
        {
            throw Refusal(added, "a word is empty");
        }

        if (word == Vocabulary.UnknownWord)
        {
            throw Refusal(
                added, $"{word} stands for all words that a model does not know: only training can give it a meaning");
        }

        if (!NameIndex.IsUnicode(word))
        {
            throw Refusal(added, $"the word \"{word}\" is not valid Unicode");
        }

        if (_vocabulary.TryGetIndex(word, out var index))
        {
            throw Refusal(added, $"the model knows the word \"{word}\" already", found: $"\"{_vocabulary[index]}\"");
        }

        if (!_added.Add(word))
        {
            throw Refusal(added, $"the word \"{word}\" is given twice");
        }
    }

    /// <summary>Refuses a word that no text would be looked up as.</summary>
    private void RequireToken(AddedWord added)
    {
        var word = added.Word;
        var tokens = new Range[word.Length];
        var count = _tokenizer.Tokenize(word, tokens);
        if (count != 1 || tokens[0].GetOffsetAndLength(word.Length) != (0, word.Length))
        {
            var named = tokens.Take(Math.Min(count, TokensNamed)).Select(token => $"\"{word[token]}\"");
            throw Refusal(
                added,
                $"\"{word}\" is not one token of the model's tokenizer",
                "one token",
                count == 0 ? "none" : string.Join(", ", named) + (count > TokensNamed ? ", ..." : string.Empty));
        }

        var written = WrittenWord.Of(word, lowerCase: !_hasCapitals);
        if (written != word)
        {
            throw Refusal(
                added, $"the vocabulary of the model writes words in another form than \"{word}\"", $"\"{written}\"");
        }
    }

    private static Exception Refusal(AddedWord added, string problem, string? expected = null, string? found = null)
    {
        var place = added.Place;
        var refusal = new CorpusFormatException(problem, place?.File, place?.Line, expected, found);
        return place is null ? new ArgumentException(refusal.Message) : refusal;
    }
}
