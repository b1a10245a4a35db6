using FastElman.Fixtures;

namespace FastElman.Cli.Tests;

/// <summary>A corpus of a few sentences about two cities, which a small network learns in a second.</summary>
internal static class SmallCorpus
{
    public const string Train =
        "from O\noslo B-from\nto O\nrome B-to\n\nto O\noslo B-to\n\nfrom O\nrome B-from\n\nthe O\n\nfrom O\nthe O\n";

    private const string Valid = "from O\noslo B-from\n\nto O\nrome B-to\nthe O\n";

    /// <summary>Writes train.txt, valid.txt and test.txt, the last two with the same sentences.</summary>
    /// <returns>The path of the corpus, a folder below the one given.</returns>
    public static string WriteIn(TemporaryFolder folder)
    {
        var corpus = Directory.CreateDirectory(folder.File("corpus")).FullName;
        File.WriteAllText(Path.Combine(corpus, "train.txt"), Train);
        File.WriteAllText(Path.Combine(corpus, "valid.txt"), Valid);
        File.WriteAllText(Path.Combine(corpus, "test.txt"), Valid);
        return corpus;
    }
}
