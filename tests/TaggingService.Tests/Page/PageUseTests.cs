using OpenQA.Selenium;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The page can be used by keys alone, by a screen reader, and on a narrow screen.</summary>
[Collection(nameof(Page))]
public sealed class PageUseTests : IAsyncDisposable
{
    private readonly Browser _browser;
    private readonly RunningService _service;

    public PageUseTests(Browser browser)
    {
        Browser.SkipWhereThereIsNone();
        _browser = browser;
        _service = new RunningService();
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? default;

    [Fact]
    public void An_example_is_chosen_by_keys_and_typing_goes_on_in_the_field()
    {
        using var page = _browser.Open(_service.HttpAddress);
        var example = (string)page.Run("return document.querySelector('.examples button').textContent");

        page.Paste("");
        page.Press(Keys.Tab);
        var outline = page.Run("return getComputedStyle(document.activeElement).outlineStyle");
        page.Press(Keys.Enter);
        page.AwaitAnswer(example);
        page.Press("s");
        var state = page.AwaitAnswer(example + "s");

        Assert.Equal("solid", outline);
        Assert.NotEmpty(state.Slots);
    }

    /// <summary>Every example is a sentence that the model of the sample does well.</summary>
    [Fact]
    public void Examples_have_the_slots_that_one_expects()
    {
        using var page = _browser.Open(_service.HttpAddress);
        var seen = new List<string>();
        for (var i = 0L; i < (long)page.Run("return document.querySelectorAll('.examples button').length"); i++)
        {
            var example = (string)page.Run($"return document.querySelectorAll('.examples button')[{i}].textContent");
            page.Run($"document.querySelectorAll('.examples button')[{i}].click()");
            seen.Add(string.Join(", ", page.AwaitAnswer(example).Slots.Select(slot => $"{slot.Name} {slot.Text}")));
        }

        Assert.Equal(
            [
                "from.city quito, via.city hanoi, to.city abu dhabi",
                "to.city hong kong, arrive.day friday, arrive.period morning",
                "class business class, to.city tokyo, fare.relation under, fare.amount 600",
                "transport shuttle bus, airport heathrow, city lisbon",
            ],
            seen);
    }

    [Fact]
    public void A_screen_reader_hears_labels_and_once_typing_rests_the_slots()
    {
        using var page = _browser.Open(_service.HttpAddress);
        page.Paste("flights from oslo to cape town");

        const string Spoken = "2 slots, from.city: oslo, to.city: cape town";
        page.Await(state => state.Spoken == Spoken, $"'{Spoken}' to screen readers");

        Assert.Equal(
            "A sentence, or several on lines of their own",
            page.Run("return document.getElementById('text').labels[0].textContent"));
        Assert.Equal("status", page.Run("return document.getElementById('summary').getAttribute('role')"));
        Assert.Equal("alert", page.Run("return document.getElementById('problem').getAttribute('role')"));
        Assert.Equal("en", page.Run("return document.documentElement.lang"));
    }

    [Fact]
    public void It_fits_a_screen_of_360_pixels()
    {
        const string Text = "business class from oslo through hanoi to rio de janeiro on monday after 9 am\nto oslo";
        using var page = _browser.Open(_service.HttpAddress, width: 360);

        page.Paste(Text);
        page.AwaitAnswer(Text);

        Assert.Equal(360L, page.Run("return innerWidth"));
        foreach (var element in new[] { "document.scrollingElement", "document.querySelector('.table')" })
        {
            // Without the bar to scroll it.
            Assert.Equal(page.Run($"return {element}.clientWidth"), page.Run($"return {element}.scrollWidth"));
        }
    }
}
