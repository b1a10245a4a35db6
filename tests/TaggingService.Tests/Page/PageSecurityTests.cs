namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The page keeps to its own host, and to its own code.</summary>
[Collection(nameof(Page))]
public sealed class PageSecurityTests : IAsyncDisposable
{
    private readonly Browser _browser;
    private readonly RunningService _service;

    public PageSecurityTests(Browser browser)
    {
        Browser.SkipWhereThereIsNone();
        _browser = browser;
        _service = new RunningService();
    }

    public ValueTask DisposeAsync() => _service?.DisposeAsync() ?? default;

    [Fact]
    public void It_asks_no_other_host_and_writes_nothing_on_the_console()
    {
        using var page = _browser.Open(_service.HttpAddress);
        page.Clear();
        page.Press("flights from oslo to lisbon");
        page.AwaitAnswer("flights from oslo to lisbon");
        page.Paste("flights from oslo\nto lisbon");
        page.AwaitAnswer("flights from oslo\nto lisbon");

        var requested = page.RequestedAddresses();
        Assert.All(requested, address => Assert.Equal(_service.HttpAddress.Authority, address.Authority));
        Assert.Superset(
            new HashSet<string> { "/", "/page.css", "/page.js", "/v1/model", "/v1/slots", "/v1/slots/many" },
            requested.Select(address => address.AbsolutePath).ToHashSet());
        Assert.Empty(page.ConsoleMessages());
    }

    [Fact]
    public void Its_policy_is_in_force()
    {
        using var page = _browser.Open(_service.HttpAddress);

        var violated = page.RunAsync(
            """
            const violated = new Set();
            document.addEventListener("securitypolicyviolation", (event) => violated.add(event.effectiveDirective));
            await fetch("http://other.invalid/").catch(() => {});
            const image = new Image();
            image.src = "http://other.invalid/image.png";
            document.body.setAttribute("style", "color: red");
            const button = document.querySelector("button");
            try { button.setAttribute("onclick", "alert(1)"); } catch { violated.add("onclick"); }
            try { document.body.innerHTML = "<b>markup</b>"; } catch { violated.add("innerHTML"); }
            const base = document.createElement("base");
            base.href = "http://other.invalid/";
            document.head.append(base);
            await new Promise((resolve) => setTimeout(resolve, 500));
            return [...violated].sort();
            """);

        Assert.Equal(
            [
                "base-uri", "connect-src", "img-src", "innerHTML", "onclick", "require-trusted-types-for",
                "style-src-attr",
            ],
            violated.EnumerateArray().Select(directive => directive.GetString()));
    }
}
