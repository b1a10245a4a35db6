using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastElman.Architecture.Tests;

/// <summary>The files of the repository, as they lie beside this test.</summary>
internal static class SourceTree
{
    public static string Root => RepositoryRoot.Folder;

    /// <summary>The C# files below a folder of the repository; what a build writes is left out.</summary>
    public static IEnumerable<string> Files(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true };
        return Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", options)
            .Where(IsSource)
            .Order(StringComparer.Ordinal);
    }

    /// <summary>A path as it is written in messages: from the root of the repository, with slashes.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    /// <summary>The types that stand at the top level of a file, by the names that reflection gives them.</summary>
    public static IEnumerable<DeclaredType> TypesOf(string path)
    {
        var root = CSharpSyntaxTree.ParseText(File.ReadAllText(path), path: path).GetCompilationUnitRoot();
        var top = root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax);
        foreach (var type in top.OfType<MemberDeclarationSyntax>())
        {
            var (name, parameters) = type switch
            {
                TypeDeclarationSyntax declared => (declared.Identifier.Text, declared.TypeParameterList),
                BaseTypeDeclarationSyntax declared => (declared.Identifier.Text, null),
                DelegateDeclarationSyntax declared => (declared.Identifier.Text, declared.TypeParameterList),
                _ => (null, null),
            };
            if (name is null)
            {
                continue;
            }

            var space = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault();
            var full = parameters is null ? name : $"{name}`{parameters.Parameters.Count}";
            var isPublic = type.Modifiers.Any(SyntaxKind.PublicKeyword);
            yield return new DeclaredType(space?.Name.ToString() ?? "", full, isPublic, path);
        }
    }

    private static bool IsSource(string path) =>
        !Relative(path).Split('/').Any(part => part is "bin" or "obj" or "artifacts");
}

/// <summary>A type as its file declares it; a partial type is declared by several files.</summary>
internal sealed record DeclaredType(string Namespace, string Name, bool IsPublic, string File)
{
    /// <summary>With its namespace, as reflection writes it.</summary>
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
