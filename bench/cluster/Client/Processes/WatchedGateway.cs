using System.Collections.Concurrent;
using System.Net;
using FastElman.Samples.SessionCluster;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Gateway;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.TaggingService.Lifetime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace FastElman.Benchmarks.Cluster.Processes;

/// <summary>
/// The gateway within this process, which sees what sessions answer it. A gateway of its own keeps that to itself: it
/// sends pieces again that a session was too busy for.
/// </summary>
internal sealed class WatchedGateway : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly AnswerFilter _answers;

    private WatchedGateway(WebApplication application, AnswerFilter answers) =>
        (_application, _answers) = (application, answers);

    public Uri GrpcAddress => new(_application.Urls.Single());

    /// <summary>What it has counted.</summary>
    public GatewayReport Count => _application.Services.GetRequiredService<ClusterMeter>().Gateway;

    /// <summary>How many words a session was too busy for at least once.</summary>
    public long BusyPieces => _answers.BusyPieces;

    /// <summary>Starts it on a free port of loopback.</summary>
    /// <param name="settings">What it is set to do, as environment variables.</param>
    public static async Task<WatchedGateway> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();

        // The addresses of the settings files are those of other processes.
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(
            setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var answers = new AnswerFilter();
        builder.Services.AddSingleton<IOutgoingGrainCallFilter>(answers);
        var own = builder.AddClusterSettings();
        builder.AddDrain();
        builder.AddCalls(own);
        builder.AddClusterTelemetry();
        builder.AddSiloClient(own);
        var application = builder.Build();
        application.MapGrpcService<GatewayCalls>();
        var gateway = new WatchedGateway(application, answers);
        try
        {
            await application.StartAsync();
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private sealed class AnswerFilter : IOutgoingGrainCallFilter
    {
        /// <summary>Where the pieces begin that a session was too busy for, and how many there are.</summary>
        private readonly ConcurrentDictionary<(GrainId Session, long First), int> _busy = [];

        public long BusyPieces => _busy.Values.Sum(pieces => (long)pieces);

        public async Task Invoke(IOutgoingGrainCallContext context)
        {
            await context.Invoke();
            if (context.Result is SessionAnswer { Kind: AnswerKind.Busy }
                && context.Request.GetArgument(0) is SessionPieces pieces)
            {
                _busy[(context.TargetId, pieces.First)] = pieces.Pieces.Length;
            }
        }
    }
}
