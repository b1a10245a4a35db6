namespace FastElman.Architecture.Tests;

public sealed class TextTests
{
    private const int MaxLineLength = 120;

    public static TheoryData<string> Folders => ["src", "tests", "tools", "bench", "samples"];

    [Fact]
    public void Reference_implementations_are_not_shipped() =>
        Assert.DoesNotContain(
            SourceTree.Files("src").Select(SourceTree.Relative),
            file => Path.GetFileName(file).StartsWith("Reference", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_line_is_longer_than_120_columns(string folder)
    {
        var tooLong = from file in SourceTree.Files(folder)
                      from line in File.ReadLines(file).Select((text, index) => (text, Number: index + 1))
                      where line.text.Length > MaxLineLength
                      select $"{SourceTree.Relative(file)}:{line.Number} has {line.text.Length}";
        Assert.Empty(tooLong);
    }
}
