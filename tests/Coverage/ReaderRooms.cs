namespace FastElman.Coverage;

/// <summary>Where bytes and text from outside are read: the folders, and single files of other folders.</summary>
internal static class ReaderRooms
{
    private static readonly string[] Paths =
    [
        "src/Runtime/Files/",
        "src/Runtime/Text/",
        "src/Runtime/Tagging/StreamStateFormat.cs",
        "src/Runtime/Tagging/StreamStates.cs",
        "src/Runtime/Tagging/StreamGroup.States.cs",
        "src/Runtime/Tagging/TaggingStream.States.cs",
        "src/Interop/",
        "src/Training/Corpora/",
        "src/Training/Embeddings/",
        "src/Training/Runs/Checkpoints/",
        "src/Training/Search/SearchFileNames.cs",
        "src/Training/Search/SearchFolder.cs",
        "src/Training/Search/SearchJson.cs",
        "src/Training/Search/SearchTrial.cs",
        "src/Training/Search/TrialClaim.cs",
    ];

    /// <summary>A corpus that is made, not read.</summary>
    private const string BuiltIn = "src/Training/Corpora/BuiltIn/";

    /// <summary>Whether a source file, named from the root of the repository, belongs to a reader.</summary>
    public static bool Has(string file) =>
        Array.Exists(Paths, path => file.StartsWith(path, StringComparison.Ordinal))
        && !file.StartsWith(BuiltIn, StringComparison.Ordinal);
}
