using FastElman.Benchmarks.Cluster.Processes;
using FastElman.Benchmarks.Service.Processes;
using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster.Tests.Sessions;
using FastElman.Samples.SessionCluster.Versions;
using FastElman.Samples.TaggingService.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FastElman.Samples.SessionCluster.Tests.Versions;

/// <summary>A model that can be loaded and cannot serve sessions, in the place of the one of a silo.</summary>
[Collection(InProcessSilo.Name)]
public sealed class UnservedVersionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_model_that_cannot_serve_sessions_is_refused_with_the_reason_and_logged_once()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on this machine.");
        var file = _folder.File("model.safetensors");
        File.Copy(FlightsModel.File, file);
        await using var redis = await RedisServer.StartAsync();
        var log = new CapturedLog(LogLevel.Error);
        await using var silo = await StartAsync(redis, file, log);
        var models = silo.Services.GetRequiredService<IModelProvider>();
        var versions = silo.Services.GetRequiredService<ModelVersions>();
        FlightsModel.Bidirectional().Save(file);

        var answer = Assert.IsType<ProblemHttpResult>(
            await Reload.RunAsync(models, versions, TestContext.Current.CancellationToken));
        await Task.Delay(500, TestContext.Current.CancellationToken);

        Assert.Equal(StatusCodes.Status422UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Live sessions need a model that", answer.ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.Contains("Live sessions need a model that", Assert.Single(log.Messages), StringComparison.Ordinal);
        Assert.Equal(FlightsModel.Compiled.Model.Fingerprint, versions.Current.Fingerprint);
    }

    [Fact]
    public async Task A_model_that_is_refused_again_after_a_good_one_is_logged_again()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on this machine.");
        var file = _folder.File("model.safetensors");
        File.Copy(FlightsModel.File, file);
        await using var redis = await RedisServer.StartAsync();
        var log = new CapturedLog(LogLevel.Error);
        await using var silo = await StartAsync(redis, file, log);
        var models = silo.Services.GetRequiredService<IModelProvider>();

        await ReloadAsync(FlightsModel.Bidirectional());
        await Eventually.IsTrueAsync(() => log.Messages.Count == 1, "the refusal is logged");
        await ReloadAsync(FlightsModel.Compiled.Model);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await ReloadAsync(FlightsModel.Bidirectional());

        await Eventually.IsTrueAsync(() => log.Messages.Count == 2, "the second refusal is logged");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Equal(2, log.Messages.Count);

        // As when the file is watched.
        async Task ReloadAsync(ElmanModel model)
        {
            model.Save(file);
            await models.ReloadAsync(TestContext.Current.CancellationToken);
            Assert.Equal(model.Fingerprint, models.Current.Fingerprint);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Task<WebApplication> StartAsync(RedisServer redis, string file, CapturedLog log) =>
        FreePort.StartAsync(() => SiloApplication.StartAsync(
            redis.Configuration,
            new() { ["FastElman:ModelPath"] = file, ["Cluster:SaveInterval"] = "00:00:00.010" },
            services => services.AddSingleton<ILoggerProvider>(log)));
}
