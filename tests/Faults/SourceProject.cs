using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace FastElman.Faults;

/// <summary>
/// A project whose files are parsed once; each fault compiles it anew with one file changed. Why not MSBuild: it takes
/// several times as long.
/// </summary>
internal sealed class SourceProject
{
    private readonly CSharpCompilation _sound;
    private readonly string _root;

    private SourceProject(CSharpCompilation sound, string root, string assemblyFile)
    {
        _sound = sound;
        _root = root;
        AssemblyFile = assemblyFile;
    }

    /// <summary>The name of the assembly with its extension.</summary>
    public string AssemblyFile { get; }

    /// <summary>Reads a project that is built.</summary>
    /// <param name="root">The root of the repository.</param>
    /// <param name="project">The folder of the project, relative to the root.</param>
    /// <param name="properties">The options that it was built with.</param>
    public static SourceProject Load(string root, string project, string[] properties)
    {
        var folder = Path.Combine(root, project);

        // What an editor asks MSBuild for: the arguments of the compiler, which is not run.
        var json = Command.RunToSuccess(
            folder,
            "dotnet",
            [
                "msbuild",
                "-t:Compile",
                "-p:SkipCompilerExecution=true",
                "-p:ProvideCommandLineArgs=true",
                "-p:NonExistentFile=none/none",
                "-p:BuildProjectReferences=false",
                .. properties,
                "-getItem:CscCommandLineArgs",
            ]);
        using var document = JsonDocument.Parse(json);
        var arguments = CSharpCommandLineParser.Default.Parse(
            document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(
                item => item.GetProperty("Identity").GetString()!),
            folder,
            sdkDirectory: null);
        var files = arguments.SourceFiles.Select(file => file.Path).Concat(
            Directory.EnumerateFiles(
                Path.Combine(folder, "obj", "Release", "net10.0", "generated"), "*.cs", SearchOption.AllDirectories));
        var compilation = CSharpCompilation.Create(
            arguments.CompilationName,
            files.Distinct().Select(file => Parse(File.ReadAllText(file), file, arguments.ParseOptions)),
            arguments.MetadataReferences.Select(reference => MetadataReference.CreateFromFile(reference.Reference)),
            arguments.CompilationOptions);
        return new SourceProject(compilation, root, arguments.OutputFileName!);
    }

    /// <summary>Compiles with a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="assembly">The file that receives the assembly.</param>
    /// <returns>The errors; null where there are none.</returns>
    public string? Emit(Fault fault, string assembly)
    {
        var path = Path.GetFullPath(Path.Combine(_root, fault.File));
        var tree = _sound.SyntaxTrees.Single(each => Path.GetFullPath(each.FilePath) == path);
        var text = tree.GetText().ToString().Replace(fault.Old, fault.New, StringComparison.Ordinal);
        var faulty = _sound.ReplaceSyntaxTree(tree, Parse(text, tree.FilePath, tree.Options));
        using var stream = File.Create(assembly);
        var result = faulty.Emit(stream);
        return result.Success
            ? null
            : string.Join('\n', result.Diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error));
    }

    private static SyntaxTree Parse(string text, string path, ParseOptions options) => CSharpSyntaxTree.ParseText(
        SourceText.From(text, System.Text.Encoding.UTF8), (CSharpParseOptions)options, path);
}
