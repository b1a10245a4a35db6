namespace FastElman.Native.Tests;

/// <summary>The samples in C and C++, built as their users build them.</summary>
public sealed class SampleTests(InstalledLibrary library) : IDisposable
{
    private const string Text = "show me flights from boston to denver on monday";

    private readonly TemporaryFolder _folder = new();

    private static string Model => Path.Combine(RepositoryRoot.Folder, "samples/flights.safetensors");

    [Fact]
    public void The_sample_in_C_builds_with_pkg_config()
    {
        Machine.Require("pkg-config");
        var program = _folder.File("tagger");
        var flags = PkgConfig("--cflags", "--libs", "fastelman");
        ChildProcess.Run(new Command(
            library.Compiler,
            ["-Wall", "-Wextra", "-Werror", "-std=c11", Sample("CTagger/tagger.c"), "-o", program, .. flags]));
        Assert.Equal(ExpectedOfC(), Run(program));
    }

    [Fact]
    public void The_sample_in_C_builds_with_its_makefile()
    {
        Machine.Require("pkg-config");
        var source = _folder.Write("tagger.c", File.ReadAllText(Sample("CTagger/tagger.c")));
        _folder.Write("Makefile", File.ReadAllText(Sample("CTagger/Makefile")));
        ChildProcess.Run(new Command(Machine.Require("make"), $"PKG_CONFIG_PATH={PkgConfigPath}")
        {
            Folder = _folder.Path,
        });
        Assert.Equal(ExpectedOfC(), Run(Path.ChangeExtension(source, null)));
    }

    [Theory]
    [InlineData("CTagger")]
    [InlineData("CppTagger")]
    public void A_sample_builds_with_CMake(string sample)
    {
        var cmake = Machine.Require("cmake");
        Machine.Require("make");
        Machine.Require("g++");
        ChildProcess.Run(new Command(
            cmake, "-S", Sample(sample), "-B", _folder.Path, $"-DCMAKE_PREFIX_PATH={library.Prefix}"));
        ChildProcess.Run(new Command(cmake, "--build", _folder.Path));
        Assert.Equal(sample == "CTagger" ? ExpectedOfC() : ExpectedOfCpp(), Run(_folder.File("tagger")));
    }

    [Fact]
    public void The_sample_in_Cpp_builds_with_pkg_config()
    {
        Machine.Require("pkg-config");
        var program = _folder.File("tagger");
        var flags = PkgConfig("--cflags", "--libs", "fastelman");
        ChildProcess.Run(new Command(
            Machine.Require("g++"),
            ["-Wall", "-Wextra", "-Werror", "-std=c++17", Sample("CppTagger/tagger.cpp"), "-o", program, .. flags]));
        Assert.Equal(ExpectedOfCpp(), Run(program));
    }

    [Fact]
    public void A_sample_says_what_is_wrong()
    {
        var program = library.Compile("labels");
        var (exitCode, output) = ChildProcess.TryRun(new Command(program, "/no/such/model", "text", "0", "0"));
        Assert.Equal(1, exitCode);
        Assert.StartsWith("FE_ERROR_FILE_NOT_FOUND: ", output, StringComparison.Ordinal);
        Assert.Contains("/no/such/model", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Sample(string path) => Path.Combine(RepositoryRoot.Folder, "samples", path);

    private static string ExpectedOfC()
    {
        var tagger = new Tagger(ElmanModel.Load(Model).Compile(new() { MinimumConfidence = 0.2f }));
        var words = tagger.TagSentence(Text);
        var slots = tagger.FindSlots(Text).Select(slot => $"slot  {slot.Name,-24} {slot.Text} ({slot.Confidence:F2})");
        var labels = words.Select(word => $"word  {word.Word,-24} {word.Label}");
        var live = words.Select(word => $" {tagger.Model.Labels!.GetIndex(word.Label)}");
        string[] lines = [.. slots, .. labels, $"live {string.Concat(live)}"];
        return string.Join('\n', lines) + '\n';
    }

    private static string ExpectedOfCpp()
    {
        var tagger = new Tagger(ElmanModel.Load(Model).Compile());
        var labels = string.Join(' ', tagger.TagSentence(Text).Select(word => word.Label));
        return string.Concat(tagger.FindSlots(Text).Select(slot => $"{slot.Name}: {slot.Text}\n"))
            + $"{labels}\n{labels}\n";
    }

    private string PkgConfigPath => Path.Combine(library.LibraryFolder, "pkgconfig");

    private string[] PkgConfig(params string[] arguments) => ChildProcess.Run(
        new Command("pkg-config", arguments) { Environment = { ["PKG_CONFIG_PATH"] = PkgConfigPath } })
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private string Run(string program) => ChildProcess.Run(
        new Command(program, Model, Text) { Environment = { ["LD_LIBRARY_PATH"] = library.LibraryFolder } });
}
