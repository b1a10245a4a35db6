using FastElman.Interop;

namespace FastElman.Native.Tests;

/// <summary>The tests of bindings/python, with the library of these tests and with results of C#.</summary>
public sealed class PythonBindingTests(InstalledLibrary library) : IDisposable
{
    private static readonly string[] Texts =
    [
        "", " ", "flights from boston to hanoi on monday", "from Cape Town, to (Hanoi)!",
        "🛫 from Zürich to 東京 👩‍👩‍👧 and Cape Town on monday", "worda Wordb, (wordc) 🛬 wordh wordz é wordi",
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_tests_of_the_package_pass_and_its_labels_are_those_of_CSharp()
    {
        var results = new PythonResults(_folder.Path);
        NetworkVariant[] variants =
        [
            new(NetworkKind.Elman, HiddenActivation.Relu), new(NetworkKind.Jordan, HiddenActivation.Tanh),
            new(NetworkKind.Bidirectional, HiddenActivation.Sigmoid),
        ];
        foreach (var variant in variants)
        {
            var model = NativeModels.WithNames(variant, hasUnknown: true);
            results.Write($"{variant.Kind}", model, NativeModels.Sentences(model.Shape), Texts);
        }

        var sample = ElmanModel.Load(Path.Combine(RepositoryRoot.Folder, "samples/flights.safetensors"));
        results.Write("flights", sample, NativeModels.Sentences(sample.Shape), Texts);
        RunTests("discover", "-s", TestFolder);
    }

    [Fact]
    public void Labels_of_the_test_set_of_ATIS_are_those_of_CSharp()
    {
        new PythonResults(_folder.Path).Write("atis", AtisTestSet.Model, AtisTestSet.Sentences, []);
        RunTests("test_same_as_csharp");
    }

    public void Dispose() => _folder.Dispose();

    private static string TestFolder => Path.Combine(RepositoryRoot.Folder, "bindings/python/tests");

    private void RunTests(params string[] arguments)
    {
        var package = Path.Combine(RepositoryRoot.Folder, "bindings/python/src");
        var output = ChildProcess.Run(new Command(
            PythonTool.Require("import sys, numpy; assert sys.version_info >= (3, 9)"),
            ["-c", "import sys, unittest; sys.stderr = sys.stdout; unittest.main(None)", .. arguments, "-v"])
        {
            Folder = TestFolder,
            Environment =
            {
                ["FASTELMAN_LIBRARY"] = library.LibraryFolder,
                ["PYTHONPATH"] = package,
                ["PYTHONDONTWRITEBYTECODE"] = "1",
                ["PYTHONWARNINGS"] = "error",
                [PythonResults.Variable] = _folder.Path,
            },
        });

        // A test that found no results would be skipped.
        Assert.Contains(
            "test_labels_and_confidence_of_sentences (test_same_as_csharp.SameAsCSharpTests", output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("no folder with results", output, StringComparison.Ordinal);
    }
}
