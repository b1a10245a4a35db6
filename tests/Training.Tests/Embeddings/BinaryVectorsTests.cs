using System.Runtime.InteropServices;
using System.Text;
using FastElman.Training.Embeddings;

namespace FastElman.Training.Tests.Embeddings;

/// <summary>What word2vec's binary form may hold and may not.</summary>
public class BinaryVectorsTests
{
    [Fact]
    public void A_long_word_is_read() =>
        Assert.Equal(
            ["b", new string('x', 1000)], Read("2 2\n", ("b", [1e-30f, 4]), (new string('x', 1000), [1, 2])).Words);

    [Fact]
    public void A_word_that_is_longer_than_any_of_the_vocabulary_is_left_out() =>
        Assert.Equal(
            ["b"],
            Read("3 2\n", new Vocabulary(["b"]), ("a", [1e-30f, 2]), (new string('x', 5000), [1, 2]), ("b", [3, 4]))
                .Words);

    [Fact]
    public void A_vector_without_a_word_is_counted_and_left_out()
    {
        var vectors = Read("2 2\n", ("a", [1e-30f, 2]), ("", [3, 4]));

        Assert.Equal(["a"], vectors.Words);
        Assert.Equal(1, vectors.BlankCount);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_an_error_of_its_word()
    {
        var exception = Assert.Throws<CorpusFormatException>(
            () => Read("2 2\n", ("a", [1e-30f, 2]), ("b", [3, float.NaN])));

        Assert.Contains("not a value", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, exception.Line);
    }

    [Fact]
    public void A_file_that_ends_inside_a_word_is_cut_short()
    {
        byte[] bytes = [.. "3 2\n"u8, .. Entry("a", [1e-30f, 2]), .. "without-an-end"u8];
        Assert.Contains(
            "cut short",
            Assert.Throws<CorpusFormatException>(() => Read(bytes, vocabulary: null)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_behind_a_vector_is_cut_short()
    {
        byte[] bytes = [.. "3 2\n"u8, .. Entry("a", [1e-30f, 2]), .. Entry("b", [3, 4])[..^1]];
        var exception = Assert.Throws<CorpusFormatException>(() => Read(bytes, vocabulary: null));

        Assert.Contains("cut short", exception.Message, StringComparison.Ordinal);
        Assert.Equal(("3", "2"), (exception.Expected, exception.Found));
    }

    private static WordVectors Read(string counts, params (string Word, float[] Values)[] entries) =>
        Read(counts, vocabulary: null, entries);

    private static WordVectors Read(
        string counts, Vocabulary? vocabulary, params (string Word, float[] Values)[] entries) =>
        Read(
            [.. Encoding.UTF8.GetBytes(counts), .. entries.SelectMany(entry => Entry(entry.Word, entry.Values))],
            vocabulary);

    private static WordVectors Read(byte[] bytes, Vocabulary? vocabulary) =>
        WordVectorReader.Read(new MemoryStream(bytes), "vectors.bin", vocabulary);

    private static byte[] Entry(string word, float[] values) =>
        [.. Encoding.UTF8.GetBytes(word), (byte)' ', .. MemoryMarshal.AsBytes(values.AsSpan()), (byte)'\n'];
}
