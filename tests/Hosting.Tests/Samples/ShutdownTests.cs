using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastElman.Extensions.Hosting.Tests.Samples;

/// <summary>The end of samples/SmallService while a request is under way.</summary>
[Collection(Telemetry.ListenersCollection.Name)]
public sealed class ShutdownTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_that_is_under_way_is_answered_when_the_host_stops()
    {
        var gate = new Gate();
        await using var service = new WebApplicationFactory<Program>().WithWebHostBuilder(builder => builder
            .UseUrls("http://127.0.0.1:0")
            .UseSetting("FastElman:flights:Reload:Mode", "Off")
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services => services.AddSingleton<IStartupFilter>(gate)));
        service.UseKestrel();
        service.StartServer();

        // The client of the factory would read the whole body before it sends any of it.
        using var client = new HttpClient { BaseAddress = service.ClientOptions.BaseAddress };
        using var words = new Words();
        var answer = client.PostAsync("/stream", words, Cancellation);
        await gate.Entered.WaitAsync(TestService.Patience, Cancellation);
        var lifetime = service.Services.GetRequiredService<IHostApplicationLifetime>();
        lifetime.StopApplication();
        Assert.True(lifetime.ApplicationStopping.IsCancellationRequested);
        words.Complete("from cape town to lisbon");

        using var response = await answer.WaitAsync(TestService.Patience, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var events = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(2, events.Split("event: slot").Length - 1);
    }

    /// <summary>Tells when the server has begun to handle a request.</summary>
    private sealed class Gate : IStartupFilter
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, handle) =>
            {
                _entered.TrySetResult();
                return handle(context);
            });
            next(app);
        };
    }

    /// <summary>A body whose words, but for the first, come when the test says so.</summary>
    private sealed class Words : HttpContent
    {
        private readonly TaskCompletionSource<string> _text = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete(string text) => _text.SetResult(text);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("flights\n"u8.ToArray(), Cancellation);
            await stream.FlushAsync(Cancellation);
            await stream.WriteAsync(Encoding.UTF8.GetBytes((await _text.Task).Replace(' ', '\n')), Cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
