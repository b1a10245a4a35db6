using FastElman.Model.Subwords;

namespace FastElman.Training.Backpropagation;

/// <summary>
/// The rows that a network with subwords reads words from, and what each is made of: one own vector, and vectors of
/// subwords. They are not those of the embeddings. First comes each word of the vocabulary; then the padding word; then
/// the same once more as dropped words, which have the own vector of <c>&lt;UNK&gt;</c> and all their subwords; then,
/// likewise, words that the vocabulary lacks.
/// </summary>
/// <remarks>
/// <c>&lt;UNK&gt;</c> and the padding word have no letters, and so no subwords. Immutable and thread-safe.
/// </remarks>
internal sealed class ComposedWords
{
    private readonly int _words;
    private readonly int _unknown;

    // Where the subwords of each spelling begin: words of the vocabulary, the padding word, words that it lacks.
    private readonly int[] _starts;
    private readonly int[] _subwords;

    /// <param name="vocabulary">The words of the network, <c>&lt;UNK&gt;</c> among them.</param>
    /// <param name="missing">Words that the vocabulary lacks, as they are written.</param>
    /// <param name="subwordCount">Rows of the tensor of subwords.</param>
    public ComposedWords(Vocabulary vocabulary, IReadOnlyList<string> missing, int subwordCount)
    {
        _words = vocabulary.Count;
        _unknown = vocabulary.UnknownIndex!.Value;
        _starts = new int[checked(FirstMissing + missing.Count + 1)];
        var subwords = new List<int>();
        var found = new int[SubwordRows.MaximumCount];
        for (var spelling = 0; spelling < _starts.Length - 1; spelling++)
        {
            _starts[spelling] = subwords.Count;
            if (spelling != _unknown && spelling != PaddingRow)
            {
                var word = spelling < _words ? vocabulary[spelling] : missing[spelling - FirstMissing];
                subwords.AddRange(found.AsSpan(0, SubwordRows.Find(word, subwordCount, found)));
            }
        }

        _starts[^1] = subwords.Count;
        _subwords = [.. subwords];
    }

    /// <summary>All rows.</summary>
    public int RowCount => FirstDropped + _starts.Length - 1;

    /// <summary>The row of the padding word.</summary>
    public int PaddingRow => _words;

    private int FirstDropped => _words + 1;

    /// <summary>The first spelling of a word that the vocabulary lacks.</summary>
    private int FirstMissing => _words + 1;

    /// <summary>The row of a word of the vocabulary that was dropped.</summary>
    /// <param name="word">Its index.</param>
    public int DroppedRowOf(int word) => FirstDropped + word;

    /// <summary>The row of a word that the vocabulary lacks.</summary>
    /// <param name="place">Its place among those that were given.</param>
    public int MissingRowOf(int place) => FirstDropped + FirstMissing + place;

    /// <summary>The row of the embeddings that holds the own vector.</summary>
    public int OwnRowOf(int row) => row < FirstDropped ? row : _unknown;

    /// <summary>The rows of the subwords, as <see cref="SubwordRows.Find"/> gives them; none without letters.</summary>
    public ReadOnlySpan<int> SubwordsOf(int row)
    {
        var spelling = row < FirstDropped ? row : row - FirstDropped;
        return _subwords.AsSpan(_starts[spelling].._starts[spelling + 1]);
    }

    /// <summary>
    /// Parameters as a model holds them: to the own vector of each word of the vocabulary its subwords are added.
    /// </summary>
    /// <param name="parameters">Own vectors and subwords, as training holds them; they do not change.</param>
    public ElmanParameters Compose(ElmanParameters parameters)
    {
        var composed = parameters.Clone();
        var size = parameters.Shape.EmbeddingSize;
        for (var word = 0; word < _words; word++)
        {
            if (SubwordsOf(word) is { IsEmpty: false } subwords)
            {
                SubwordEmbedding.Add(
                    subwords, parameters[ElmanTensor.Subwords], composed.Embeddings.Slice(word * size, size));
            }
        }

        return composed;
    }
}
