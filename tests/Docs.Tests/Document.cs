using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FastElman.Docs.Tests;

/// <summary>A markdown file of the repository.</summary>
internal sealed class Document
{
    // Identifiers of headings as on GitHub, where the documents are read.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub)
        .UsePipeTables()
        .Build();

    // Folders whose names begin with a dot count as hidden, and .github has documents.
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
    };

    private readonly MarkdownDocument _syntax;

    public Document(string path)
    {
        Path = path;
        Text = File.ReadAllText(FullPath);
        _syntax = Markdown.Parse(Text, Pipeline);
    }

    /// <summary>All of them, from the root of the repository, with slashes.</summary>
    public static IEnumerable<string> AllPaths =>
        Directory.EnumerateFiles(RepositoryRoot.Folder, "*.md", Everywhere)
            .Select(path => System.IO.Path.GetRelativePath(RepositoryRoot.Folder, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "artifacts" or ".git"))
            .Order(StringComparer.Ordinal);

    public string Path { get; }

    public string FullPath => System.IO.Path.Combine(RepositoryRoot.Folder, Path);

    public string Text { get; }

    /// <summary>Targets of links and images.</summary>
    public IEnumerable<string> Links => _syntax.Descendants<LinkInline>().Select(link => link.Url ?? "");

    /// <summary>What may stand behind the # of a link to this document.</summary>
    public IEnumerable<string?> Anchors =>
        _syntax.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id);

    /// <summary>Code between ```csharp and ```, with the line where it begins.</summary>
    public IEnumerable<(int Line, string Code)> CSharpBlocks =>
        from block in _syntax.Descendants<FencedCodeBlock>()
        where block.Info == "csharp"
        select (block.Line + 1, block.Lines.ToString());
}
