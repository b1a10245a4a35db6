using FastElman.Fixtures;
using FastElman.Interop;

namespace FastElman.Cli.Tests.Commands;

/// <summary>State dicts of PyTorch, in and out.</summary>
public sealed class ConvertPyTorchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("m.pt")]
    [InlineData("m.bin")]
    [InlineData("m.safetensors")]
    public void A_state_dict_becomes_a_model_whatever_its_name(string name)
    {
        var run = CliRun.Of(
            "convert", Module(name), _folder.File("out.safetensors"),
            "--words", _folder.Write("words", "a\nb\nc\nd\ne\nf\ng\nh\n<UNK>\n"),
            "--labels", _folder.Write("labels", "O\nB-x\nI-x\nB-y\n"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("hidden 6, labels 4, vocabulary 9", run.Error, StringComparison.Ordinal);
        Assert.Contains("tanh is assumed", run.Error, StringComparison.Ordinal);
        var model = ElmanModel.Load(_folder.File("out.safetensors"));
        Assert.Equal((HiddenActivation.Tanh, "B-y"), (model.Shape.Variant.Activation, model.Labels![3]));
        Assert.Equal($"PyTorch {name}", model.Provenance.Origin);
    }

    [Fact]
    public void What_the_file_does_not_say_is_said_by_options()
    {
        var run = CliRun.Of(
            "convert", Module("m.pt", name => name == "embedding.weight" ? "x" : name), _folder.File("o.safetensors"),
            "--activation", "relu", "--padding-index", "8", "--window", "1", "--map", "embedding=x",
            "--map", "output.bias=output.bias");

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("note: a state dict", run.Error, StringComparison.Ordinal);
        var model = ElmanModel.Load(_folder.File("o.safetensors"));
        Assert.Equal((HiddenActivation.Relu, 8), (model.Shape.Variant.Activation, model.Shape.VocabularySize));
    }

    [Fact]
    public void Tensors_of_any_names_are_a_state_dict_where_they_are_named()
    {
        var arguments = new List<string>();
        var path = Module("m.safetensors", name =>
        {
            arguments.AddRange(
                ["--map", $"{name.Replace("_l0", string.Empty, StringComparison.Ordinal)}=t{arguments.Count}"]);
            return $"t{arguments.Count - 2}";
        });

        Assert.Equal(0, CliRun.Of(["convert", path, _folder.File("o.safetensors"), .. arguments]).ExitCode);
    }

    [Fact]
    public void A_model_goes_out_with_the_source_of_its_module_and_comes_back()
    {
        var model = SampleModel.SaveIn(_folder);

        var source = CliRun.Of("convert", model, _folder.File("t.safetensors"), "--emit-python");
        Assert.Equal(0, source.ExitCode);
        Assert.Contains("class Tagger(nn.Module):", source.Output, StringComparison.Ordinal);
        Assert.Empty(CliRun.Succeed("convert", model, _folder.File("u.safetensors"), "--format", "pytorch"));
        Assert.Equal(
            File.ReadAllBytes(_folder.File("t.safetensors")), File.ReadAllBytes(_folder.File("u.safetensors")));

        CliRun.Succeed("convert", _folder.File("t.safetensors"), _folder.File("back.safetensors"));
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(_folder.File("back.safetensors")));
    }

    [Fact]
    public void Other_commands_open_a_state_dict()
    {
        Assert.Contains("tanh", CliRun.Succeed("info", Module("m.pt")), StringComparison.OrdinalIgnoreCase);
        var labels = new int[2];
        new Tagger(PyTorchModule.Load(Module("m.pt")).Compile()).Tag([3, 2], labels);
        Assert.Equal(
            $"{labels[0]} {labels[1]}\n", CliRun.SucceedWithInput("3 2\n", "tag", Module("m.pt"), "--ids"));
    }

    [Fact]
    public void A_temperature_does_not_replace_a_state_dict()
    {
        var path = Module("m.safetensors");
        var before = File.ReadAllBytes(path);

        Assert.Contains(
            "--out", CliRun.Misuse("calibrate", path, _folder.Write("c.txt", "a O\n")), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Theory]
    [InlineData("is none", "--activation", "relu")]
    [InlineData("is none", "--map", "rnn=x")]
    [InlineData("ROLE=NAME", "--map", "rnn")]
    [InlineData("ROLE=NAME", "--map", "=x")]
    [InlineData("needs --format", "--emit-python", "--format", "fastelman")]
    public void Options_that_do_not_fit_are_wrong_usage(string message, params string[] options) =>
        Assert.Contains(
            message,
            CliRun.Misuse(["convert", SampleModel.SaveIn(_folder), _folder.File("o.safetensors"), .. options]),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("--map lstm=x: there is no such role", "--map", "lstm=x")]
    [InlineData("--window 2: expected an odd number", "--window", "2")]
    [InlineData("--padding-index -1: expected a row, at least 0", "--padding-index", "-1")]
    public void Values_that_no_module_has_are_wrong_usage(string message, params string[] options) =>
        Assert.Contains(
            message,
            CliRun.Misuse(["convert", Module("m.pt"), _folder.File("o.safetensors"), .. options]),
            StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("o.pt")]
    [InlineData("o.pth")]
    [InlineData("o.npz")]
    [InlineData("folder")]
    public void A_state_dict_is_written_as_safetensors_only(string target)
    {
        Assert.Contains(
            ".safetensors",
            CliRun.Misuse("convert", SampleModel.SaveIn(_folder), _folder.File(target), "--format", "pytorch"),
            StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File(target)));
    }

    [Fact]
    public void A_refusal_leaves_the_target_as_it_was()
    {
        new TorchFile().Raw("cos\nsystem\n(X\u0004\0\0\0exittR").Write(_folder.File("m.pt"));
        var target = _folder.Write("o.safetensors", "old");

        Assert.Contains("os.system", CliRun.Fail("convert", _folder.File("m.pt"), target), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(target));
    }

    [Fact]
    public void A_pt_file_that_is_cut_is_told_as_one_of_PyTorch()
    {
        var bytes = File.ReadAllBytes(Module("m.pt"));
        var path = _folder.Write("cut.pt", bytes.AsSpan(0, bytes.Length - 30));

        Assert.Contains(
            "torch.save", CliRun.Fail("convert", path, _folder.File("o.safetensors")), StringComparison.Ordinal);
    }

    private string Module(string name, Func<string, string>? rename = null)
    {
        var tensors = new ModuleSample().Tensors.Select(
            tensor => tensor with { Name = rename?.Invoke(tensor.Name) ?? tensor.Name }).ToList();
        if (name.EndsWith(".safetensors", StringComparison.Ordinal))
        {
            return _folder.Write(name, ModuleSample.Safetensors(tensors));
        }

        TorchFile.OfStateDict(tensors).Write(_folder.File(name));
        return _folder.File(name);
    }
}
