using FastElman.Fixtures;
using static System.FormattableString;

namespace FastElman.Interop.Tests.Onnx;

/// <summary>
/// Prints the table of docs/guide/onnx.md: how far the probabilities of each network in each form are from ours at
/// most. Run with <c>-class '*DifferenceTableTests' -showLiveOutput</c>.
/// </summary>
public sealed class DifferenceTableTests(ITestOutputHelper output)
{
    private const int Sentences = 40, Longest = 20;

    [Fact]
    public void Every_network_is_within_the_tolerance_in_every_form()
    {
        using var folder = new TemporaryFolder();
        output.WriteLine("| network | activation | Rnn | Unrolled | Step |");
        output.WriteLine("|---|---|---:|---:|---:|");
        foreach (var kind in Enum.GetValues<NetworkKind>())
        {
            foreach (var activation in Enum.GetValues<HiddenActivation>())
            {
                var variant = new NetworkVariant(kind, activation);
                var cells = Enum.GetValues<OnnxForm>().Select(form => OnnxModel.CanSave(variant, form, out _)
                    ? Invariant($"{Difference(variant, form, folder.File("model.onnx")):0.0e-0}")
                    : "none");
                output.WriteLine($"| {kind} | {activation} | {string.Join(" | ", cells)} |");
            }
        }
    }

    /// <summary>The tutorial's sizes, and output weights that bring probabilities near 0 and 1.</summary>
    private static float Difference(NetworkVariant variant, OnnxForm form, string path)
    {
        var shape = new ElmanShape(100, 127, 572, 50, 7, variant);
        var parameters = RandomModel.Parameters(shape, seed: 1, range: 0.2f);
        foreach (ref var weight in parameters.OutputWeights)
        {
            weight *= 5;
        }

        var model = ElmanModel.Create(parameters);
        int[][] sentences =
        [
            .. Enumerable.Range(0, Sentences)
                .Select(i => RandomModel.Sentence(shape, 1 + (i % Longest), seed: i, withPadding: true)),
        ];
        return Comparison.Check(
            model, path, new OnnxExportOptions { Form = form, SentenceLength = Longest }, sentences);
    }
}
