using System.Text;
using System.Text.RegularExpressions;
using FastElman.Kernels;

namespace FastElman.Tests.Files;

/// <summary>What a model file may and may not say besides its tensors.</summary>
public sealed class ModelMetadataTests
{
    private const string Config = "fastelman.config";
    private const string SoundConfig =
        """{"network":"elman","hidden":3,"labels":2,"vocabulary":4,"embedding":5,"window":3}""";

    [Theory]
    [InlineData("fastelman.crc32c")]
    [InlineData("fastelman.version")]
    [InlineData("fastelman.config")]
    public void A_file_that_calls_itself_ours_must_have_it(string key) =>
        AssertRefused(HandmadeFile.Sound().WithMetadata(key, null), $"the metadata lacks {key}");

    [Theory]
    [InlineData("fastelman.vocabulary")]
    [InlineData("fastelman.labels")]
    public void Words_and_labels_may_be_absent(string key)
    {
        var model = Load(HandmadeFile.Sound().WithMetadata(key, null));
        Assert.Equal(key == "fastelman.vocabulary", model.Vocabulary is null);
        Assert.Equal(key == "fastelman.labels", model.Labels is null);
    }

    [Fact]
    public void Metadata_of_other_programs_are_passed_over()
    {
        var file = HandmadeFile.Foreign();
        file.Metadata.Add(("format", "\"pt\""));
        file.Metadata.Add(("fastelman.version", "\"7\""));
        Assert.Null(Load(file).Labels);
        file = HandmadeFile.Sound();
        file.Metadata.Add(("their.key", "\"x\""));
        Assert.NotNull(Load(file).Labels);
    }

    [Fact]
    public void A_tokenizer_stands_in_the_file_where_it_is_not_the_default()
    {
        var model = Load(HandmadeFile.Sound());
        Assert.Equal(TokenizerKind.Punctuation, model.Tokenizer);
        Assert.DoesNotContain("tokenizer", Saved(model), StringComparison.Ordinal);

        var other = Load(HandmadeFile.Sound().WithMetadataText(
            Config, SoundConfig.Replace("{", "{\"tokenizer\":\"whitespace\",", StringComparison.Ordinal)));
        Assert.Equal(TokenizerKind.WhiteSpace, other.Tokenizer);
        Assert.Contains("whitespace", Saved(other), StringComparison.Ordinal);
        using var stream = new MemoryStream();
        other.Save(stream);
        Assert.Equal(TokenizerKind.WhiteSpace, ElmanModel.Load(stream.ToArray()).Tokenizer);

        static string Saved(ElmanModel model)
        {
            using var stream = new MemoryStream();
            model.Save(stream);
            return Encoding.Latin1.GetString(stream.ToArray());
        }
    }

