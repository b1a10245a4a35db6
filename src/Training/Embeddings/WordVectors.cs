using System.IO.Compression;
using FastElman.Files;
using FastElman.Training.Embeddings;

namespace FastElman.Training;

/// <summary>
/// Pretrained word vectors: the text and the binary formatat of word2vec (T. Mikolov et al., 2013), the text of GloVe
/// (J. Pennington et al., 2014) and of fastText (<c>.vec</c>), compressed with gzip or not.
/// </summary>
/// <remarks>Immutable and thread-safe. The vectors that were kept are in memory.</remarks>
public sealed class WordVectors
{
    private readonly string[] _words;
    private readonly Dictionary<string, int> _places;
    private readonly float[][] _rows;

    internal WordVectors(
        string[] words, Dictionary<string, int> places, float[][] rows, int size, long duplicates, long blanks)
    {
        _words = words;
        _places = places;
        _rows = rows;
        Size = size;
        DuplicateCount = duplicates;
        BlankCount = blanks;
    }

    /// <summary>Values in a vector, at least 1.</summary>
    public int Size { get; }

    /// <summary>The words that were kept, in the order of the file.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Words among those kept that the file has again: the first vector of each counts.</summary>
    public long DuplicateCount { get; }

    /// <summary>Lines of the file whose word is missing or is white space, which are skipped.</summary>
    public long BlankCount { get; }

    /// <summary>
    /// Reads a file. Where a line has more parts than a word and a vector, the last parts are the vector and the word
    /// has spaces in it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">
    /// The words whose vectors are kept, as written and in lower case, so that a file of any size takes the memory of
    /// these alone; only their lines are checked. Null to keep all.
    /// </param>
    /// <returns>The vectors.</returns>
    /// <exception cref="CorpusFormatException">
    /// The file has none of the formats, is a folder, is damaged gzip, or has fewer or more words than it says, or a
    /// vector has a value that is not a finite number.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static WordVectors Load(string path, Vocabulary? vocabulary = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new CorpusFormatException("the path is a folder", path, expected: "word vectors", found: "a folder");
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var kind = FileSignature.Of(FileSignature.Peek(stream, stackalloc byte[FileSignature.Length]));
        if (kind is FileKind.Gzip)
        {
            using var decompressed = new GZipStream(stream, CompressionMode.Decompress);
            try
            {
                return WordVectorReader.Read(decompressed, path, vocabulary);
            }
            catch (InvalidDataException exception)
            {
                throw new CorpusFormatException(
                    "the gzip data are damaged or cut short", path, innerException: exception);
            }
        }

        // word2vec's binary format begins with text and goes on with any bytes.
        return kind is FileKind.Text or FileKind.Binary or FileKind.Empty
            ? WordVectorReader.Read(stream, path, vocabulary)
            : throw new CorpusFormatException(FileSignature.Explain(kind, "word vectors")!, path);
    }

    /// <summary>Finds the vector of a word, which has to match exactly.</summary>
    /// <param name="word">The word.</param>
    /// <param name="vector">[<see cref="Size"/>]: its values; empty if the result is false.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetVector(string word, out ReadOnlySpan<float> vector)
    {
        ArgumentNullException.ThrowIfNull(word);
        var isKnown = _places.TryGetValue(word, out var place);
        vector = isKnown ? _rows[place] : [];
        return isKnown;
    }

    /// <summary>
    /// Copies the vectors of all words of a vocabulary into its embeddings: that of the word as it is written, or else
    /// that of the word in lower case. Other rows stay.
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
            if (TryGetVector(vocabulary[word], out var vector)
                || TryGetVector(vocabulary[word].ToLowerInvariant(), out vector))
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
