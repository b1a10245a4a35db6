using System.Globalization;
using FastElman.Extensions.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The page shows the slots that the service finds, while one types.</summary>
[Collection(nameof(Page))]
public sealed class PageTests : IAsyncDisposable
{
    private readonly Browser _browser;
    private readonly RunningService _service;

    public PageTests(Browser browser)
    {
        Browser.SkipWhereThereIsNone();
        _browser = browser;
        _service = new RunningService();
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? default;

    [Fact]
    public void Slots_appear_while_one_types()
    {
        using var page = _browser.Open(_service.HttpAddress);
        page.Clear();
        page.Await(state => state.ShownText.Length == 0 && state.IsSettled, "an empty text");

        page.Press("flights to lisbon");
        var first = page.AwaitAnswer("flights to lisbon");
        page.Press(" from oslo");
        var second = page.AwaitAnswer("flights to lisbon from oslo");

        AssertShows(first, "flights to lisbon");
        AssertShows(second, "flights to lisbon from oslo");
        Assert.Equal(["to.city", "from.city"], second.Slots.Select(slot => slot.Name));
        Assert.Equal(first.Slots[0].Background, second.Slots[0].Background);
        Assert.Equal("2 slots", second.Count);
        Assert.Matches(@"^\d+\.\d ms$", second.Time);
    }

    [Fact]
    public void Each_slot_has_its_own_look_and_a_line_as_long_as_it_is_certain()
    {
        const string Text = "business class from oslo through hanoi to cape town leaving on monday after 9 am";
        using var page = _browser.Open(_service.HttpAddress);

        page.Paste(Text);
        var state = page.AwaitAnswer(Text);

        AssertShows(state, Text);
        Assert.True(state.Slots.Count >= 6, $"{state}");
        Assert.Distinct(state.Slots.Select(slot => (slot.Background, slot.Line)));
        Assert.DoesNotContain("rgba(0, 0, 0, 0)", state.Slots.Select(slot => slot.Background));
        foreach (var (seen, found) in state.Slots.Zip(FindSlots(Text)))
        {
            Assert.Equal(found.Confidence, seen.Filled, tolerance: 0.02);
        }
    }

    [Fact]
    public void Several_lines_are_several_sentences()
    {
        string[] lines = ["Flights from Oslo to Lisbon, on Friday?", "", "landing in hong kong", "thank you very much"];
        var text = string.Join('\n', lines);
        using var page = _browser.Open(_service.HttpAddress);

        page.Paste(text);

        AssertShows(page.AwaitAnswer(text), lines);
    }

    [Theory]
    [InlineData("<script>document.title = 'spoilt'</script> flights from oslo <b>to lisbon</b> &amp; back")]
    [InlineData("🛫 from oslo 👩🏽‍✈️ to cape town 🛬")] // pairs of surrogates, and a sequence with joiners
    [InlineData("vue\u0301e from oslo to sa\u0303o paulo, o\u0308 to lisbon")] // combining characters
    [InlineData("from oslo \u05D0\u05D1\u05D2 to lisbon")] // right to left in between
    public void Text_is_shown_as_it_is_with_its_places_in_UTF_16(string text)
    {
        using var page = _browser.Open(_service.HttpAddress);

        page.Paste(text);
        var state = page.AwaitAnswer(text);

        AssertShows(state, text);
        Assert.NotEmpty(state.Rows);
        foreach (var row in state.Rows)
        {
            var places = row[^1].Split('–').Select(place => int.Parse(place, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(row[1], text[places[0]..places[1]]);
        }

        Assert.Equal("Slots as you type – FastElman", page.Run("return document.title"));
        Assert.Empty(page.ConsoleMessages());
    }

    [Fact]
    public void The_footer_names_the_model_that_answers()
    {
        using var page = _browser.Open(_service.HttpAddress);
        var current = _service.Services.GetRequiredService<IModelProvider>().Current;

        var state = page.Await(state => state.Fingerprint == current.Fingerprint, current.Fingerprint);

        Assert.Equal($"{current.Model.InstructionSet}", state.InstructionSet);
    }

    /// <summary>What is shown is what the service's own tagger finds.</summary>
    private void AssertShows(PageState state, params string[] lines)
    {
        var found = lines.SelectMany((line, i) => FindSlots(line).Select(slot => (slot, number: i + 1))).ToArray();
        Assert.Equal(found.Select(one => one.slot.Name), state.Slots.Select(slot => slot.Name));
        Assert.Equal(found.Select(one => one.slot.Text), state.Slots.Select(slot => slot.Text));
        Assert.Equal(
            found.Select(one => $"{MathF.Round(one.slot.Confidence * 100)} %"),
            state.Slots.Select(slot => slot.Confidence));
        Assert.Equal(found.Select(one => Row(one.slot, lines.Length > 1 ? one.number : null)), state.Rows);
    }

    private static IReadOnlyList<string> Row(Slot slot, int? line)
    {
        var culture = CultureInfo.InvariantCulture;
        string[] lineCell = line is null ? [] : [$"{line}"];
        return [slot.Name, slot.Text, slot.Confidence.ToString("F4", culture), .. lineCell, $"{slot.Start}–{slot.End}"];
    }

    private IReadOnlyList<Slot> FindSlots(string text) =>
        _service.Services.GetRequiredService<ServiceTagger>().FindSlots(text);
}
