using System.Text.RegularExpressions;
using FastElman.Native.Errors;
using FastElman.Native.Info;

namespace FastElman.Native.Tests;

/// <summary>The header files say what the library has.</summary>
public sealed partial class HeaderTests(InstalledLibrary library) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Header { get; } =
        File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "src/Native/include/fastelman.h"));

    [Theory]
    [InlineData("fastelman.h", "c11", "c")]
    [InlineData("fastelman.h", "c23", "c")]
    [InlineData("fastelman.h", "c++17", "c++")]
    [InlineData("fastelman.h", "c++20", "c++")]
    [InlineData("fastelman.hpp", "c++17", "c++")]
    [InlineData("fastelman.hpp", "c++20", "c++")]
    public void A_header_compiles_without_a_warning(string header, string standard, string language)
    {
        var compiler = Machine.Require(language == "c" ? "gcc" : "g++");
        var source = _folder.Write("source", $"#include <{header}>\n");
        var include = Path.Combine(RepositoryRoot.Folder, "src/Native/include");
        ChildProcess.Run(new Command(
            compiler, $"-std={standard.Replace("c23", "c2x", StringComparison.Ordinal)}", "-Wall", "-Wextra",
            "-Wpedantic", "-Werror", $"-I{include}", "-fsyntax-only", "-x", language, source));
    }

    [Fact]
    public void Functions_of_the_header_are_those_of_the_library()
    {
        var declared = Names(Declarations().Matches(Header));
        foreach (var file in new[] { "libfastelman.so", "libfastelman-avx.so" })
        {
            var symbols = ChildProcess.Run(new Command(
                Machine.Require("nm"), "-D", "--defined-only", Path.Combine(library.LibraryFolder, file)));
            Assert.Equal(declared, Names(Exports().Matches(symbols)));
        }
    }

    [Fact]
    public void The_version_of_the_header_is_that_of_the_library()
    {
        Assert.Equal($"{LibraryVersion.Major}", Defined("FE_VERSION_MAJOR"));
        Assert.Equal($"{LibraryVersion.Minor}", Defined("FE_VERSION_MINOR"));
        Assert.Equal($"{LibraryVersion.Patch}", Defined("FE_VERSION_PATCH"));
        Assert.Equal(
            $"\"{LibraryVersion.Major}.{LibraryVersion.Minor}.{LibraryVersion.Patch}\"", Defined("FE_VERSION_STRING"));
    }

    [Fact]
    public void The_codes_of_the_header_are_those_of_the_library()
    {
        var declared = Codes().Matches(Header)
            .Select(match => (Name: match.Groups[1].Value.Replace("_", ""), match.Groups[2].Value));
        var known = Enum.GetValues<Status>().Where(status => status != Status.Ok)
            .Select(status => (Name: $"{status}".ToUpperInvariant(), Value: $"{(int)status}"));
        Assert.Equal(known.OrderBy(code => code.Name), declared.OrderBy(code => code.Name));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Names(MatchCollection matches) =>
        matches.Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

    private static string Defined(string name) =>
        Regex.Match(Header, $@"^#define {name} (.*)$", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex(@"^FE_API [\w *]*?(fe_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    [GeneratedRegex(@" T (fe_\w+)", RegexOptions.Multiline)]
    private static partial Regex Exports();

    [GeneratedRegex(@"^    FE_ERROR_(\w+) = (-\d+)", RegexOptions.Multiline)]
    private static partial Regex Codes();
}
