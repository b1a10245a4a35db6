using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.PyTorch;

/// <summary>
/// PyTorch's own files and results; skipped where no Python of the machine has it. The other tests of this folder make
/// files of the same form.
/// </summary>
public sealed class PyTorchItselfTests : IDisposable
{
    private static readonly int[][] Sentences = [[3, 0, 8, 8, 1, 5, 2], [1, 2, 3, 4, 5, 6, 7]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_files_give_its_probabilities()
    {
        Run("make");
        foreach (var file in Directory.GetFiles(_folder.Path, "*-*-*.json"))
        {
            var expected = Read(File.ReadAllText(file));
            foreach (var ending in (string[])[".pt", ".pth", ".safetensors"])
            {
                var parts = Path.GetFileNameWithoutExtension(file).Split('-');
                var model = PyTorchModule.Load(Path.ChangeExtension(file, ending), new()
                {
                    Activation = parts[0] == "relu" ? HiddenActivation.Relu : HiddenActivation.Tanh,
                    PaddingIndex = parts[2] == "None" ? null : int.Parse(parts[2], null),
                });

                Assert.Equal(parts[1] == "2", model.Shape.Variant.Kind == NetworkKind.Bidirectional);

                // With padding_idx 8, the last row, word 8 is the padding row; the first sentence has it.
                AssertSame(expected, model, file);
            }
        }

        foreach (var (name, part) in (
            (string, string)[])[("whole", "__main__.Tagger"), ("old", "torch.save"), ("script", "TorchScript"),
            ("lstm", "nn.LSTM")])
        {
            var error = Assert.Throws<ModelFormatException>(() => PyTorchModule.Load(_folder.File($"{name}.bin")));
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_loads_our_files_strictly_into_our_modules_and_computes_the_same()
    {
        var models = new Dictionary<string, ElmanModel>();
        foreach (var kind in Enum.GetValues<NetworkKind>())
        {
            foreach (var activation in Enum.GetValues<HiddenActivation>())
            {
                foreach (var window in (int[])[1, 5])
                {
                    var shape = new ElmanShape(7, 4, 9, 3, window, new NetworkVariant(kind, activation));
                    var model = ElmanModel.Create(RandomModel.Parameters(shape, seed: window, range: 0.5f))
                        .WithTemperature(window == 1 ? 1f : 1.5f);
                    var name = $"{kind}{activation}{window}";
                    models.Add(name, model);
                    PyTorchModule.Save(model, _folder.File($"{name}.safetensors"));
                    File.WriteAllText(_folder.File($"{name}.py"), PyTorchModule.GetSource(model));
                }
            }
        }

        using var found = JsonDocument.Parse(Run("run"));

        Assert.Equal(models.Count, found.RootElement.EnumerateObject().Count());
        foreach (var (name, model) in models)
        {
            AssertSame(Read(found.RootElement.GetProperty(name).GetRawText()), model, name);
        }
    }

    private static void AssertSame(double[][] expected, ElmanModel model, string what)
    {
        for (var i = 0; i < Sentences.Length; i++)
        {
            var probabilities = new float[expected[i].Length];
            new Tagger(model.Compile()).Tag(Sentences[i], new int[Sentences[i].Length], probabilities);
            Near.Equal(expected[i], probabilities, 1e-6, what);
        }
    }

    /// <summary>[sentences][words · labels].</summary>
    private static double[][] Read(string json) =>
        [.. JsonSerializer.Deserialize<double[][][]>(json)!.Select(words => words.SelectMany(each => each).ToArray())];

    private string Run(string mode) =>
        PythonTool.Run("import torch, numpy", "tests/Interop.Tests/PyTorch/modules.py", mode, _folder.Path);
}
