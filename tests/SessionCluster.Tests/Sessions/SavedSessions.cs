using System.Diagnostics.Metrics;
using FastElman.Extensions.Hosting;
using FastElman.Samples.SessionCluster.Contracts;
using FastElman.Samples.SessionCluster.Sessions;
using FastElman.Samples.SessionCluster.Telemetry;
using FastElman.Samples.SessionCluster.Versions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace FastElman.Samples.SessionCluster.Tests.Sessions;

/// <summary>Sessions of an engine, and the writer that saves them to storage in memory.</summary>
internal sealed class SavedSessions : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ClusterMeter _meter;

    public SavedSessions(ClusterSettings settings)
    {
        var options = Options.Create(settings);
        var noModels = new ModelVersions(
            null!,
            null!,
            new SiloCapacity(1),
            null!,
            Options.Create(new FastElmanSettings()),
            NullLogger<ModelVersions>.Instance);
        _meter = new ClusterMeter(_services.GetRequiredService<IMeterFactory>());
        Writer = new SessionWriter(Storage, noModels, _meter, options, NullLogger<SessionWriter>.Instance);
    }

    public MemoryStorage Storage { get; } = new();

    public SessionWriter Writer { get; }

    public SessionEngine Engine { get; } = new(FlightsModel.Compiled, new SiloCapacity(10));

    public async Task<LiveSession> OpenAsync(string name = "s") =>
        (await Engine.BeginAsync(GrainId.Create("session", name), new SessionRecord()))!;

    /// <summary>A session gets pieces.</summary>
    public static Task AdvanceAsync(LiveSession session, params string[] texts)
    {
        Piece[] pieces = [.. texts.Select(text => new Piece(text, false))];
        var words = PieceReader.Read(session.Engine.Model, pieces, session.WordCount, 1000, out _);
        return session.Engine.AdvanceAsync(
            new PiecesWork(session, new SessionPieces { First = session.Next, Pieces = pieces }, words!));
    }

    public void Dispose()
    {
        Writer.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }
}
