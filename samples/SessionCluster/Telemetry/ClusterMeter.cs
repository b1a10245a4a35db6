using System.Diagnostics.Metrics;

namespace FastElman.Samples.SessionCluster.Telemetry;

/// <summary>What the cluster counts. What is measured and logged lives in this room.</summary>
internal sealed class ClusterMeter : IDisposable
{
    public const string Name = "FastElman.SessionCluster";

    private readonly Meter _meter;
    private readonly Counter<long> _activations;
    private readonly Counter<long> _savedSessions;
    private readonly Counter<long> _failedSaves;
    private readonly Histogram<double> _saveDuration;
    private readonly Counter<long> _overtaken;
    private long _pieces;
    private long _repeated;
    private long _busy;
    private long _lost;
    private long _retries;

    public ClusterMeter(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        _activations = _meter.CreateCounter<long>(
            "sessions.activations", "{session}", "Sessions that came into the memory of a silo.");
        _savedSessions = _meter.CreateCounter<long>("sessions.saved", "{session}", "States that were written.");
        _failedSaves = _meter.CreateCounter<long>(
            "sessions.save.failures", "{session}", "States that could not be written, and are tried again.");
        _saveDuration = _meter.CreateHistogram<double>("sessions.save.duration", "s", "Time of a save of a silo.");
        _overtaken = _meter.CreateCounter<long>(
            "sessions.overtaken", "{session}", "Sessions that another silo had gone further with.");
        _meter.CreateObservableCounter(
            "gateway.pieces", () => Gateway.Pieces, "{piece}", "Pieces that callers have sent.");
        _meter.CreateObservableCounter(
            "gateway.pieces.repeated",
            () => Gateway.Repeated,
            "{piece}",
            "Pieces that a gateway had to send again after their answer.");
        _meter.CreateObservableCounter(
            "gateway.pieces.busy",
            () => Gateway.Busy,
            "{piece}",
            "Pieces that had to wait until their session was saved.");
        _meter.CreateObservableCounter(
            "gateway.sessions.lost", () => Gateway.Lost, "{session}", "Sessions that could not be gone on with.");
        _meter.CreateObservableCounter(
            "gateway.retries", () => Gateway.Retries, "{call}", "Calls of silos that failed and were made again.");
    }

    /// <summary>What the gateway has counted.</summary>
    public GatewayReport Gateway => new(
        Interlocked.Read(ref _pieces),
        Interlocked.Read(ref _repeated),
        Interlocked.Read(ref _busy),
        Interlocked.Read(ref _lost),
        Interlocked.Read(ref _retries));

    public void CountActivation(bool isRestored) =>
        _activations.Add(1, new KeyValuePair<string, object?>("restored", isRestored));

    public void CountSave(int saved, int failed, TimeSpan duration)
    {
        if (saved + failed > 0)
        {
            _savedSessions.Add(saved);
            _failedSaves.Add(failed);
            _saveDuration.Record(duration.TotalSeconds);
        }
    }

    public void CountOvertaken() => _overtaken.Add(1);

    public void CountPieces(int count) => Interlocked.Add(ref _pieces, count);

    public void CountRepeated(int count) => Interlocked.Add(ref _repeated, count);

    public void CountBusy(int count) => Interlocked.Add(ref _busy, count);

    public void CountLost() => Interlocked.Increment(ref _lost);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    /// <summary>Counts the sessions of a silo, whenever somebody asks.</summary>
    public void Observe(Func<long> sessions) => _meter.CreateObservableUpDownCounter(
        "sessions.open", sessions, "{session}", "Sessions in the memory of the silo.");

    public void Dispose() => _meter.Dispose();
}
