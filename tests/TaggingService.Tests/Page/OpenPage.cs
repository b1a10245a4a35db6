using System.Diagnostics;
using System.Text.Json;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The page, open in the browser: what one does there, and what one sees.</summary>
public sealed class OpenPage : IDisposable
{
    private readonly ChromeDriver _driver;
    private readonly string? _before;

    public OpenPage(ChromeDriver driver, Uri address, string? before, int width)
    {
        _driver = driver;
        driver.Navigate().GoToUrl("about:blank");
        ConsoleMessages();
        RequestedAddresses();
        Command("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width,
            ["height"] = 800,
            ["deviceScaleFactor"] = 1,
            ["mobile"] = false,
        });
        if (before is not null)
        {
            var added = Command("Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = before });
            _before = (string)((IDictionary<string, object>)added)["identifier"];
        }

        driver.Navigate().GoToUrl(address);
    }

    private IWebElement Field => _driver.FindElement(By.Id("text"));

    /// <summary>Runs JavaScript in the page.</summary>
    public object Run(string script) => _driver.ExecuteScript(script)!;

    /// <summary>Runs JavaScript that may await, and returns its value as JSON.</summary>
    public JsonElement RunAsync(string script)
    {
        var answer = _driver.ExecuteAsyncScript(
            $$"""
            const done = arguments[arguments.length - 1];
            (async () => { {{script}} })().then(
                (value) => done(JSON.stringify(value)), (error) => done(JSON.stringify(String(error))));
            """);
        return JsonSerializer.Deserialize<JsonElement>((string)answer!);
    }

    /// <summary>Presses keys, one after the other, in what has the focus.</summary>
    public void Press(string keys)
    {
        foreach (var key in keys)
        {
            _driver.SwitchTo().ActiveElement().SendKeys(key.ToString());
        }
    }

    /// <summary>Empties the field, by keys.</summary>
    public void Clear()
    {
        Field.Click();
        Field.SendKeys(Keys.Control + "a");
        Field.SendKeys(Keys.Delete);
    }

    /// <summary>Replaces the text by another at once, as pasting does.</summary>
    public void Paste(string text)
    {
        Field.Click();
        Run("document.getElementById('text').select()");
        Command("Input.insertText", new() { ["text"] = text });
    }

    /// <summary>What one sees at the moment.</summary>
    public PageState Read() => JsonSerializer.Deserialize<PageState>((string)Run(PageState.Script))!;

    /// <summary>Waits until one sees it.</summary>
    public PageState Await(Func<PageState, bool> isThere, string what)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var state = Read();
            if (isThere(state))
            {
                return state;
            }

            Assert.True(clock.Elapsed < RunningService.Patience, $"The page does not show {what}, but {state}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Waits until the whole text is shown with its slots.</summary>
    public PageState AwaitAnswer(string text) =>
        Await(state => state.IsSettled && state.ShownText == text, $"the slots of '{text}'");

    /// <summary>What was written on the console since the last call.</summary>
    public IReadOnlyList<string> ConsoleMessages() =>
        [.. _driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    /// <summary>The addresses that were asked for since the last call.</summary>
    public IReadOnlyList<Uri> RequestedAddresses()
    {
        var addresses = new List<Uri>();
        foreach (var entry in _driver.Manage().Logs.GetLog(LogType.Performance))
        {
            var message = JsonSerializer.Deserialize<JsonElement>(entry.Message).GetProperty("message");
            if (message.GetProperty("method").GetString() == "Network.requestWillBeSent")
            {
                var request = message.GetProperty("params").GetProperty("request");
                addresses.Add(new Uri(request.GetProperty("url").GetString()!));
            }
        }

        return addresses;
    }

    public void Dispose()
    {
        if (_before is not null)
        {
            Command("Page.removeScriptToEvaluateOnNewDocument", new() { ["identifier"] = _before });
        }

        _driver.Navigate().GoToUrl("about:blank");
    }

    private object Command(string name, Dictionary<string, object?> parameters) =>
        _driver.ExecuteCdpCommand(name, parameters)!;
}
