namespace FastElman.Architecture.Tests;

public sealed class TextTests
{
    [Fact]
    public void Reference_implementations_are_not_shipped() =>
        Assert.DoesNotContain(
            SourceTree.Files("src").Select(SourceTree.Relative),
            file => Path.GetFileName(file).StartsWith("Reference", StringComparison.Ordinal));
}
