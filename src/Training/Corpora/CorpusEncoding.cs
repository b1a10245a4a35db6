using FastElman.Training.Corpora.Schemes;

namespace FastElman.Training;

/// <summary>
/// The sentences of a corpus in the indices of a model: word indices, labels as text to score and as indices to train
/// on. Words are looked up in the vocabulary of the model; so are the words of indices if the corpus has a vocabulary.
/// Indices of a corpus without one (<c>.ids</c>) are those of the model.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class CorpusEncoding
{
    private readonly Vocabulary _vocabulary;
    private readonly LabelSet _labels;
    private readonly Vocabulary? _corpusVocabulary;
    private readonly LabelSet? _corpusLabels;

    internal CorpusEncoding(Corpus corpus, Vocabulary vocabulary, LabelSet labels)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(labels);
        _vocabulary = vocabulary;
        _labels = labels;
        _corpusVocabulary = corpus.Vocabulary;
        _corpusLabels = corpus.Labels;
    }

    /// <summary>The words of a sentence of the corpus as indices of the model.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <returns>[words]: 0 to the vocabulary's count − 1, or −1, the padding word, where the corpus has it.</returns>
    /// <exception cref="CorpusFormatException">
    /// An index is out of range, or a word is unknown and the vocabulary has no <c>&lt;UNK&gt;</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public int[] GetWordIndices(CorpusSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var indices = new int[sentence.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = sentence.IsIndexed
                ? WordOf(sentence.WordIndices[i], sentence)
                : WordOf(sentence.Words[i], sentence);
        }

        return indices;
    }

    /// <summary>
    /// [words]: the words of a sentence that the vocabulary lacks, as the corpus writes them; null in the place of the
    /// others, and of words whose text the corpus does not have.
    /// </summary>
    internal string?[] GetUnknownWords(CorpusSentence sentence)
    {
        var unknown = new string?[sentence.Length];
        for (var i = 0; i < unknown.Length; i++)
        {
            var word = !sentence.IsIndexed
                ? sentence.Words[i]
                : _corpusVocabulary is { } words && (uint)sentence.WordIndices[i] < (uint)words.Count
                    ? words[sentence.WordIndices[i]]
                    : null;
            unknown[i] = word is null || _vocabulary.TryGetIndex(word, out _) ? null : word;
        }

        return unknown;
    }

    /// <summary>
    /// The right labels of a sentence of the corpus as text, including those that the model does not know.
    /// </summary>
    /// <param name="sentence">The sentence.</param>
    /// <returns>[words].</returns>
    /// <exception cref="CorpusFormatException">An index is out of range.</exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public string[] GetGoldLabels(CorpusSentence sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        if (!sentence.IsIndexed)
        {
            return [.. sentence.Labels];
        }

        var labels = new string[sentence.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = GoldLabelOf(sentence.LabelIndices[i], sentence);
        }

        return labels;
    }

    /// <summary>
    /// The right labels of a sentence in the scheme of the corpus: those of the file, which
    /// <see cref="GetGoldLabels"/> gives in IOB2.
    /// </summary>
    internal string[] GetSourceLabels(CorpusSentence sentence) =>
        sentence.SourceLabels is { } labels ? [.. labels] : GetGoldLabels(sentence);

    /// <summary>
    /// Predicted labels of a sentence in the scheme of the corpus, to be compared with those of the file.
    /// </summary>
    internal static string[] InSchemeOf(CorpusSentence sentence, string[] predicted) =>
        sentence.Scheme == LabelScheme.Iob2
            ? predicted
            : new SchemeConversion().Convert(predicted, sentence.Scheme);

    /// <summary>The right labels of a sentence of the corpus as indices of the model, to train on.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <returns>[words]: 0 to the label set's count − 1.</returns>
    /// <exception cref="CorpusFormatException">An index is out of range, or the model has no such label.</exception>
    /// <exception cref="InvalidOperationException">The same, of a corpus that was made in memory.</exception>
    public int[] GetLabelIndices(CorpusSentence sentence)
    {
        var labels = GetGoldLabels(sentence);
        var indices = new int[labels.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            if (!_labels.TryGetIndex(labels[i], out indices[i]))
            {
                throw sentence.Refusal($"the model has no label \"{labels[i]}\"");
            }
        }

        return indices;
    }

    /// <summary>The sizes of what the indices are translated to.</summary>
    /// <returns>One line of text.</returns>
    public override string ToString() => $"{_vocabulary.Count} words, {_labels.Count} labels";

    private int WordOf(int index, CorpusSentence sentence)
    {
        if (index < -1 || index >= (_corpusVocabulary ?? _vocabulary).Count)
        {
            throw OutOfRange("word", index, -1, (_corpusVocabulary ?? _vocabulary).Count, sentence);
        }

        return index == -1 || _corpusVocabulary is null || ReferenceEquals(_corpusVocabulary, _vocabulary)
            ? index
            : WordOf(_corpusVocabulary[index], sentence);
    }

    private int WordOf(string word, CorpusSentence sentence) => _vocabulary.TryGetIndex(word, out var index)
        ? index
        : _vocabulary.UnknownIndex ?? throw sentence.Refusal(
            $"the word \"{word}\" is not in the model's vocabulary, which has no {Vocabulary.UnknownWord} to stand "
            + "for it");

    private string GoldLabelOf(int index, CorpusSentence sentence)
    {
        var labels = _corpusLabels ?? _labels;
        return (uint)index < (uint)labels.Count
            ? labels[index]
            : throw OutOfRange("label", index, 0, labels.Count, sentence);
    }

    private static Exception OutOfRange(
        string kind, int index, int smallest, int count, CorpusSentence sentence) => sentence.Refusal(
        $"the {kind} index is out of range",
        expected: FormattableString.Invariant($"{smallest} to {count - 1}"),
        found: FormattableString.Invariant($"{index}"));
}
