using FastElman.Training.Corpora;

namespace FastElman.Training;

/// <summary>Labelled sentences in up to three sets, read from a file or folder.</summary>
/// <remarks>Immutable and thread-safe. The whole corpus is in memory.</remarks>
public sealed class Corpus
{
    private readonly IReadOnlyDictionary<CorpusSet, IReadOnlyList<CorpusSentence>> _sets;

    internal Corpus(
        string path,
        IReadOnlyDictionary<CorpusSet, IReadOnlyList<CorpusSentence>> sets,
        Vocabulary? vocabulary = null,
        LabelSet? labels = null)
    {
        Path = path;
        _sets = sets;
        Vocabulary = vocabulary;
        Labels = labels;
    }

    /// <summary>The file or folder the corpus was read from.</summary>
    public string Path { get; }

    /// <summary>What the word indices stand for, where the corpus says it (a fold pickle does); else null.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>What the label indices stand for, where the corpus says it (a fold pickle does); else null.</summary>
    public LabelSet? Labels { get; }

    /// <summary>
    /// Reads a corpus. The path tells its form:
    /// a file <c>.pkl</c> or <c>.pkl.gz</c> is a fold pickle as the tutorial's;
    /// a file <c>.ids</c> has a sentence per line, word indices, a tab, label indices;
    /// a file <c>.txt</c> or <c>.conll</c> has columns, the word first and the label last, and a blank line after every sentence;
    /// a folder has <c>train.txt</c>, <c>valid.txt</c> and <c>test.txt</c> in columns, or folders <c>train</c>, <c>valid</c> and
    /// <c>test</c> with <c>seq.in</c> and <c>seq.out</c> (<c>validation</c> and <c>dev</c> are other names for <c>valid</c>).
    /// </summary>
    /// <remarks>
    /// A file without sets (<c>.ids</c>, <c>.txt</c>, <c>.conll</c>) is the training set of whoever trains on it and the test set of whoever tests
    /// on it. It has no validation set, so that nothing is ever chosen by what was learned from.
    /// </remarks>
    /// <param name="path">The file or folder.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="CorpusFormatException">The path has none of these forms, or what is there is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Corpus Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return CorpusFolder.Read(path);
        }

        if (HasExtension(path, ".pkl") || HasExtension(path, ".pkl.gz"))
        {
            return FoldCorpus.Read(path);
        }

        if (HasExtension(path, ".ids"))
        {
            return OfOneFile(path, IndexedSentences.ReadFile(path));
        }

        if (HasExtension(path, ".txt") || HasExtension(path, ".conll"))
        {
            return OfOneFile(path, Columns.ReadFile(path));
        }

        throw new CorpusFormatException(
            File.Exists(path) ? "the name does not tell the form of the corpus" : "there is no such file or folder",
            path,
            expected: "a folder or a file .pkl, .pkl.gz, .ids, .txt or .conll");
    }

    /// <summary>Whether the corpus has a set.</summary>
    /// <param name="set">The set.</param>
    /// <returns>True where <see cref="Sentences"/> has an answer.</returns>
    public bool Has(CorpusSet set) => _sets.ContainsKey(set);

    /// <summary>The sentences of a set, in the order of the file.</summary>
    /// <param name="set">The set.</param>
    /// <returns>The sentences; none where the set is there and empty.</returns>
    /// <exception cref="CorpusFormatException">The corpus has no such set.</exception>
    public IReadOnlyList<CorpusSentence> Sentences(CorpusSet set) => _sets.TryGetValue(set, out var sentences)
        ? sentences
        : throw new CorpusFormatException(
            $"the corpus has no {NameOf(set)} set",
            Path,
            found: string.Join(", ", _sets.Keys.Order().Select(NameOf)),
            expected: NameOf(set));

    /// <summary>The corpus as a model with this vocabulary and these labels reads it.</summary>
    /// <param name="vocabulary">The vocabulary of the model.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <returns>What turns each sentence of this corpus into indices of the model.</returns>
    public CorpusEncoding EncodingFor(Vocabulary vocabulary, LabelSet labels) => new(this, vocabulary, labels);

    internal static string NameOf(CorpusSet set) => set switch
    {
        CorpusSet.Train => "train",
        CorpusSet.Validation => "validation",
        CorpusSet.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "There is no such set."),
    };

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static Corpus OfOneFile(string path, IReadOnlyList<CorpusSentence> sentences) => new(
        path,
        new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>> { [CorpusSet.Train] = sentences, [CorpusSet.Test] = sentences });
}
