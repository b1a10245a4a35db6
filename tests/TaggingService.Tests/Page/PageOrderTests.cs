using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace FastElman.Samples.TaggingService.Tests.Page;

/// <summary>The page shows the answer to the newest text, in whatever order answers come.</summary>
[Collection(nameof(Page))]
public sealed class PageOrderTests
{
    private const string SlowText = "flights from quito";
    private const string NewText = "flights to lisbon";

    private readonly Browser _browser;

    public PageOrderTests(Browser browser)
    {
        Browser.SkipWhereThereIsNone();
        _browser = browser;
    }

    [Fact]
    public async Task A_newer_text_cancels_the_request_of_an_older_one()
    {
        var gate = new Gate();
        await using var service = Start(gate);
        using var page = _browser.Open(service.HttpAddress);

        page.Paste(SlowText);
        await gate.Arrived.WaitAsync(RunningService.Patience, TestContext.Current.CancellationToken);
        page.Paste(NewText);

        page.AwaitAnswer(NewText);
        await gate.Cancelled.WaitAsync(RunningService.Patience, TestContext.Current.CancellationToken);
        Assert.Empty(page.ConsoleMessages());
    }

    /// <summary>Where cancelling does not help, because the answer is already on its way.</summary>
    [Fact]
    public async Task An_answer_that_comes_late_is_dropped()
    {
        var gate = new Gate();
        await using var service = Start(gate);
        using var page = _browser.Open(
            service.HttpAddress,
            """
            AbortController.prototype.abort = () => {};
            window.answers = [];
            const json = Response.prototype.json;
            Response.prototype.json = async function () {
              const answer = await json.call(this);
              // After the page has seen it.
              setTimeout(() => window.answers.push(JSON.stringify(answer)), 100);
              return answer;
            };
            """);

        page.Paste(SlowText);
        await gate.Arrived.WaitAsync(RunningService.Patience, TestContext.Current.CancellationToken);
        page.Paste(NewText);
        page.AwaitAnswer(NewText);
        gate.Open();
        page.Await(
            _ => (bool)page.Run("return window.answers.some((answer) => answer.includes('quito'))"), "a late answer");

        var state = page.Read();
        Assert.Equal(NewText, state.ShownText);
        Assert.Equal("to.city", Assert.Single(state.Slots).Name);
        Assert.Equal("", state.Problem);
    }

    private static RunningService Start(Gate gate) =>
        new(configure: services => services.AddSingleton<IStartupFilter>(gate));

    /// <summary>Holds the answers to a text until it is opened.</summary>
    private sealed class Gate : IStartupFilter
    {
        private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrived => _arrived.Task;

        public Task Cancelled => _cancelled.Task;

        public void Open() => _open.SetResult();

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, following) =>
            {
                await HoldAsync(context);
                await following();
            });
            next(app);
        };

        private async Task HoldAsync(HttpContext context)
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, leaveOpen: true);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            context.Request.Body.Position = 0;
            if (!body.Contains(SlowText, StringComparison.Ordinal))
            {
                return;
            }

            _arrived.TrySetResult();
            try
            {
                await _open.Task.WaitAsync(context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                _cancelled.TrySetResult();
                throw;
            }
        }
    }
}
