using FastElman.Training.Corpora;

namespace FastElman.Training;

/// <summary>Labelled sentences in up to three sets, read from a file or folder or given in memory.</summary>
/// <remarks>Immutable and thread-safe. The whole corpus is in memory.</remarks>
public sealed class Corpus
{
    private const string NameInMemory = "corpus in memory";

    private readonly IReadOnlyDictionary<CorpusSet, IReadOnlyList<CorpusSentence>> _sets;

    /// <summary>Makes a corpus of sentences in memory; the sequences are read once.</summary>
    /// <param name="train">The training set; null for none.</param>
    /// <param name="validation">The validation set, by which the best epoch is chosen; null for none.</param>
    /// <param name="test">The test set; null for none.</param>
    /// <param name="vocabulary">
    /// What word indices stand for, and the words of a network trained on the corpus. Null for a textual corpus without
    /// words of its own: <see cref="VocabularyBuilder"/> then makes the words of a network from the training set.
    /// </param>
    /// <param name="labels">The labels; given exactly where <paramref name="vocabulary"/> is given.</param>
    /// <param name="name">What provenance and reports call the corpus; null for "corpus in memory".</param>
    /// <exception cref="ArgumentException">
    /// There is no set, a sentence is null, or one of vocabulary and labels is missing.
    /// </exception>
    public Corpus(
        IEnumerable<CorpusSentence>? train,
        IEnumerable<CorpusSentence>? validation = null,
        IEnumerable<CorpusSentence>? test = null,
        Vocabulary? vocabulary = null,
        LabelSet? labels = null,
        string? name = null)
    {
        if (vocabulary is null != labels is null)
        {
            throw new ArgumentException(
                "A corpus has both a vocabulary and labels, or neither.",
                vocabulary is null ? nameof(vocabulary) : nameof(labels));
        }

        var sets = new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>();
        Add(CorpusSet.Train, train, nameof(train));
        Add(CorpusSet.Validation, validation, nameof(validation));
        Add(CorpusSet.Test, test, nameof(test));
        _sets = sets.Count > 0 ? sets : throw new ArgumentException("A corpus has at least one set.", nameof(train));
        Vocabulary = vocabulary;
        Labels = labels;
        Name = name ?? NameInMemory;

        void Add(CorpusSet set, IEnumerable<CorpusSentence>? sentences, string parameter)
        {
            if (sentences is not null)
            {
                CorpusSentence[] copy = [.. sentences];
                sets[set] = Array.IndexOf(copy, null) < 0
                    ? Array.AsReadOnly(copy)
                    : throw new ArgumentException("A sentence is null.", parameter);
            }
        }
    }

    internal Corpus(
        string path,
        IReadOnlyDictionary<CorpusSet, IReadOnlyList<CorpusSentence>> sets,
        Vocabulary? vocabulary = null,
        LabelSet? labels = null)
    {
        Path = path;
        Name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        _sets = sets;
        Vocabulary = vocabulary;
        Labels = labels;
    }

    /// <summary>The file or folder that the corpus was read from; null for a corpus in memory.</summary>
    public string? Path { get; }

    /// <summary>
    /// The name of the file or folder without those above it, or the name that a corpus in memory was given.
    /// </summary>
    public string Name { get; }

    /// <summary>What the word indices stand for; null where the corpus does not say it. A fold pickle does.</summary>
    public Vocabulary? Vocabulary { get; }

    /// <summary>What the label indices stand for; null where the corpus does not say it. A fold pickle does.</summary>
    public LabelSet? Labels { get; }

    /// <summary>
    /// Reads a corpus. The path tells its format: a file <c>.pkl</c> or <c>.pkl.gz</c> is a fold pickle like the
    /// tutorial's; a file <c>.ids</c> has a sentence a line: word indices, a tab, label indices; a file <c>.txt</c> or
    /// <c>.conll</c> has columns, the word first and the label last, and a blank line after every sentence; a folder
    /// has <c>train.txt</c>, <c>valid.txt</c> and <c>test.txt</c> in columns, or folders <c>train</c>, <c>valid</c> and
    /// <c>test</c> with <c>seq.in</c> and <c>seq.out</c> (<c>validation</c> and <c>dev</c> are other names for
    /// <c>valid</c>).
    /// </summary>
    /// <remarks>
    /// A file without sets (<c>.ids</c>, <c>.txt</c>, <c>.conll</c>) is both the training set and the test set. It has
    /// no validation set, so that nothing is ever chosen by what was learned from.
    /// </remarks>
    /// <param name="path">The file or folder.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="CorpusFormatException">
    /// The path has none of these formats, or its content is malformed.
    /// </exception>
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
            return OfOneFile(path, ConllColumns.ReadFile(path));
        }

        throw new CorpusFormatException(
            File.Exists(path) ? "the name does not tell the format of the corpus" : "there is no such file or folder",
            path,
            expected: "a folder or a file .pkl, .pkl.gz, .ids, .txt or .conll");
    }

    /// <summary>Whether the corpus has a set.</summary>
    /// <param name="set">The set.</param>
    /// <returns>True where <see cref="GetSentences"/> has a result.</returns>
    public bool HasSet(CorpusSet set) => _sets.ContainsKey(set);

    /// <summary>The sentences of a set, in the order of the file.</summary>
    /// <param name="set">The set.</param>
    /// <returns>The sentences; an existing set may be empty.</returns>
    /// <exception cref="CorpusFormatException">The corpus has no such set.</exception>
    public IReadOnlyList<CorpusSentence> GetSentences(CorpusSet set) => _sets.TryGetValue(set, out var sentences)
        ? sentences
        : throw new CorpusFormatException(
            $"the corpus has no {NameOf(set)} set",
            Path,
            found: string.Join(", ", _sets.Keys.Order().Select(NameOf)),
            expected: NameOf(set));

    /// <summary>The corpus in the indices of a model.</summary>
    /// <param name="vocabulary">The vocabulary of the model.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <returns>An object that turns each sentence of this corpus into indices of the model.</returns>
    public CorpusEncoding CreateEncoding(Vocabulary vocabulary, LabelSet labels) => new(this, vocabulary, labels);

    /// <summary>The name, and the number of sentences in each set.</summary>
    /// <returns>Such as <c>atis.fold1.pkl.gz: 3983 train, 995 validation, 893 test sentences</c>.</returns>
    public override string ToString() =>
        $"{Name}: {string.Join(", ", _sets.Keys.Order().Select(set => $"{_sets[set].Count} {NameOf(set)}"))} sentences";

    internal static string NameOf(CorpusSet set) => set switch
    {
        CorpusSet.Train => "train",
        CorpusSet.Validation => "validation",
        CorpusSet.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "There is no such set."),
    };

    private static bool HasExtension(string path, string extension) =>
        path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static Corpus OfOneFile(string path, IReadOnlyList<CorpusSentence> sentences) => new(
        path,
        new Dictionary<CorpusSet, IReadOnlyList<CorpusSentence>>
        {
            [CorpusSet.Train] = sentences,
            [CorpusSet.Test] = sentences,
        });
}
