using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using FastElman.Fixtures;

namespace FastElman.Training.Tests.Embeddings;

public sealed class WordVectorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("3 2\n</s> 0 -0.5\nährе 1e-3 +2\nb 3 4\n")]
    [InlineData("3 2 \n</s> 0 -0.5 \nährе 0.001 2 \nb 3 4 \n")]
    [InlineData("\uFEFF3 2\r\n</s> 0.0 -.5\r\nährе 1E-3 2\r\nb 3 4")]
    public void Words_and_values_are_read(string text)
    {
        var vectors = Load(text);

        Assert.Equal(["</s>", "ährе", "b"], vectors.Words);
        Assert.Equal(2, vectors.Size);
        Assert.True(vectors.TryGetVector("ährе", out var vector));
        Assert.Equal([0.001f, 2f], vector.ToArray());
        Assert.True(vectors.TryGetVector("</s>", out vector));
        Assert.Equal([0f, -0.5f], vector.ToArray());
        Assert.False(vectors.TryGetVector("B", out vector));
        Assert.True(vector.IsEmpty);
    }

    [Fact]
    public void No_words_are_a_sound_file() => Assert.Empty(Load("0 3\n").Words);

    [Theory]
    [InlineData("", null, "empty")]
    [InlineData("\n", 1L, "first line")]
    [InlineData("1\na 1\n", 1L, "first line")]
    [InlineData("a b c\n", 1L, "first line")]
    [InlineData("1 0\na\n", 1L, "impossible size")]
    [InlineData("2000000000 2000000000\n", 1L, "impossible size")]
    [InlineData("2 1\na 1\n", null, "fewer words")]
    [InlineData("1 1\n\n", null, "fewer words")]
    [InlineData("1 1\na 1\nb 2\n", 3L, "more words")]
    [InlineData("2 2\na 1 2\nb 1\n", 3L, "another size")]
    [InlineData("a 1 2\nb 1\n", 2L, "another size")]
    [InlineData("1 2\na\n", 2L, "another size")]
    [InlineData("1 1\na\n", 2L, "another size")]
    [InlineData("1 2\na 1 x\n", 2L, "not a value")]
    [InlineData("1 1\na NaN\n", 2L, "not a value")]
    [InlineData("1 1\na Infinity\n", 2L, "not a value")]
    [InlineData("1 1\na 1e39\n", 2L, "not a value")]
    [InlineData("1 1\na 1,5\n", 2L, "not a value")]
    [InlineData("{\"a\": 1}\n", null, "JSON")]
    [InlineData("PK\u0003\u0004", null, "zip archive")]
    public void What_is_not_of_the_form_is_an_error_of_its_line(string text, long? line, string problem)
    {
        var exception = Assert.Throws<CorpusFormatException>(() => Load(text));

        Assert.Contains(problem, exception.Problem, StringComparison.Ordinal);
        Assert.Equal((_folder.File("vectors.txt"), line), (exception.File, exception.Line));
    }

    [Fact]
    public void A_line_of_numbers_alone_is_a_vector_without_a_word()
    {
        var vectors = Load("2 1\na 4\n5\n");

        Assert.Equal(["a"], vectors.Words);
        Assert.Equal(1, vectors.BlankCount);
        Assert.Equal("1 words, 1 values each", $"{vectors}");
    }

    [Theory]
    [InlineData("a 1 2\nb 3 4\n")]
    [InlineData("a\t1\t2\nb\t3\t4\n\n")]
    [InlineData("a 1 2 \r\nb 3 4 \r\n")]
    [InlineData("2 2\na 1 2\n\nb 3 4\n")]
    public void A_first_line_of_counts_is_not_needed(string text)
    {
        var vectors = Load(text);

        Assert.Equal(["a", "b"], vectors.Words);
        Assert.True(vectors.TryGetVector("b", out var vector));
        Assert.Equal([3f, 4f], vector.ToArray());
    }

    [Fact]
    public void Words_with_spaces_end_before_the_last_numbers()
    {
        var vectors = Load("the 0.1 0.2\n. . . 0.3 0.4\nat name@domain.com 0.5 0.6\n1 2 3 4\n");

        Assert.Equal(["the", ". . .", "at name@domain.com", "1 2"], vectors.Words);
    }

    [Fact]
    public void A_word_that_stands_twice_has_its_first_vector()
    {
        var vectors = Load("3 1\na 1\na 2\nb 3\n");

        Assert.Equal(1, vectors.DuplicateCount);
        Assert.True(vectors.TryGetVector("a", out var vector));
        Assert.Equal([1f], vector.ToArray());
    }

    [Theory]
    [InlineData("3 2\na 1 2\n 3 4\nb 5 6\n")]
    [InlineData("3 2\na 1 2\n3 4\nb 5 6\n")]
    [InlineData("a 1 2\n\u00A0 3 4\nb 5 6\n")]
    public void A_line_without_a_word_is_skipped_and_counted(string text)
    {
        var vectors = Load(text);

        Assert.Equal(["a", "b"], vectors.Words);
        Assert.Equal(1, vectors.BlankCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_binary_form_is_read(bool hasLineFeeds)
    {
        byte[] file =
        [
            .. "3 2\n"u8,
            .. Binary("ähre", 1, -2), .. hasLineFeeds ? "\n"u8 : [],
            .. Binary("b", 0.5f, 1e30f), .. hasLineFeeds ? "\n"u8 : [],
            .. Binary("b", 7, 8), .. hasLineFeeds ? "\n"u8 : [],
        ];
        var path = _folder.Write("vectors.bin", file);

        var vectors = WordVectors.Load(path);

        Assert.Equal(["ähre", "b"], vectors.Words);
        Assert.Equal(1, vectors.DuplicateCount);
        Assert.True(vectors.TryGetVector("b", out var vector));
        Assert.Equal([0.5f, 1e30f], vector.ToArray());
        Assert.Equal(["b"], WordVectors.Load(path, new Vocabulary(["b", "c"])).Words);
        Assert.Contains(
            "cut short",
            Assert.Throws<CorpusFormatException>(
                () => WordVectors.Load(_folder.Write("vectors.bin", file.AsSpan(0, file.Length - 5)))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a  1 2\nb   3 4\n")]
    [InlineData("a 1  2\nb 3\t \t4 \n")]
    [InlineData("2  2\na 1 2\nb 3 4\n")]
    [InlineData("2\t2\na\t1\t2\nb\t3\t4\n")]
    public void Several_blanks_divide_as_one_does(string text)
    {
        var vectors = WordVectors.Load(_folder.Write("vectors.txt", text));

        Assert.Equal(["a", "b"], vectors.Words);
        Assert.True(vectors.TryGetVector("b", out var vector));
        Assert.Equal([3, 4], vector.ToArray());
    }

    [Fact]
    public void A_folder_is_no_file() =>
        Assert.Contains(
            "is a folder",
            Assert.Throws<CorpusFormatException>(() => WordVectors.Load(_folder.Path)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_compressed_file_that_is_damaged_is_named()
    {
        byte[] bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF];

        Assert.Contains(
            "v.gz: the gzip data are damaged",
            Assert.Throws<CorpusFormatException>(() => WordVectors.Load(_folder.Write("v.gz", bytes))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_compressed_file_is_read()
    {
        using (var gzip = new GZipStream(File.Create(_folder.File("vectors.vec.gz")), CompressionMode.Compress))
        {
            gzip.Write("2 1\na 1\nb 2\n"u8);
        }

        Assert.Equal(["a", "b"], WordVectors.Load(_folder.File("vectors.vec.gz")).Words);
    }

    [Fact]
    public void Words_of_a_vocabulary_are_kept_as_written_and_in_lower_case()
    {
        var path = _folder.Write("vectors.txt", "rome 1\nRome 2\noslo 3\nlima 4\nnew york 5\nnew 6\n");
        var vocabulary = new Vocabulary(["Rome", "Oslo", "new york", "paris"]);

        var vectors = WordVectors.Load(path, vocabulary);
        var parameters = new ElmanParameters(new ElmanShape(1, 1, 4, 1, 1));

        Assert.Equal(["rome", "Rome", "oslo", "new york"], vectors.Words);
        Assert.Equal(3, vectors.CopyTo(parameters, vocabulary));
        Assert.Equal([2, 3, 5, 0, 0], parameters.Embeddings.ToArray());
    }

    [Fact]
    public void A_large_file_takes_the_memory_of_the_words_that_are_kept()
    {
        const int Size = 100, Kept = 2000, Every = 20;
        var row = string.Concat(Enumerable.Repeat(" 0.125", Size));
        File.WriteAllLines(
            _folder.File("vectors.vec"),
            [$"{Kept * Every} {Size}", .. Enumerable.Range(0, Kept * Every).Select(i => $"w{i}{row}")]);
        var vocabulary = new Vocabulary(Enumerable.Range(0, Kept).Select(i => $"w{i * Every}"));
        WordVectors.Load(_folder.Write("small.vec", "a 1\n"), vocabulary);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var vectors = WordVectors.Load(_folder.File("vectors.vec"), vocabulary);

        // What is kept, a fifth more, the buffer, and the words that are looked for.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Kept, vectors.Words.Count);
        Assert.InRange(allocated, 0, (1.2 * Kept * Size * sizeof(float)) + (1 << 20));
    }

    [Fact]
    public void A_first_line_that_promises_much_takes_no_memory()
    {
        var path = _folder.Write("vectors.txt", "500000 1000\na 1\n");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<CorpusFormatException>(() => WordVectors.Load(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_an_error_of_its_line() => Assert.Equal(
        2, Assert.Throws<CorpusFormatException>(
            () => WordVectors.Load(_folder.Write("vectors.txt", [.. "1 1\n"u8, 0xFF, .. " 1\n"u8]))).Line);

    [Fact]
    public void Vectors_take_the_place_of_the_embeddings_of_their_words()
    {
        var parameters = new ElmanParameters(new ElmanShape(1, 1, 3, 2, 1));
        parameters.Embeddings.Fill(9);

        var found = Load("3 2\nb 1 2\nelsewhere 3 4\na 5 6\n").CopyTo(parameters, new Vocabulary(["a", "c", "b"]));

        Assert.Equal(2, found);
        Assert.Equal([5, 6, 9, 9, 1, 2, 9, 9], parameters.Embeddings.ToArray());
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(2, 2)]
    public void Sizes_that_do_not_fit_are_refused(int words, int size) => Assert.Throws<ArgumentException>(
        () => Load("1 2\na 1 2\n").CopyTo(
            new ElmanParameters(new ElmanShape(1, 1, words, size, 1)), new Vocabulary(["a", "b", "c"])));

    private static byte[] Binary(string word, params float[] values) =>
        [.. Encoding.UTF8.GetBytes(word), (byte)' ', .. MemoryMarshal.AsBytes(values.AsSpan())];

    private WordVectors Load(string text) => WordVectors.Load(_folder.Write("vectors.txt", text));
}
