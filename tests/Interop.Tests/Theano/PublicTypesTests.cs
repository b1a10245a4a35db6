using FastElman.Fixtures;

namespace FastElman.Interop.Tests.Theano;

/// <summary>What holds of all public types of the package.</summary>
public sealed class PublicTypesTests
{
    [Fact]
    public void Every_type_with_instances_says_what_it_is() =>
        Assert.Empty(PublicTypes.WithoutText(typeof(FoldPickle).Assembly));

    [Fact]
    public void An_exception_takes_nothing_for_a_problem() =>
        Assert.Equal("unknown problem", new FoldFormatException(null!).Message);

    [Fact]
    public void A_folder_is_not_a_fold()
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<FoldFormatException>(() => FoldPickle.Load(folder.Path));
        Assert.Equal(
            $"{folder.Path}: the path is a folder (expected a pickle, found a folder)", exception.Message);
    }

    [Fact]
    public void A_stream_that_cannot_be_read_is_an_argument_error()
    {
        using var folder = new TemporaryFolder();
        using var stream = new FileStream(folder.File("f"), FileMode.Create, FileAccess.Write);
        Assert.Throws<ArgumentException>("stream", () => FoldPickle.Load(stream));
    }
}
