using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastElman.Samples.TaggingService.Tests.Limits;

/// <summary>A caller who is refused makes no error of the service: its log is for what its operator can mend.</summary>
public sealed class RefusalLogTests
{
    [Theory]
    [InlineData("/v1/slots", "application/json", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("/v1/slots/stream", "text/plain", HttpStatusCode.OK)]
    public async Task A_body_beyond_a_limit_is_no_error_in_the_log(string path, string type, HttpStatusCode status)
    {
        using var errors = new CapturedLog(LogLevel.Error);
        await using (var service = new RunningService(
            new Dictionary<string, string> { ["Service:Limits:MaximumBodyBytes"] = "10" },
            services => services.AddSingleton<ILoggerProvider>(errors)))
        {
            using var content = new StringContent("flights to\nlisbon and oslo\n", mediaType: new(type));
            using var answer = await service.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
            Assert.Equal(status, answer.StatusCode);
        }

        Assert.Empty(errors.Messages);
    }
}
