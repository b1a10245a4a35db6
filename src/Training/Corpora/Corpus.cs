using FastElman.Training.Corpora;
using FastElman.Validation;

namespace FastElman.Training;

/// <summary>Labelled sentences in up to three sets, read from a file or folder or given in memory.</summary>
/// <remarks>Immutable and thread-safe. The whole corpus is in memory.</remarks>
public sealed class Corpus
{
    private const string NameInMemory = "corpus in memory";

    private readonly IReadOnlyDictionary<CorpusSet, IReadOnlyList<CorpusSentence>> _sets;
    private readonly bool _isMadeInMemory;

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
        _isMadeInMemory = true;
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
        : this(path, name: null, new CorpusContent(sets, vocabulary, labels), LabelScheme.Iob2, [])
    {
    }

    private Corpus(string? path, string? name, CorpusContent content, LabelScheme scheme, List<string> remarks)
    {
        Path = path;
        Name = path is null
            ? name ?? NameInMemory
            : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path));
        _sets = content.Sets;
        Vocabulary = content.Vocabulary;
        Labels = content.Labels;
        LabelScheme = scheme;
        Remarks = remarks.AsReadOnly();
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
    /// The scheme in which the labels came: that of the training set, or of the first set that there is. The labels of
    /// all sentences are in IOB2, whatever it is; <see cref="ConllEvaluation.Evaluate"/> compares in the scheme that
    /// came.
    /// </summary>
    public LabelScheme LabelScheme { get; }

    /// <summary>What the reader assumed or left out, in sentences; empty where there is nothing to say.</summary>
    public IReadOnlyList<string> Remarks { get; } = [];

    /// <summary>
    /// Reads a corpus: a file, or a folder with a file or a folder for each set, whose names say which (<c>train</c>,
    /// <c>valid</c>, <c>test</c> and what others call them). The content tells the format of a file, and its name where
    /// the content does not; docs/guide/corpora.md shows every format.
    /// </summary>
    /// <remarks>
    /// A file without sets, which is any but a fold pickle, is both the training set and the test set. It has no
    /// validation set, so that nothing is ever chosen by what was learned from.
    /// </remarks>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="CorpusFormatException">
    /// The content has none of the formats, or is malformed in its format.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="FileNotFoundException">There is no file and no folder of this name.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static Corpus Load(string path, CorpusLoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= CorpusLoadOptions.Default;
        options.Validate();
        List<string> remarks = [];
        CorpusContent content;
        if (Directory.Exists(path))
        {
            content = CorpusFolder.Read(path, options, remarks);
        }
        else if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                MessageText.Sanitize($"{path}: there is no such file or folder"), path);
        }
        else if (SequencePairs.IsFile(path)
            && options.Format is CorpusFormat.Automatic or CorpusFormat.Sequences)
        {
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            content = CorpusContent.OfOneSet(SequencePairs.ReadFolder(folder, options.Encoding));
        }
        else
        {
            content = CorpusFile.Read(path, options, remarks);
        }

        return Of(path, name: null, content, remarks);
    }

    /// <summary>Reads a corpus of one file from a stream, which is read to its end and left open.</summary>
    /// <param name="stream">The bytes, from the current position to the end.</param>
    /// <param name="options">How to read; null for the defaults.</param>
    /// <param name="name">What messages, provenance and reports call the corpus; null for no name.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="CorpusFormatException">
    /// The content has none of the formats, or is malformed in its format.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Corpus Load(Stream stream, CorpusLoadOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= CorpusLoadOptions.Default;
        options.Validate();
        List<string> remarks = [];
        if (stream.CanSeek)
        {
            return Of(path: null, name, CorpusFile.Read(stream, name, options, remarks), remarks);
        }

        using var buffered = new MemoryStream();
        stream.CopyTo(buffered);
        buffered.Position = 0;
        return Of(path: null, name, CorpusFile.Read(buffered, name, options, remarks), remarks);
    }

    /// <summary>Whether the corpus has a set.</summary>
    /// <param name="set">The set.</param>
    /// <returns>True where <see cref="GetSentences"/> has a result.</returns>
    public bool HasSet(CorpusSet set) => _sets.ContainsKey(set);

    /// <summary>The sentences of a set, in the order of the file.</summary>
    /// <param name="set">The set.</param>
    /// <returns>The sentences; an existing set may be empty.</returns>
    /// <exception cref="CorpusFormatException">The corpus was read and has no such set.</exception>
    /// <exception cref="InvalidOperationException">The corpus was made in memory without such a set.</exception>
    public IReadOnlyList<CorpusSentence> GetSentences(CorpusSet set) => _sets.TryGetValue(set, out var sentences)
        ? sentences
        : throw Refusal(
            $"the corpus has no {NameOf(set)} set",
            expected: NameOf(set),
            found: string.Join(", ", _sets.Keys.Order().Select(NameOf)));

    /// <summary>The corpus in the indices of a model.</summary>
    /// <param name="vocabulary">The vocabulary of the model.</param>
    /// <param name="labels">The labels of the model.</param>
    /// <returns>An object that turns each sentence of this corpus into indices of the model.</returns>
    public CorpusEncoding CreateEncoding(Vocabulary vocabulary, LabelSet labels) => new(this, vocabulary, labels);

    /// <summary>The name, and the number of sentences in each set.</summary>
    /// <returns>Such as <c>atis.fold1.pkl.gz: 3983 train, 995 validation, 893 test sentences</c>.</returns>
    public override string ToString()
    {
        var sets = _sets.Keys.Order().Select(set => $"{_sets[set].Count} {NameOf(set)}");
        return $"{MessageText.Sanitize(Name)}: {string.Join(", ", sets)} sentences";
    }

    /// <summary>
    /// The exception for a corpus that does not suit: about its file, or, if it was made in memory, an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    internal Exception Refusal(
        string problem, string? expected = null, string? found = null, Exception? innerException = null) =>
        _isMadeInMemory
            ? new InvalidOperationException(
                FormatProblem.Describe(problem, file: null, Name, expected, found), innerException)
            : new CorpusFormatException(problem, Path, line: null, expected, found, innerException);

    internal static string NameOf(CorpusSet set) => set switch
    {
        CorpusSet.Train => "train",
        CorpusSet.Validation => "validation",
        CorpusSet.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(set), set, "There is no such set."),
    };

    private static Corpus Of(string? path, string? name, CorpusContent content, List<string> remarks)
    {
        var converted = CorpusSchemes.ToIob2(content, out var scheme, remarks);
        var empty = converted.Sets.Where(set => set.Value.Count == 0).Select(set => NameOf(set.Key)).ToArray();
        if (empty.Length > 0)
        {
            remarks.Add(
                empty.Length == converted.Sets.Count
                    ? "there is no sentence in it"
                    : $"there is no sentence in the {string.Join(" and the ", empty)} set");
        }

        return new Corpus(path, name, converted, scheme, [.. remarks.Select(MessageText.Sanitize).Distinct()]);
    }
}
