using FastElman.Training.Corpora;
using FastElman.Training.Embeddings;

namespace FastElman.Training;

/// <summary>
/// Pretrained word vectors in the text format of word2vec (T. Mikolov et al., 2013): a line with the number of words
/// and of values for each, then a line for each word, the word and its values separated by spaces.
/// </summary>
/// <remarks>Immutable and thread-safe. All vectors are in memory.</remarks>
public sealed class WordVectors
{
    private readonly string[] _words;
    private readonly Dictionary<string, int> _places;
    private readonly float[] _values;

    internal WordVectors(string[] words, Dictionary<string, int> places, float[] values, int size)
    {
        _words = words;
        _places = places;
        _values = values;
        Size = size;
    }

    /// <summary>Values in a vector, at least 1.</summary>
    public int Size { get; }

    /// <summary>The words in the order of the file.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file: UTF-8 text.</param>
    /// <returns>The vectors.</returns>
    /// <exception cref="CorpusFormatException">
    /// The first line is not two numbers, there are more or fewer words than it says, or a line is not a new word
    /// followed by as many finite numbers as it says.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static WordVectors Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return WordVectorReader.Read(Utf8Lines.ReadFile(path), path);
    }

    /// <summary>Finds the vector of a word, which has to match exactly.</summary>
    /// <param name="word">The word.</param>
    /// <param name="vector">[<see cref="Size"/>]: its values; empty if the result is false.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetVector(string word, out ReadOnlySpan<float> vector)
    {
        ArgumentNullException.ThrowIfNull(word);
        var isKnown = _places.TryGetValue(word, out var place);
        vector = isKnown ? _values.AsSpan(place * Size, Size) : [];
        return isKnown;
    }

    /// <summary>
    /// Copies the vectors of all words of a vocabulary, which have to match exactly, into its embeddings; other rows
    /// stay.
    /// </summary>
    /// <param name="parameters">The parameters, with <see cref="Size"/> values an embedding.</param>
    /// <param name="vocabulary">The words of the embeddings.</param>
    /// <returns>How many words have vectors.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit; nothing was changed.</exception>
    public int CopyTo(ElmanParameters parameters, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if ((parameters.Shape.EmbeddingSize, parameters.Shape.VocabularySize) != (Size, vocabulary.Count))
        {
            throw new ArgumentException(
                $"Expected {vocabulary.Count} embeddings of {Size} values, "
                + $"found {parameters.Shape.VocabularySize} of {parameters.Shape.EmbeddingSize}.",
                nameof(parameters));
        }

        var found = 0;
        for (var word = 0; word < vocabulary.Count; word++)
        {
            if (TryGetVector(vocabulary[word], out var vector))
            {
                vector.CopyTo(parameters.Embeddings.Slice(word * Size, Size));
                found++;
            }
        }

        return found;
    }

    /// <summary>The number of words and of values for each.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{_words.Length} words, {Size} values each";
}
