namespace FastElman.Docs.Tests;

public sealed class LinkTests
{
    private const int MaxLineLength = 120;

    public static TheoryData<string> Paths => [.. Document.AllPaths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Relative_links_lead_somewhere(string path)
    {
        var document = new Document(path);
        var links = document.Links.Where(link => !link.Contains("://", StringComparison.Ordinal));
        Assert.All(links, link => RequireTarget(document, link));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Prose_ends_before_column_120(string path)
    {
        // A row of a table cannot be broken.
        var lines = new Document(path).Text.Split('\n').Select((text, index) => (text, Number: index + 1));
        var tooLong = lines.Where(line => line.text.Length > MaxLineLength && !line.text.StartsWith('|'));
        Assert.Empty(tooLong.Select(line => $"{path}:{line.Number}"));
    }

    private static void RequireTarget(Document document, string link)
    {
        string[] parts = link.Split('#');
        var file = Uri.UnescapeDataString(parts[0]);
        var target = file.Length == 0
            ? document.FullPath
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document.FullPath)!, file));
        Assert.True(Path.Exists(target), $"{document.Path} links to {link}, which does not exist");
        if (parts.Length > 1)
        {
            Assert.Contains(parts[1], new Document(Path.GetRelativePath(RepositoryRoot.Folder, target)).Anchors);
        }
    }
}
