using System.Text.Json;
using FastElman.Fixtures;

namespace FastElman.Cli.Tests.Commands;

public sealed class InfoCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_instruction_set_that_runs_is_told()
    {
        var active = SimdInfo.Active.ToString().ToLowerInvariant();

        Assert.Matches($@"instruction set +{active}\n", CliRun.Succeed("info", SampleModel.SaveIn(_folder)));
    }

    [Fact]
    public void The_json_form_has_every_size()
    {
        using var json = JsonDocument.Parse(CliRun.Succeed("info", SampleModel.SaveIn(_folder), "--json"));

        var facts = json.RootElement;
        Assert.Equal(
            (5, 4, 6, 3, 3),
            (Size("hidden"), Size("labels"), Size("vocabulary"), Size("embedding"), Size("window")));
        Assert.Equal(SampleModel.Shape.ParameterCount, facts.GetProperty("parameters").GetInt64());
        Assert.True(facts.GetProperty("hasVocabulary").GetBoolean());
        Assert.Equal(JsonValueKind.Null, facts.GetProperty("recipe").ValueKind);
        Assert.True(facts.GetProperty("projection").GetBoolean());
        Assert.Equal(
            SampleModel.Create().Compile().Diagnostics.UsesByteArgMax, facts.GetProperty("screen").GetBoolean());
        Assert.Equal(1, facts.GetProperty("density").GetDouble());
        Assert.False(facts.GetProperty("sparse").GetBoolean());
        Assert.Contains(
            "scalar", facts.GetProperty("supportedInstructionSets").EnumerateArray().Select(each => each.GetString()));

        int Size(string key) => facts.GetProperty(key).GetInt32();
    }

    [Theory]
    [InlineData(TokenizerKind.Punctuation, "punctuation")]
    [InlineData(TokenizerKind.WhiteSpace, "whitespace")]
    public void The_tokenizer_is_told(TokenizerKind kind, string name)
    {
        var path = _folder.File("other.safetensors");
        ElmanModel.Create(
            SampleModel.Parameters(), new Vocabulary(SampleModel.Words), new LabelSet(SampleModel.Labels),
            tokenizer: kind).Save(path);

        Assert.Matches($@"tokenizer +{name}\n", CliRun.Succeed("info", path));
        using var json = JsonDocument.Parse(CliRun.Succeed("info", path, "--json"));
        Assert.Equal(name, json.RootElement.GetProperty("tokenizer").GetString());
    }

    [Fact]
    public void The_fingerprint_is_told()
    {
        var path = SampleModel.SaveIn(_folder);

        Assert.Matches($@"fingerprint +{SampleModel.Create().Fingerprint}\n", CliRun.Succeed("info", path));
        Assert.Equal(
            SampleModel.Create().Fingerprint,
            JsonElement.Parse(CliRun.Succeed("info", path, "--json")).GetProperty("fingerprint").GetString());
    }

    [Fact]
    public void The_temperature_is_told()
    {
        var path = _folder.File("calibrated.safetensors");
        SampleModel.Create().WithTemperature(1.25f).Save(path);

        Assert.Matches(@"temperature +1\.25\n", CliRun.Succeed("info", path));
        using var json = JsonDocument.Parse(CliRun.Succeed("info", path, "--json"));
        Assert.Equal(1.25, json.RootElement.GetProperty("temperature").GetDouble());
    }

    [Theory]
    [InlineData(SubwordPrecision.Float32, "float32")]
    [InlineData(SubwordPrecision.Float16, "float16")]
    public void The_precision_of_the_subwords_is_told(SubwordPrecision precision, string name)
    {
        var path = SampleModel.SaveWithSubwordsIn(_folder, precision);

        var text = CliRun.Succeed("info", path);

        Assert.Matches(@"subwords +40\n", text);
        Assert.Matches($@"subwords in file +{name}\n", text);
        using var json = JsonDocument.Parse(CliRun.Succeed("info", path, "--json"));
        Assert.Equal(name, json.RootElement.GetProperty("subwordPrecision").GetString());
    }

    [Fact]
    public void A_model_without_subwords_has_none_in_its_file()
    {
        var path = _folder.File("words.safetensors");
        SampleModel.Create().Save(path);

        using var json = JsonDocument.Parse(CliRun.Succeed("info", path, "--json"));

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("subwordPrecision").ValueKind);
    }

    [Fact]
    public void Without_a_model_the_machine_is_described()
    {
        var text = CliRun.Succeed("info");

        Assert.Contains("instruction set", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            "nowhere.safetensors", CliRun.Fail("info", _folder.File("nowhere.safetensors")), StringComparison.Ordinal);
}
