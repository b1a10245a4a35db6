using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

/// <summary><c>fastelman convert --subwords</c>.</summary>
public sealed class ConvertSubwordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _source;
    private readonly string _target;

    public ConvertSubwordsTests() =>
        (_source, _target) = (SampleModel.SaveWithSubwordsIn(_folder), _folder.File("target.safetensors"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Float16_takes_two_bytes_a_value_less()
    {
        var run = CliRun.Of("convert", _source, _target, "--subwords", "float16");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"wrote {_target}: hidden 5, labels 4, vocabulary 6, embedding 3, window 3, subwords 40 in float16, "
            + "with words and labels\n",
            run.Error);
        Assert.Equal(new FileInfo(_source).Length - (40 * 3 * 2), new FileInfo(_target).Length);
        var (model, expected) = (ElmanModel.Load(_target), SampleModel.CreateWithSubwords());
        Assert.Equal(SubwordPrecision.Float16, model.SubwordPrecision);
        Assert.Equal(expected.WithSubwordPrecision(SubwordPrecision.Float16).Fingerprint, model.Fingerprint);
    }

    [Fact]
    public void Float32_gives_back_the_form_and_not_the_values()
    {
        var back = _folder.File("back.safetensors");
        CliRun.Succeed("convert", _source, _target, "--subwords", "float16");
        var run = CliRun.Of("convert", _target, back, "--subwords", "float32");

        Assert.Contains("subwords 40 in float32", run.Error, StringComparison.Ordinal);
        Assert.Equal(SubwordPrecision.Float32, ElmanModel.Load(back).SubwordPrecision);
        Assert.Equal(new FileInfo(_source).Length, new FileInfo(back).Length);
        Assert.Equal(ElmanModel.Load(_target).Fingerprint, ElmanModel.Load(back).Fingerprint);
    }

    [Fact]
    public void Without_the_option_they_stay_as_they_are()
    {
        var copy = _folder.File("copy.safetensors");
        CliRun.Succeed("convert", _source, _target);
        Assert.Equal(File.ReadAllBytes(_source), File.ReadAllBytes(_target));

        CliRun.Succeed("convert", _source, _target, "--subwords", "float16");
        CliRun.Succeed("convert", _target, copy);
        Assert.Equal(File.ReadAllBytes(_target), File.ReadAllBytes(copy));
    }

    [Fact]
    public void They_stay_as_they_are_with_other_words_too()
    {
        var words = _folder.File("words.txt");
        File.WriteAllText(words, "<UNK>\na\nb\nc\nd\ne\n");
        var half = SampleModel.SaveWithSubwordsIn(_folder, SubwordPrecision.Float16);

        CliRun.Succeed("convert", half, _target, "--words", words);

        Assert.Equal(SubwordPrecision.Float16, ElmanModel.Load(_target).SubwordPrecision);
        Assert.Equal("e", ElmanModel.Load(_target).Vocabulary![5]);
    }

    [Fact]
    public void A_patched_model_keeps_them()
    {
        var (half, words) = (
            SampleModel.SaveWithSubwordsIn(_folder, SubwordPrecision.Float16), _folder.File("words.txt"));
        File.WriteAllText(words, "rome\n");

        CliRun.Succeed("patch", half, "--words", words, "--out", _target);

        Assert.Equal(SubwordPrecision.Float16, ElmanModel.Load(_target).SubwordPrecision);
    }

    [Theory]
    [InlineData("dump.npz")]
    [InlineData("dump/")]
    [InlineData("graph.onnx")]
    [InlineData("state.safetensors", "--format", "pytorch")]
    [InlineData("state.safetensors", "--emit-python")]
    public void Another_form_has_none(string target, params string[] options)
    {
        var message = CliRun.Misuse(
            ["convert", _source, _folder.File(target), "--subwords", "float16", .. options]);

        Assert.Contains("--subwords is about the runtime's own .safetensors file", message, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder.File(target)));
    }

    [Theory]
    [InlineData("float16")]
    [InlineData("float32")]
    public void A_model_without_subwords_is_refused(string precision)
    {
        var plain = SampleModel.SaveIn(_folder);

        var message = CliRun.Fail("convert", plain, _target, "--subwords", precision);

        Assert.Contains(
            $"{plain}: the model has no subwords, which --subwords is about", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_target));
    }

    [Fact]
    public void A_value_beyond_the_range_is_named_with_its_file()
    {
        var parameters = SampleModel.CreateWithSubwords().ExportParameters();
        parameters[ElmanTensor.Subwords][7] = 70000;
        ElmanModel.Create(parameters, new Vocabulary(SampleModel.Words)).Save(_source);

        var message = CliRun.Fail("convert", _source, _target, "--subwords", "float16");

        Assert.Contains(
            $"{_source}: tensor subwords: the value at index 7 is beyond float16 "
            + "(expected less than 65520 in magnitude, found 70000)",
            message,
            StringComparison.Ordinal);
        Assert.False(File.Exists(_target));
    }

    [Fact]
    public void Another_precision_is_wrong_usage() =>
        CliRun.Misuse("convert", _source, _target, "--subwords", "float8");
}
