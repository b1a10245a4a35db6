namespace FastElman.Training.Tests.Corpora;

public class CorpusFormatExceptionTests
{
    [Fact]
    public void The_message_names_everything_on_one_line()
    {
        var exception = new CorpusFormatException("bad", "dir/x.ids", 7, "a\nb", "c");

        Assert.Equal("dir/x.ids: line 7: bad (expected a\uFFFDb, found c)", exception.Message);
        Assert.Equal(
            ("bad", "dir/x.ids", 7L, "a\nb", "c"),
            (exception.Problem, exception.File, exception.Line, exception.Expected, exception.Found));
    }

    [Fact]
    public void The_message_names_nothing_that_is_not_given() =>
        Assert.Equal("bad", new CorpusFormatException("bad").Message);
}
