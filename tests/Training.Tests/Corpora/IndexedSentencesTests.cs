using CsCheck;
using FastElman.Fixtures;
using FastElman.Training.Corpora;

namespace FastElman.Training.Tests.Corpora;

public class IndexedSentencesTests
{
    [Fact]
    public void A_line_is_a_sentence()
    {
        using var folder = new TemporaryFolder();

        var sentences = Read(folder.Write("x.ids", "\uFEFF3 -1  0\t0 1 2\r\n\n7\t4"));

        Assert.Equal([3, -1, 0], sentences[0].WordIndices.ToArray());
        Assert.Equal([0, 1, 2], sentences[0].LabelIndices.ToArray());
        Assert.Equal([7], sentences[1].WordIndices.ToArray());
        Assert.Equal(3, sentences[1].Line);
        Assert.Equal(2, sentences.Length);
    }

    [Theory]
    [InlineData("1 2 3", "no tab")]
    [InlineData("1 x\t0 0", "\"x\"")]
    [InlineData("1 -2\t0 0", "\"-2\"")]
    [InlineData("1 2\t0 -1", "\"-1\"")]
    [InlineData("1 2147483648\t0 0", "\"2147483648\"")]
    [InlineData("1 2.0\t0 0", "\"2.0\"")]
    [InlineData("1 2\t0\t0", "\"0\uFFFD0\"")]
    [InlineData("1 2\t0", "expected 2 labels, found 1")]
    [InlineData("\t0", "expected a word, found none")]
    public void What_is_no_sentence_is_an_error_of_its_line(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x.ids", $"1\t0\n{line}\n");

        var exception = Assert.Throws<CorpusFormatException>(() => Read(path));

        Assert.Equal(path, exception.File);
        Assert.Equal(2, exception.Line);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_is_read() =>
        Gen.Int[-1, int.MaxValue].Array[0, 50].Sample(
            words => Assert.Equal(words, IndexedSentences.ParseWords(string.Join(' ', words), null, 1)));

    private static CorpusSentence[] Read(string path) => IndexedSentences.Read(TextLines.ReadFile(path), path);
}
