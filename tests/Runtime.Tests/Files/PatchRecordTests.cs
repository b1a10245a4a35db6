using System.Text;
using FastElman.Fixtures;

namespace FastElman.Tests.Files;

/// <summary>The record of words that were added to a model, in its file.</summary>
public sealed class PatchRecordTests
{
    private const string Config = "fastelman.config";
    private const string Sizes = "\"network\":\"elman\",\"hidden\":3,\"labels\":2,\"vocabulary\":4,\"embedding\":5";

    private static readonly VocabularyPatch[] Patches =
    [
        new(new DateOnly(2026, 11, 28), "0123", [new("lisbon", ["porto", "\"faro\\"]), new("ähre", ["<UNK>"])]),
        new(new DateOnly(2027, 1, 2), "4567", [new("quito", ["lima"])]),
    ];

    [Fact]
    public void A_record_is_read_as_it_was_written()
    {
        var model = Patched();

        var bytes = HandmadeFile.Bytes(model);
        var loaded = ElmanModel.Load(bytes);

        Assert.Equal(Patches, loaded.Provenance.Patches);
        Assert.Equal(model.Provenance, loaded.Provenance);
        Assert.Equal(bytes, HandmadeFile.Bytes(loaded));
        Assert.Equal(HandmadeFile.Model().Fingerprint, loaded.Fingerprint);
        Assert.Contains(
            "[\"lisbon\",\"porto\",\"\\u0022faro\\\\\"]", ConfigOf(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_a_record_keeps_its_bytes() =>
        Assert.DoesNotContain("patches", ConfigOf(HandmadeFile.Bytes(HandmadeFile.Model())), StringComparison.Ordinal);

    [Fact]
    public void A_temperature_keeps_the_record() =>
        Assert.Equal(Patches, Patched().WithTemperature(2f).Provenance.Patches);

    [Theory]
    [InlineData("1", "(expected a list of patches, found Number)")]
    [InlineData("null", "(expected a list of patches, found Null)")]
    [InlineData("[1]", "(expected an object with \"words\", found Number)")]
    [InlineData("[{\"date\":\"2026-11-28\",\"before\":\"0\"}]", "(expected an object with \"words\", found Object)")]
    [InlineData("[{\"before\":\"0\",\"words\":[[\"a\",\"b\"]]}]", "(expected an object with \"date\", found Object)")]
    [InlineData(
        "[{\"date\":\"2026-11-28\",\"words\":[[\"a\",\"b\"]]}]", "(expected an object with \"before\", found Object)")]
    [InlineData("[{\"date\":\"28.11.2026\",\"before\":\"0\",\"words\":[[\"a\",\"b\"]]}]", "found 28.11.2026)")]
    [InlineData("[{\"date\":1,\"before\":\"0\",\"words\":[[\"a\",\"b\"]]}]", "(expected text, found Number)")]
    [InlineData("[{\"date\":\"2026-11-28\",\"before\":[],\"words\":[[\"a\",\"b\"]]}]", "(expected text, found Array)")]
    [InlineData("[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":7}]", "(expected a list of words, found Number)")]
    [InlineData("[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[]}]", "(expected from 1 to 4 words, found 0)")]
    [InlineData(
        "[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[[],[],[],[],[]]}]",
        "(expected from 1 to 4 words, found 5)")]
    [InlineData(
        "[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[7]}]",
        "a word and its neighbours, found Number)")]
    [InlineData("[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[[]]}]", "neighbours, found [])")]
    [InlineData(
        "[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[[\"\",\"b\"]]}]",
        "neighbours, found [\"\",\"b\"])")]
    [InlineData("[{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[[\"a\",null]]}]", "(expected text, found Null)")]
    [InlineData("[{\"date\":\"\\ud800\",\"before\":\"0\",\"words\":[[\"a\",\"b\"]]}]", "not valid Unicode")]
    public void What_is_no_record_is_refused(string patches, string reason) =>
        Refusal.Of(
            HandmadeFile.Sound().WithMetadataText(Config, $"{{{Sizes},\"window\":3,\"patches\":{patches}}}").ToBytes(),
            parts: [Config, reason]);

    [Fact]
    public void Patches_that_add_more_words_than_there_are_are_refused()
    {
        const string patch = "{\"date\":\"2026-11-28\",\"before\":\"0\",\"words\":[[\"a\",\"b\"],[\"c\",\"b\"]]}";
        var file = HandmadeFile.Sound().WithMetadataText(
            Config, $"{{{Sizes},\"window\":3,\"patches\":[{patch},{patch},{patch}]}}");

        Refusal.Of(file.ToBytes(), parts: ["(expected from 1 to 4 words, found 6)"]);
    }

    [Theory]
    [InlineData("\\u0022")]
    [InlineData("\\\"")]
    public void A_record_takes_memory_in_proportion_to_the_file(string quote)
    {
        const int count = 20_000;
        var shape = new ElmanShape(1, 2, count, 1, 1);
        var words = Enumerable.Range(0, count).Select(i => new AddedWord("a", ["b"]));
        var bytes = WithQuotes(
            quote,
            HandmadeFile.Bytes(ElmanModel.Create(
                RandomModel.Parameters(shape, seed: 1),
                provenance: new ModelProvenance { Patches = [new(new DateOnly(2026, 11, 28), "0", words)] })));
        ElmanModel.Load(bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var loaded = ElmanModel.Load(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (12L * bytes.Length) + (256 << 10));
        Assert.Equal(count, loaded.Provenance.Patches[0].Words.Count);
    }

    /// <summary>The same file, whose header has another escape for quotes inside its texts.</summary>
    private static byte[] WithQuotes(string quote, byte[] bytes)
    {
        var length = (int)BitConverter.ToInt64(bytes);
        var header = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(bytes, 8, length).Replace("\\u0022", quote, StringComparison.Ordinal));
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. bytes[(8 + length)..]];
    }

    private static ElmanModel Patched()
    {
        var model = HandmadeFile.Model();
        return ElmanModel.Create(
            model.ExportParameters(), model.Vocabulary, model.Labels, model.Provenance with { Patches = Patches });
    }

    private static string ConfigOf(byte[] bytes)
    {
        using var header = System.Text.Json.JsonDocument.Parse(
            Encoding.UTF8.GetString(bytes, 8, (int)BitConverter.ToInt64(bytes)));
        return header.RootElement.GetProperty("__metadata__").GetProperty(Config).GetString()!;
    }
}
