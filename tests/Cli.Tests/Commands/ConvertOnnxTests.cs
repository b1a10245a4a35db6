using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary>ONNX models, in and out.</summary>
public sealed class ConvertOnnxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--form", "rnn", "--opset", "14")]
    [InlineData("--form", "unrolled", "--length", "5", "--opset", "21")]
    [InlineData("--form", "step")]
    public void A_model_goes_out_and_comes_back_the_same(params string[] options)
    {
        var model = SampleModel.SaveIn(_folder);

        CliRun.Succeed(["convert", model, _folder.File("m.onnx"), .. options]);
        File.Move(_folder.File("m.onnx"), _folder.File("m.bin"));
        CliRun.Succeed("convert", _folder.File("m.bin"), _folder.File("back.safetensors"));

        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(_folder.File("back.safetensors")));
        Assert.Contains("hidden", CliRun.Succeed("info", _folder.File("m.bin")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_graph_does_not_do_is_said()
    {
        var shape = new ElmanShape(3, 3, 4, 2, 3, new NetworkVariant(HasTransitions: true));
        ElmanModel.Create(RandomModel.Parameters(shape, seed: 1), labels: RandomModel.Labels(shape)).Save(
            _folder.File("m.safetensors"));

        var run = CliRun.Of("convert", _folder.File("m.safetensors"), _folder.File("m.onnx"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("note: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("transition", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_without_such_a_graph_is_refused_with_the_reason()
    {
        var shape = new ElmanShape(3, 3, 4, 2, 3, new NetworkVariant(NetworkKind.Bidirectional));
        ElmanModel.Create(RandomModel.Parameters(shape, seed: 1)).Save(_folder.File("m.safetensors"));

        Assert.Contains(
            "m.onnx",
            CliRun.Fail("convert", _folder.File("m.safetensors"), _folder.File("m.onnx"), "--form", "step"),
            StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("m.onnx")));
    }

    [Theory]
    [InlineData("14 to 21", "m.onnx", "--opset", "13")]
    [InlineData("14 to 21", "m.onnx", "--opset", "22")]
    [InlineData("1 to 4096", "m.onnx", "--form", "unrolled", "--length", "0")]
    [InlineData("unrolled", "m.onnx", "--length", "5")]
    [InlineData("about .onnx files", "m.safetensors2", "--form", "rnn")]
    [InlineData(".safetensors", "m.onnx", "--format", "pytorch")]
    public void Options_that_do_not_fit_are_wrong_usage(string message, string target, params string[] options) =>
        Assert.Contains(
            message,
            CliRun.Misuse(["convert", SampleModel.SaveIn(_folder), _folder.File(target), .. options]),
            StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_no_graph_is_refused_by_its_name()
    {
        var message = CliRun.Fail(
            "convert", _folder.Write("m.onnx", "no graph"), _folder.File("m.safetensors"));

        Assert.Contains("m.onnx", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("m.safetensors")));
    }
}
