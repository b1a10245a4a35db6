namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>What went wrong is said in a line of the page, and over with the next text that goes well.</summary>
[Collection(nameof(Page))]
public sealed class PageProblemTests
{
    private readonly Browser _browser;

    public PageProblemTests(Browser browser)
    {
        Browser.SkipWhereThereIsNone();
        _browser = browser;
    }

    [Fact]
    public async Task A_text_that_is_refused_is_shown_with_the_services_own_words()
    {
        await using var service = new RunningService();
        using var page = _browser.Open(service.HttpAddress);

        page.Paste(string.Join(' ', Enumerable.Repeat("lisbon", 1001)));
        var refused = page.Await(state => state.Problem.Length > 0, "a problem");
        page.Paste(new string('a', 70_000));
        page.Await(state => state.Problem.Length > 0 && state.Problem != refused.Problem, "another problem");
        page.Paste("flights to oslo");
        var answered = page.AwaitAnswer("flights to oslo");

        Assert.Equal("The text has 1001 words; at most 1000 are allowed.", refused.Problem);
        Assert.Equal("", refused.Count + refused.Time);
        Assert.Equal("", answered.Problem);
        Assert.Equal("oslo", Assert.Single(answered.Slots).Text);
    }

    [Fact]
    public async Task A_service_that_comes_back_is_asked_again_by_typing()
    {
        var first = new RunningService();
        using var page = _browser.Open(first.HttpAddress);
        page.AwaitAnswer((string)page.Run("return document.getElementById('text').value"));

        await first.DisposeAsync();
        page.Paste("flights to lisbo");
        var gone = page.Await(state => state.Problem.Length > 0, "a problem");
        await using var second = new RunningService(
            new Dictionary<string, string> { ["Kestrel:Endpoints:Http:Url"] = first.HttpAddress.ToString() });
        page.Press("n");
        var back = page.AwaitAnswer("flights to lisbon");

        Assert.Equal("The service does not answer. Type to ask again.", gone.Problem);
        Assert.Equal("", back.Problem);
        Assert.Equal("lisbon", Assert.Single(back.Slots).Text);
    }
}
