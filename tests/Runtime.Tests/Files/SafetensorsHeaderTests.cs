using System.Text;
using FastElman.Files;

namespace FastElman.Tests.Files;

/// <summary>
/// What the header of a file may not be. Every file is loaded from disk, so that the message has its name.
/// </summary>
public sealed class SafetensorsHeaderTests
{
    private const string Sample = """{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Fact]
    public void Tensors_and_metadata_are_read_and_the_stream_stands_at_the_data()
    {
        const string header = """
            {"b":{"data_offsets":[4,12],"shape":[1,2],"dtype":"F32"}, "__metadata__":{"who":"me"},
             "a":{"dtype":"I8","shape":[4],"data_offsets":[0,4]} }   
            """;
        using var stream = new MemoryStream(HandmadeFile.WithHeader(header, new byte[12]));
        var read = SafetensorsHeader.Read(stream, "f");
        Assert.Equal(stream.Length - 12, stream.Position);
        Assert.Equal("me", Assert.Single(read.Metadata).Value);
        Assert.Equal(["a", "b"], read.Tensors.Select(tensor => tensor.Name));
        Assert.Equal("I8", read.Tensors[0].ElementType);
        Assert.Equal([1L, 2L], read.Tensors[1].Dimensions);
        Assert.Equal((4, 12), (read.Tensors[1].Begin, read.Tensors[1].End));
    }

    [Fact]
    public void A_header_without_tensors_is_sound() =>
        Assert.Empty(SafetensorsHeader.Read(new MemoryStream(HandmadeFile.WithHeader("{}")), null).Tensors);

    [Fact]
    public void Tensors_without_elements_may_stand_anywhere()
    {
        const string header = """
            {"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},
             "b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
             "c":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}
            """;
        Assert.Equal(
            3,
            SafetensorsHeader.Read(new MemoryStream(HandmadeFile.WithHeader(header, new byte[4])), null).Tensors.Count);
    }

    [Fact]
    public void An_empty_file_is_refused() => AssertRefused([], "too short", "found 0");

    [Fact]
    public void A_file_shorter_than_the_length_is_refused() =>
        AssertRefused(new byte[7], "too short", "at least 8 bytes, found 7");

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 40)]
    [InlineData((16UL << 20) + 1)]
    public void A_huge_header_length_is_refused(ulong length) =>
        AssertRefused(
            HandmadeFile.WithHeader(Encoding.UTF8.GetBytes(Sample), new byte[8], unchecked((long)length)),
            "impossible length",
            $"found {length}");

    [Fact]
    public void A_header_longer_than_the_file_is_refused() =>
        AssertRefused(
            HandmadeFile.WithHeader(Encoding.UTF8.GetBytes(Sample), [], Sample.Length + 1),
            "impossible length", $"at most {Sample.Length} bytes, found {Sample.Length + 1}");

    [Fact]
    public void A_header_beyond_16_MiB_is_refused_even_if_it_is_there() =>
        AssertRefused(
            HandmadeFile.WithHeader(Sample + new string(' ', 16 << 20), new byte[8]),
            "impossible length",
            "at most 16777216 bytes");

    [Fact]
    public void A_header_of_exactly_16_MiB_is_read()
    {
        var header = Sample.PadRight(16 << 20);
        Assert.Single(
            SafetensorsHeader.Read(new MemoryStream(HandmadeFile.WithHeader(header, new byte[8])), null).Tensors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json at all")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"t\"")]
    [InlineData("{\"t\":{\"dtype\":\"F32\"")]
    [InlineData("{\"__metadata__\":{\"a\":\"b\"")]
    [InlineData("{}}")]
    [InlineData("{} {}")]
    [InlineData("{},")]
    [InlineData("{} x")]
    [InlineData("{/* a comment */}")]
    [InlineData("{\"__metadata__\":{},}")]
    [InlineData("\uFEFF{}")]
    public void A_header_that_is_no_json_object_is_refused(string header) =>
        AssertRefused(HandmadeFile.WithHeader(header), "header");

    [Theory]
    [InlineData("{\"t\":1}")]
    [InlineData("{\"t\":null}")]
    [InlineData("{\"t\":[]}")]
    [InlineData("{\"__metadata__\":[]}")]
    [InlineData("{\"__metadata__\":\"a\"}")]
    public void An_entry_that_is_no_object_is_refused(string header) =>
        AssertRefused(HandmadeFile.WithHeader(header), "is not a JSON object");

    [Theory]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[\"a\"]")]
    public void Metadata_that_is_no_text_is_refused(string value) =>
        AssertRefused(HandmadeFile.WithHeader($$$"""{"__metadata__":{"key":{{{value}}}}}"""), "\"key\" is not text");

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        var header = Encoding.Latin1.GetBytes(Sample.Replace("\"t\"", "\"t\u00ff\"", StringComparison.Ordinal));
        AssertRefused(HandmadeFile.WithHeader(header, new byte[8]), "not valid JSON");
    }

    [Theory]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"t":{"dtype":"\udc00","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"t":{"\ud800\ud800":"F32","shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"__metadata__":{"a":"\ud83d"}}""")]
    public void An_unpaired_surrogate_is_refused(string header) =>
        AssertRefused(HandmadeFile.WithHeader(header, new byte[8]), "not valid JSON");

    [Theory]
    [InlineData("{\"t\":")]
    [InlineData("[")]
    [InlineData("{\"t\":{\"dtype\":[")]
    [InlineData("{\"t\":{\"shape\":[")]
    [InlineData("{\"__metadata__\":{\"a\":[")]
    public void Deep_nesting_is_refused(string level) =>
        AssertRefused(HandmadeFile.WithHeader(string.Concat(Enumerable.Repeat(level, 200_000))), "");

    [Fact]
    public void A_tensor_that_stands_twice_is_refused() =>
        AssertRefused(
            HandmadeFile.WithHeader(
                """
                {"t":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},
                 "\u0074":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}
                """,
                new byte[8]),
            "\"t\" twice");

    [Fact]
    public void Metadata_that_stands_twice_is_refused() =>
        AssertRefused(HandmadeFile.WithHeader("""{"__metadata__":{},"__metadata__":{}}"""), "\"__metadata__\" twice");

    [Fact]
    public void A_metadata_key_that_stands_twice_is_refused() =>
        AssertRefused(HandmadeFile.WithHeader("""{"__metadata__":{"a":"1","a":"2"}}"""), "\"a\" twice");

    [Theory]
    [InlineData("dtype", "\"F32\"")]
    [InlineData("shape", "[2]")]
    [InlineData("data_offsets", "[0,8]")]
    public void A_key_of_a_tensor_that_stands_twice_is_refused(string key, string value) =>
        AssertRefused(
            HandmadeFile.WithHeader(
                Sample.Replace("}}", $",\"{key}\":{value}}}}}", StringComparison.Ordinal), new byte[8]),
            "tensor t: ", $"\"{key}\" is unknown or repeated");

    [Fact]
    public void An_unknown_key_of_a_tensor_is_refused() =>
        AssertRefused(
            HandmadeFile.WithHeader(
                Sample.Replace("}}", ",\"device\":\"cpu\"}}", StringComparison.Ordinal), new byte[8]),
            "tensor t: ",
            "\"device\"");

    [Theory]
    [InlineData("""{"t":{}}""")]
    [InlineData("""{"t":{"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"t":{"dtype":null,"shape":[2],"data_offsets":[0,8]}}""")]
    [InlineData("""{"t":{"dtype":"F32","data_offsets":[0,8]}}""")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2]}}""")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[]}}""")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[8]}}""")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}""")]
    [InlineData("""{"t":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""")]
    public void An_incomplete_entry_is_refused(string header) =>
        AssertRefused(HandmadeFile.WithHeader(header, new byte[8]), "tensor t: the entry is incomplete");

    [Theory]
    [InlineData("shape", "2")]
    [InlineData("shape", "[-2]")]
    [InlineData("shape", "[2.5]")]
    [InlineData("shape", "[\"2\"]")]
    [InlineData("shape", "[null]")]
    [InlineData("shape", "[[2]]")]
    [InlineData("shape", "[9223372036854775808]")]
    [InlineData("shape", "[1,1,1,1,1,1,1,1,2]")]
    [InlineData("data_offsets", "[-8,0]")]
    [InlineData("data_offsets", "[0,1e300]")]
    [InlineData("data_offsets", "{}")]
    public void Numbers_that_are_not_whole_or_negative_are_refused(string key, string value)
    {
        var sound = key == "shape" ? "[2]" : "[0,8]";
        AssertRefused(
            HandmadeFile.WithHeader(Sample.Replace(sound, value, StringComparison.Ordinal), new byte[8]),
            $"tensor t: {key} is not an array of whole numbers");
    }

    [Fact]
    public void A_number_for_an_element_type_is_refused() =>
        AssertRefused(
            HandmadeFile.WithHeader(Sample.Replace("\"F32\"", "32", StringComparison.Ordinal), new byte[8]), "header");

    /// <summary>A header full of tensors costs a small multiple of itself, not its square.</summary>
    [Fact]
    public void A_crowd_of_tensors_is_refused_in_reasonable_time_and_memory()
    {
        var entries = Enumerable.Range(0, 100_000).Select(i => $$"""
            "{{i}}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}
            """);
        var bytes = HandmadeFile.WithHeader($"{{{string.Join(',', entries)}}}");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => ElmanModel.Load(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20L * bytes.Length);
    }

    [Fact]
    public void Tensors_that_overlap_are_refused() =>
        AssertRefused(Two((0, 8), (4, 12), dataLength: 12), "tensor b: it overlaps", "from byte 8 on, found 4");

    [Fact]
    public void A_tensor_inside_another_is_refused() =>
        AssertRefused(Two((0, 12), (4, 8), dataLength: 12), "tensor b: it overlaps");

    [Fact]
    public void A_gap_between_tensors_is_refused() =>
        AssertRefused(Two((0, 4), (8, 12), dataLength: 12), "tensor b: there is a gap", "from byte 4 on, found 8");

    [Fact]
    public void A_gap_before_the_first_tensor_is_refused() =>
        AssertRefused(Two((4, 8), (8, 12), dataLength: 12), "tensor a: there is a gap");

    [Fact]
    public void Bytes_behind_the_last_tensor_are_refused() =>
        AssertRefused(
            Two((0, 4), (4, 8), dataLength: 9), "after the last tensor", "expected 8 bytes of data, found 9");

    [Fact]
    public void Data_that_are_cut_short_are_refused() =>
        AssertRefused(Two((0, 4), (4, 8), dataLength: 7), "cut short", "expected 8 bytes of data, found 7");

    [Fact]
    public void Places_at_the_end_of_all_numbers_are_refused() =>
        AssertRefused(Two((0, 4), (4, long.MaxValue), dataLength: 8), "cut short", $"{long.MaxValue}");

    private static byte[] Two((long Begin, long End) a, (long Begin, long End) b, int dataLength) =>
        HandmadeFile.WithHeader(
            $$"""
            {"a":{{HandmadeFile.Entry("F32", "1", a.Begin, a.End)}},
             "b":{{HandmadeFile.Entry("F32", "1", b.Begin, b.End)}}}
            """,
            new byte[dataLength]);

    private static void AssertRefused(byte[] bytes, params string[] parts) => Refusal.Of(bytes, parts: parts);
}
