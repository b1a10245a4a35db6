using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>
/// What PyTorch's own exporter writes, beside what PyTorch computes. Skipped where no Python has PyTorch;
/// <see cref="ImportTests"/> has graphs of the same form.
/// </summary>
public sealed class PyTorchTests
{
    private const string Script = "tests/Interop.Tests/Onnx/export_pytorch.py";

    [Fact]
    public void Every_exported_network_gives_the_probabilities_of_PyTorch()
    {
        using var folder = new TemporaryFolder();
        PythonTool.Run("import torch.onnx", Script, folder.Path);
        var files = Directory.GetFiles(folder.Path, "*.onnx");
        Assert.True(files.Length >= 60, $"{files.Length} files");
        foreach (var file in files)
        {
            var model = OnnxModel.Load(file);
            using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(file, ".json")));
            var sentences = expected.RootElement.GetProperty("words").Deserialize<int[][]>()!;
            var logits = expected.RootElement.GetProperty("logits").Deserialize<float[][][]>()!;
            try
            {
                Comparison.Check(model, [.. logits.Select(Answer)], sentences);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                Assert.Fail($"{Path.GetFileName(file)}: {e.Message}");
            }
        }
    }

    private static (float[] Probabilities, int[] Labels) Answer(float[][] logits) => (
        [.. logits.SelectMany(Softmax)], [.. logits.Select(row => Array.IndexOf(row, row.Max()))]);

    private static double[] Exponentials(float[] row) =>
        Array.ConvertAll(row, value => Math.Exp(value - row.Max()));

    private static IEnumerable<float> Softmax(float[] row) =>
        Exponentials(row).Select(value => (float)(value / Exponentials(row).Sum()));
}
