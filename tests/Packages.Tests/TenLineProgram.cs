namespace FastElman.Packages.Tests;

/// <summary>
/// A program of ten lines that knows nothing but the packages FastElman and FastElman.Interop, built once for all
/// tests.
/// </summary>
public sealed class TenLineProgram : IDisposable
{
    public const string Sentence = "show me flights from boston to new york";

    private const string Program =
        $"""
        using FastElman;
        using FastElman.Interop;

        FoldPickle fold = FoldPickle.Load("atis.fold1.pkl.gz");
        ElmanModel model = TheanoDump.Load("params", fold.Vocabulary, fold.Labels);
        Tagger tagger = new(model.Compile());
        foreach (TaggedWord word in tagger.TagSentence("{Sentence}")) Console.WriteLine(word);
        model.Save("model.safetensors");
        """;

    /// <summary>Ours from the feed; everything else from what building this repository has restored already.</summary>
    private const string Sources =
        """
        <configuration>
          <packageSources>
            <clear />
            <add key="feed" value="FEED" />
            <add key="restored" value="RESTORED" />
          </packageSources>
          <packageSourceMapping>
            <clear />
            <packageSource key="feed"><package pattern="FastElman*" /></packageSource>
            <packageSource key="restored"><package pattern="*" /></packageSource>
          </packageSourceMapping>
        </configuration>
        """;

    private readonly ConsumerProject _project;
    private readonly string _assembly;

    public TenLineProgram(PackageFeed feed)
    {
        var sources = Sources.Replace("RESTORED", Restored(), StringComparison.Ordinal);
        _project = new ConsumerProject(feed, Program, ["FastElman", "FastElman.Interop"], sources);
        _assembly = _project.Build();
    }

    /// <summary>Runs the program.</summary>
    /// <param name="workingFolder">The folder with the fold and the dump that it loads.</param>
    /// <returns>What it writes on standard output.</returns>
    public string Run(string workingFolder) =>
        DotnetCommand.Dotnet(workingFolder, _assembly);

    public void Dispose() => _project.Dispose();

    private static string Restored() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
