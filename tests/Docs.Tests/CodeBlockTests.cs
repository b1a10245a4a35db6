using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FastElman.Docs.Tests;

/// <summary>Every C# block that a user may copy is a complete program.</summary>
public sealed class CodeBlockTests
{
    // What the SDK adds to a console project with ImplicitUsings.
    private const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsOfAProgram(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly HashSet<string> Samples =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Folder, "samples"), "Program.cs",
                SearchOption.AllDirectories)
            .Select(path => File.ReadAllText(path).ReplaceLineEndings("\n").TrimEnd()),
    ];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var path in Document.AllPaths)
            {
                foreach (var (line, _) in new Document(path).CSharpBlocks.Where(block => !IsSample(block.Code)))
                {
                    data.Add(path, line);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_compiles_as_printed(string path, int line)
    {
        var code = new Document(path).CSharpBlocks.Single(block => block.Line == line).Code;
        var compilation = CSharpCompilation.Create(
            "Block",
            [Parse(code), Parse(ImplicitUsings)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication)
                .WithNullableContextOptions(NullableContextOptions.Enable));

        var problems = compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(problem => problem.Severity >= DiagnosticSeverity.Warning)
            .Select(problem => problem.ToString())
            .ToList();
        Assert.True(problems.Count == 0, $"{path}, block at line {line}:\n{string.Join('\n', problems)}");
    }

    [Fact]
    public void README_and_guide_have_blocks()
    {
        Assert.Contains(Blocks, row => row.Data.Item1 == "README.md");
        Assert.Contains(Blocks, row => row.Data.Item1 == "docs/guide/running.md");
    }

    /// <summary>
    /// Whether a block is the program of a sample as it is: the build compiles it, with what its project references.
    /// </summary>
    private static bool IsSample(string code) => Samples.Contains(code.ReplaceLineEndings("\n").TrimEnd());

    private static SyntaxTree Parse(string code) =>
        CSharpSyntaxTree.ParseText(code, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The base library and the packages, but not what only these tests reference.</summary>
    private static bool IsOfAProgram(string file) =>
        file.StartsWith("System.", StringComparison.Ordinal)
        || file is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll" or "Microsoft.Win32.Primitives.dll"
        || file is "FastElman.dll" or "FastElman.Interop.dll" or "FastElman.Training.dll";
}
