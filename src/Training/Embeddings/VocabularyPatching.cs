using System.Globalization;
using FastElman.Model.Subwords;
using FastElman.Training.Embeddings;

namespace FastElman.Training;

/// <summary>
/// Adds words to the vocabulary of a trained model without training: each gets the mean of the embeddings of words that
/// the model knows. In a model with subwords a word without such neighbours gets what its letters say: it is labelled
/// as it was when it was unknown, but faster, and can be looked up.
/// </summary>
/// <remarks>
/// <para>
/// New words stand behind the words that there are, before the padding word. All other rows of the embeddings, all
/// other parameters, the indices of known words and the labels stay. So a text without the new words gives the same
/// bits as before. The index behind the last word, which stands for the padding word as −1 does, is one of the new
/// words now.
/// </para>
/// <para>
/// The mean is not brought to the length (L2 norm) of its neighbours, although it is shorter: the less they have in
/// common, the shorter it is, and the less it says. docs/notes/training.md has the figures. Thread-safe.
/// </para>
/// </remarks>
public static class VocabularyPatching
{
    /// <summary>Adds words to a model, which does not change.</summary>
    /// <param name="model">A model with words, of any kind.</param>
    /// <param name="words">
    /// The words, at least one. Each is one token of the model's tokenizer, as the vocabulary writes it: a digit as
    /// <c>DIGIT</c>, and in lower case unless the vocabulary has words with capitals. Its neighbours are looked up as
    /// any word is; <c>&lt;UNK&gt;</c> may be one. A model with subwords needs none.
    /// </param>
    /// <param name="date">What the record says, <see cref="ModelProvenance.Patches"/>, which gets a patch more.</param>
    /// <returns>The model with the words.</returns>
    /// <exception cref="ArgumentException">
    /// The model has no words, or none are given; or one is empty, <c>&lt;UNK&gt;</c>, known already, given twice, not
    /// one token, written otherwise than the vocabulary does, or without neighbours for a model without subwords; or a
    /// neighbour is unknown or given twice; or embeddings of so many words are too many.
    /// </exception>
    /// <exception cref="CorpusFormatException">The same, of words that <see cref="ReadWords"/> has read.</exception>
    public static ElmanModel Apply(ElmanModel model, IEnumerable<AddedWord> words, DateOnly date)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(words);
        var vocabulary = model.Vocabulary
            ?? throw new ArgumentException("The model has no words to which others could be added.", nameof(model));
        AddedWord[] additions = [.. words];
        if (additions.Length == 0)
        {
            throw new ArgumentException("There are no words to add.", nameof(words));
        }

        if (Array.IndexOf(additions, null) is >= 0 and var place)
        {
            throw new ArgumentException($"The word at index {place} is null.", nameof(words));
        }

        RequireRoom(model.Shape, additions.Length);
        var check = new AddedWordCheck(vocabulary, model.Tokenizer, model.Shape.SubwordCount > 0);
        int[][] neighbours = [.. additions.Select(check.FindNeighbours)];
        var record = new VocabularyPatch(
            date,
            model.Fingerprint,
            additions.Zip(neighbours, (added, indices) =>
                new AddedWord(added.Word, indices.Select(index => vocabulary[index]))));
        return ElmanModel.Adopt(
            WithRows(model, additions, neighbours),
            new Vocabulary(vocabulary.Concat(additions.Select(added => added.Word))),
            model.Labels,
            model.Provenance with { Patches = [.. model.Provenance.Patches, record] },
            model.Decoding,
            allowNonFinite: !float.IsFinite(model.LargestMagnitude),
            file: null,
            model.Tokenizer,
            model.Temperature,
            model.SubwordPrecision);
    }

    /// <summary>
    /// Reads words from a file: each has a line, with its neighbours (if any) behind it, separated by blanks or tabs.
    /// Lines of blanks are skipped. The text is UTF-8, or begins with a byte order mark that says otherwise.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The words, at least one. Whether they fit a model is known where they are added to it.</returns>
    /// <exception cref="CorpusFormatException">
    /// The file is a folder, no text, or without words.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyList<AddedWord> ReadWords(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return AddedWordList.Read(path);
    }

    private static void RequireRoom(ElmanShape shape, int count)
    {
        var most = (ElmanShape.MaximumElementCount / shape.EmbeddingSize) - 1;
        if ((long)shape.VocabularySize + count > most)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"a model with embeddings of {shape.EmbeddingSize} values has at most {most} words "
                + $"(found {shape.VocabularySize}, and {count} to add)"));
        }
    }

    /// <summary>The parameters with rows for new words before the row of the padding word.</summary>
    /// <param name="model">The model.</param>
    /// <param name="additions">[new words].</param>
    /// <param name="neighbours">[new words][neighbours]: indices of words.</param>
    private static ElmanParameters WithRows(ElmanModel model, AddedWord[] additions, int[][] neighbours)
    {
        var parameters = model.Parameters;
        var (words, size) = (parameters.Shape.VocabularySize, parameters.Shape.EmbeddingSize);
        var patched = VocabularyRows.Insert(parameters, neighbours.Length);
        var subwords = SubwordTable.Of(model);
        for (var i = 0; i < neighbours.Length; i++)
        {
            var row = patched.Embeddings.Slice((words + i) * size, size);
            if (neighbours[i].Length > 0)
            {
                MeanEmbedding.Write(parameters.Embeddings, neighbours[i], row);
            }
            else
            {
                subwords!.Embed(additions[i].Word, row);
            }
        }

        return patched;
    }
}
