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
    [InlineData("a 1 2\nb 3 4\n", 1L, "first line")]
    [InlineData("1\na 1\n", 1L, "first line")]
    [InlineData("1 0\na\n", 1L, "first line")]
    [InlineData("-1 2\n", 1L, "first line")]
    [InlineData("1 2 3\na 1 2\n", 1L, "first line")]
    [InlineData("99999999999 2\n", 1L, "first line")]
    [InlineData("2000000000 2000000000\n", 1L, "too many values")]
    [InlineData("2 1\na 1\n", null, "fewer words")]
    [InlineData("1 1\na 1\nb 2\n", 3L, "more words")]
    [InlineData("1 1\na 1\n\n", 3L, "more words")]
    [InlineData("2 1\na 1\na 2\n", 3L, "is repeated")]
    [InlineData("2 1\na 1\n 2\n", 3L, "begin with a word")]
    [InlineData("1 1\n\n", 2L, "begin with a word")]
    [InlineData("1 2\na 1\n", 2L, "another size")]
    [InlineData("1 2\na 1 2 3\n", 2L, "another size")]
    [InlineData("1 2\na\n", 2L, "another size")]
    [InlineData("1 2\na 1 x\n", 2L, "not a value")]
    [InlineData("1 2\na 1  2\n", 2L, "not a value")]
    [InlineData("1 2\na 1\t2\n", 2L, "not a value")]
    [InlineData("1 1\na NaN\n", 2L, "not a value")]
    [InlineData("1 1\na Infinity\n", 2L, "not a value")]
    [InlineData("1 1\na 1e39\n", 2L, "not a value")]
    [InlineData("1 1\na 1,5\n", 2L, "not a value")]
    public void What_is_not_of_the_form_is_an_error_of_its_line(string text, long? line, string problem)
    {
        var exception = Assert.Throws<CorpusFormatException>(() => Load(text));

        Assert.Contains(problem, exception.Problem, StringComparison.Ordinal);
        Assert.Equal((_folder.File("vectors.txt"), line), (exception.File, exception.Line));
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

    private WordVectors Load(string text) => WordVectors.Load(_folder.Write("vectors.txt", text));
}