    [Fact]
    public void A_tokenizer_that_does_not_exist_is_refused() =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(
                Config, SoundConfig.Replace("{", "{\"tokenizer\":\"letters\",", StringComparison.Ordinal)),
            "another tokenizer",
            "(expected punctuation, whitespace, found letters)");

    [Fact]
    public void A_temperature_stands_in_the_file_where_it_is_not_1()
    {
        var plain = Load(HandmadeFile.Sound());
        Assert.Equal(1f, plain.Temperature);
        Assert.Equal(plain.Fingerprint, plain.WithTemperature(1f).Fingerprint);
        Assert.Equal(Saved(plain), Saved(plain.WithTemperature(3f).WithTemperature(1f)));
        foreach (var temperature in new[] { float.Epsilon, 0.1f, 1.2345678f, float.MaxValue })
        {
            var calibrated = plain.WithTemperature(temperature);
            var read = ElmanModel.Load(Saved(calibrated));
            Assert.Equal(temperature, read.Temperature);
            Assert.Equal(calibrated.Fingerprint, read.Fingerprint);
            Assert.NotEqual(plain.Fingerprint, read.Fingerprint);
        }

        static byte[] Saved(ElmanModel model)
        {
            using var stream = new MemoryStream();
            model.Save(stream);
            return stream.ToArray();
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1e400")]
    [InlineData("1e-60")]
    [InlineData("\"2\"")]
    [InlineData("null")]
    public void A_temperature_that_is_not_finite_and_positive_is_refused(string temperature) =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(
                Config,
                SoundConfig.Replace("{", $"{{\"temperature\":{temperature},", StringComparison.Ordinal)),
            "temperature",
            $"(expected a finite and positive number, found {temperature})");

    [Theory]
    [InlineData(0f)]
    [InlineData(-2f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Such_a_temperature_is_refused_in_memory_too(float temperature) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            nameof(temperature), () => Load(HandmadeFile.Sound()).WithTemperature(temperature));

    [Theory]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("")]
    [InlineData("1.0")]
    public void Another_version_is_refused(string version) =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText("fastelman.version", version),
            "another version of the format: fastelman.version",
            $"(expected 1 or 2, found {(version.Length > 0 ? version : "an empty text")})");

    [Fact]
    public void An_unknown_key_of_the_configuration_is_ignored() =>
        Assert.NotNull(Load(HandmadeFile.Sound().WithMetadataText(
            Config, SoundConfig.Insert(1, "\"later\":[1,2],"))).Labels);

    [Theory]
    [InlineData("hidden")]
    [InlineData("labels")]
    [InlineData("vocabulary")]
    [InlineData("embedding")]
    [InlineData("window")]
    public void A_size_that_differs_from_the_tensors_is_refused(string size)
    {
        foreach (var value in new[] { "77", "3000000000", "3.5", "\"3\"", "null" })
        {
            var config = Regex.Replace(SoundConfig, $"\"{size}\":[0-9]", $"\"{size}\":{value}");
            AssertRefused(HandmadeFile.Sound().WithMetadataText(Config, config), $"size \"{size}\"", $"found {value})");
        }

        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(
                Config, SoundConfig.Replace($"\"{size}\"", "\"other\"", StringComparison.Ordinal)),
            $"size \"{size}\"", "found nothing");
    }

    [Theory]
    [InlineData("\"lstm\"")]
    [InlineData("null")]
    [InlineData("1")]
    public void Another_network_is_refused(string network) =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(
                Config, SoundConfig.Replace("\"elman\"", network, StringComparison.Ordinal)),
            Config);

    [Theory]
    [InlineData("network", "lstm", "elman, jordan, bidirectional")]
    [InlineData("network", "Elman", "elman, jordan, bidirectional")]
    [InlineData("network", "", "elman, jordan, bidirectional")]
    [InlineData("activation", "softplus", "sigmoid, tanh, relu")]
    [InlineData("activation", "ReLU", "sigmoid, tanh, relu")]
    [InlineData("decoding", "beam", "argmax, iob, transitions, iob+transitions")]
    [InlineData("decoding", "transitions+iob", "argmax, iob, transitions, iob+transitions")]
    public void A_name_that_no_variant_has_is_refused_with_those_that_there_are(
        string key, string name, string names) =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(Config, With(key, $"\"{name}\"")),
            $"{Config} names another {key} (expected {names}, found {(name.Length > 0 ? name : "an empty text")})");

    [Theory]
    [InlineData("network")]
    [InlineData("activation")]
    [InlineData("decoding")]
    public void A_name_of_a_variant_that_is_no_text_is_refused(string key)
    {
        foreach (var value in (string[])["1", "null", "[\"elman\"]", "{}"])
        {
            AssertRefused(
                HandmadeFile.Sound().WithMetadataText(Config, With(key, value)), $"\"{key}\" in {Config} is not text");
        }
    }

    [Fact]
    public void A_config_without_a_network_is_refused() =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(
                Config, SoundConfig.Replace("\"network\"", "\"other\"", StringComparison.Ordinal)),
            "(expected elman, jordan, bidirectional, found nothing)");

    [Fact]
    public void What_is_the_tutorials_may_be_said()
    {
        var config = SoundConfig.Replace(
            "{", "{\"activation\":\"sigmoid\",\"decoding\":\"argmax\",", StringComparison.Ordinal);
        var model = Load(HandmadeFile.Sound().WithMetadataText(Config, config));
        Assert.Equal((NetworkVariant.Tutorial, LabelDecoding.ArgMax), (model.Shape.Variant, model.Decoding));
    }

    [Theory]
    [InlineData("activation", "tanh")]
    [InlineData("decoding", "iob")]
    public void What_needs_no_other_tensors_is_read_from_the_config_alone(string key, string name)
    {
        var model = Load(HandmadeFile.Sound().WithMetadataText(Config, With(key, $"\"{name}\"")));
        Assert.Equal(
            key == "activation"
                ? (new NetworkVariant(Activation: HiddenActivation.Tanh), LabelDecoding.ArgMax)
                : (NetworkVariant.Tutorial, LabelDecoding.Iob),
            (model.Shape.Variant, model.Decoding));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"network\":\"elman\",\"network\":\"elman\"}")]
    [InlineData("{\"network\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public void A_config_that_is_no_sound_json_is_refused(string config) =>
        AssertRefused(HandmadeFile.Sound().WithMetadataText(Config, config), Config);

    [Theory]
    [InlineData("recipe")]
    [InlineData("origin")]
    public void Provenance_that_is_no_text_is_refused(string key) =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText(
                Config, SoundConfig.Replace("}", $",\"{key}\":5}}", StringComparison.Ordinal)),
            $"\"{key}\"");

    [Theory]
    [InlineData("[\"a\",\"b\",\"c\"]", "expected 4 words, found 3")]
    [InlineData("[\"a\",\"b\",\"c\",\"d\",\"e\"]", "expected 4 words, found 5")]
    [InlineData("[]", "expected 4 words, found 0")]
    [InlineData("[\"a\",\"b\",\"a\",\"d\"]", "\"a\" is repeated")]
    [InlineData("[\"a\",\"\",\"c\",\"d\"]", "index 1 is empty")]
    [InlineData("[\"a\",1,\"c\",\"d\"]", "index 1 that is not text")]
    [InlineData("[\"a\",\"b\",\"c\",null]", "index 3 that is not text")]
    [InlineData("[\"a\",\"b\",\"c\",[]]", "index 3 that is not text")]
    [InlineData("[\"a\",\"b\",\"c\",\"\\ud800\"]", "fastelman.vocabulary")]
    [InlineData("{}", "fastelman.vocabulary is JSON of another kind")]
    [InlineData("", "fastelman.vocabulary is not valid JSON")]
    [InlineData("[\"a\"", "fastelman.vocabulary is not valid JSON")]
    public void A_vocabulary_that_is_not_sound_is_refused(string words, string problem) =>
        AssertRefused(HandmadeFile.Sound().WithMetadataText("fastelman.vocabulary", words), problem);

    [Theory]
    [InlineData("[\"O\"]", "expected 2 labels, found 1")]
    [InlineData("[\"O\",\"O\"]", "\"O\" is repeated")]
    [InlineData("[\"O\",false]", "index 1 that is not text")]
    [InlineData("[\"O\",\"\\udead\"]", "fastelman.labels")]
    public void A_label_set_that_is_not_sound_is_refused(string labels, string problem) =>
        AssertRefused(HandmadeFile.Sound().WithMetadataText("fastelman.labels", labels), problem);

    [Fact]
    public void Deeply_nested_metadata_are_refused() =>
        AssertRefused(
            HandmadeFile.Sound().WithMetadataText("fastelman.labels", new string('[', 100_000)),
            "fastelman.labels is not valid JSON");

    /// <summary>The sound config with a value, as JSON, for a key that it may have.</summary>
    private static string With(string key, string value) =>
        SoundConfig.Contains($"\"{key}\":", StringComparison.Ordinal)
            ? SoundConfig.Replace("\"elman\"", value, StringComparison.Ordinal)
            : SoundConfig.Replace("{", $"{{\"{key}\":{value},", StringComparison.Ordinal);

    private static ElmanModel Load(HandmadeFile file, ModelLoadOptions? options = null) =>
        ElmanModel.Load(file.ToBytes(), options);

    private static void AssertRefused(HandmadeFile file, params string[] parts) =>
        Refusal.Of(file.ToBytes(), parts: parts);
}
