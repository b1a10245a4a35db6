using FastElman.Fixtures;
using FastElman.Training.Tests.Runs;

namespace FastElman.Training.Tests.Search;

/// <summary>A search of a few small networks in a folder of its own, which is deleted at the end.</summary>
internal sealed class SmallSearch : IDisposable
{
    public const int Trials = 6;

    private readonly TemporaryFolder _temporary = new();

    public SmallSearch() => Folder = _temporary.File("search");

    public static SearchOptions Options { get; } = new()
    {
        TrialCount = Trials,
        MaxDegreeOfParallelism = 1,
        Epochs = 4,
        HiddenSizes = [3, 5],
        EmbeddingSizes = [2, 4],
        WindowSizes = [1, 3],
        SmallestLearningRate = 0.1,
        LargestLearningRate = 1,
    };

    /// <summary>The folder of the search; the first run makes it.</summary>
    public string Folder { get; }

    public static HyperparameterSearch Create(SearchOptions options, string folder) =>
        new(TinyCorpus.Indexed(), folder, options);

    public static void AssertSameFiles(string expected, string actual) => Assert.Equal(Files(expected), Files(actual));

    /// <summary>The names of the files of a folder with their content.</summary>
    public static IEnumerable<(string Name, string Content)> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(
            path => (Path.GetFileName(path), Convert.ToHexString(File.ReadAllBytes(path))))];

    /// <summary>The path of a file of the search.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A path beside the folder.</summary>
    public string Other(string name) => _temporary.File(name);

    public string WriteOther(string name, string text) => _temporary.Write(name, text);

    /// <summary>Runs to the end.</summary>
    /// <param name="change">Changes the options; null for <see cref="Options"/>.</param>
    /// <param name="folder">The folder of the search; null for <see cref="Folder"/>.</param>
    /// <param name="report">Receives the progress.</param>
    public IReadOnlyList<SearchTrial> Run(
        Action<SearchOptions>? change = null, string? folder = null, Action<SearchProgress>? report = null) =>
        Create(change is null ? Options : Options.With(change), folder ?? Folder).Run(
            report is null ? null : new SearchListener(report), TestContext.Current.CancellationToken);

    public void Dispose() => _temporary.Dispose();
}
